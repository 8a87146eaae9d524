"""What every sandbox is: an HTTP server in front of a studio that renders real videos."""

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Self

from aiohttp import web

from bot.demo.faults import Faults
from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.bell import Bell
from bot.demo.sandbox.books import Books
from bot.demo.sandbox.calls import Call
from bot.demo.sandbox.server import Dialect, SandboxServer
from bot.demo.sandbox.shelf import Shelf
from bot.demo.sandbox.studio import Craft, Production, Studio
from bot.demo.sandbox.wishes import Ending


class Sandbox(ABC):
    """A server to be started once and stopped once; also an async context manager.

    `generation_s` is (shortest, longest). `seed` None makes ids that no earlier run gave out.
    `requests_per_second` None is no limit.
    """

    books: Books
    """The account's money, and every purchase."""

    def __init__(
        self,
        dialect: Dialect,
        *,
        requests_per_second: float | None,
        generation_s: tuple[float, float],
        craft: Craft,
        seed: int | None,
        host: str,
    ) -> None:
        self._rng = random.Random(seed)  # noqa: S311 - times and seeds; paths use secrets
        self._rung = Bell()
        self._shelf = Shelf()
        self._studio = Studio(
            generation_s=generation_s,
            craft=craft,
            rng=self._rng,
            shelf=self._shelf,
            rung=self._rung,
            ended=self._ended,
        )
        self._server = SandboxServer(
            dialect, host=host, requests_per_second=requests_per_second, rung=self._rung
        )

    @abstractmethod
    def _routes(self) -> Sequence[web.AbstractRouteDef]:
        """The API's own routes, each named as in the dialect's calls."""

    @abstractmethod
    def _ended(self, production: Production) -> None:
        """A production has ended just now; it may be time for a refund or a callback."""

    async def start(self, port: int = 0) -> None:
        """Listen; port 0 takes a free one."""
        self._shelf.open()
        await self._server.start([*self._routes(), *self._shelf.routes], port)

    async def stop(self) -> None:
        """Close connections, break off what is being filmed, delete the videos."""
        await self._server.stop()
        await self._studio.stop()
        self._shelf.clear_away()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_raised: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """The base address, without a slash at its end; empty before the start."""
        return self._server.url

    @property
    def faults(self) -> Faults:
        """The switches, keyed by the dialect's calls."""
        return self._server.faults

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every request that came, in order."""
        return self._server.calls

    @property
    def running(self) -> int:
        """How many videos have not ended."""
        return self._studio.running

    async def until(self, true: Callable[[], bool], *, timeout_s: float = PATIENCE_S) -> None:
        """Wait for what calls and productions bring about; raises TimeoutError."""
        await self._rung.until(true, timeout_s=timeout_s)

    def hold(self) -> None:
        """From now on no video ends by itself, only by `finish`."""
        self._studio.hold()

    def release(self) -> None:
        """Undo `hold`."""
        self._studio.release()

    def prompt_of(self, number: int) -> str:
        """What a purchase was for. Raises LookupError."""
        production = self._studio.find(number)
        if production is None:
            raise LookupError(number)
        return production.shot.prompt

    async def finish(self, number: int, ending: Ending | None = None) -> None:
        """End a video now, as its prompt asks or as `ending`; returns when it has ended."""
        await self._studio.finish(number, ending)
