"""Kills the bot at a request that it sends: before it is carried out, or before it is answered."""

import asyncio
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiohttp import web

from bot.demo.faults import ANY_CALL, Effect, Faults, Handler
from tests.fire.commits import When
from tests.whole.process import Life

WORKS_S = 0.2
"""How long a call is given that need not come to its end."""
UNENDING = ("getUpdates", " media", "uploading")
"""A poll has confirmed at once, and then waits; a download and its upload wait for each other."""


async def nothing_else(request: web.Request, handler: Handler) -> web.StreamResponse:
    """An Effect that spoils nothing."""
    return await handler(request)


async def nothing(request: web.Request) -> web.StreamResponse:
    """A Handler that does not carry out what it is asked."""
    return web.Response(status=503)


def is_the_bots(server: str, request: web.Request) -> bool:
    """Whether the bot has sent it, and not Telegram, which fetches videos itself."""
    return server == "telegram" or "httpx" in request.headers.get("User-Agent", "")


@dataclass(slots=True)
class Trap:
    """Stands before every call of some servers, and ends a life at the first that it has not met.

    `only`: nothing but calls with these names. `visited` has the names at which lives have ended.
    """

    when: When
    only: Sequence[str] = ()
    visited: list[str] = field(default_factory=list)
    _life: Life | None = None
    _polls: int = 0
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    def set_in(self, faults: Faults, server: str, spoil: Effect = nothing_else) -> None:
        """Watch a server, whose calls are spoilt like this besides."""

        async def met(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not is_the_bots(server, request):
                return await handler(request)
            name = self._named(f"{server} {faults.name_of(request)}", request)
            return await self._met(name, request, lambda again: spoil(again, handler))

        faults.add(ANY_CALL, met, times=None)

    def watch(self, life: Life) -> Life:
        """This life is the next to end."""
        self._life, self._polls = life, 0
        return life

    async def _met(self, name: str, request: web.Request, carry_out: Handler) -> web.StreamResponse:
        async with self._one_at_a_time:
            if self._life is None:  # its sender is dead
                return await nothing(request)
            if name in self.visited or (self.only and name not in self.only):
                carried_out = asyncio.ensure_future(carry_out(request))
            else:
                self.visited.append(name)
                answering = carry_out if self.when == "after" else nothing
                carried_out = asyncio.ensure_future(answering(request))
                within_s = WORKS_S if any(one in name for one in UNENDING) else None
                await self._end(self._life, carried_out, within_s=within_s)
        return await carried_out

    async def _end(
        self,
        life: Life,
        carried_out: asyncio.Future[web.StreamResponse],
        *,
        within_s: float | None,
    ) -> None:
        """End this life, so that nobody reads the answer."""
        self._life = None
        await asyncio.wait({carried_out}, timeout=within_s)
        life.signal(signal.SIGKILL)
        await life.end()

    def _named(self, name: str, request: web.Request) -> str:
        """A call by another name where it does another thing."""
        if name == "telegram getUpdates":
            self._polls += 1
            return name if self._polls == 1 else f"{name}, confirming"
        if "etMy" in name:  # what the bot tells of itself; no job is near
            return "telegram setMyCommands"
        if name == "telegram sendMessage" and "telegram editMessageMedia" in self.visited:
            return f"{name}, the ping"
        uploads = name == "telegram editMessageMedia" and request.content_type.startswith("multi")
        return f"{name}, uploading" if uploads else name
