"""Faults on a switch, for every server of the demo.

A server names its calls (a Bot API method, a provider's route) and puts `Faults.middleware` in
front of them. A rule then spoils the calls it names: as often as it says, and no more.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Effect = Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]
CallName = Callable[[web.Request], str]

ANY_CALL = "*"


@dataclass(slots=True)
class Rule:
    """One switched-on fault. `times` counts down as calls meet it; None never ends."""

    call: str
    effect: Effect
    times: int | None = 1
    skip: int = 0
    met: int = 0

    def takes(self, call: str) -> bool:
        """Whether this call meets the fault; counts it when it does."""
        if self.call not in (ANY_CALL, call) or self.times == 0:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.met += 1
        if self.times is not None:
            self.times -= 1
        return True


@dataclass(slots=True)
class Faults:
    """The switches of one server. `name_of` tells which call a request is."""

    name_of: CallName
    rules: list[Rule] = field(default_factory=list)

    def add(self, call: str, effect: Effect, *, times: int | None = 1, skip: int = 0) -> Rule:
        """Spoil the next `times` calls named `call` ("*": any), after letting `skip` pass."""
        rule = Rule(call=call, effect=effect, times=times, skip=skip)
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        """Switch every fault off."""
        self.rules.clear()

    @property
    def middleware(self) -> Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]:
        """What the server puts in front of its handlers."""

        @web.middleware
        async def spoil(request: web.Request, handler: Handler) -> web.StreamResponse:
            call = self.name_of(request)
            rule = next((rule for rule in self.rules if rule.takes(call)), None)
            return await (rule.effect(request, handler) if rule else handler(request))

        return spoil


def answer(
    status: int = 200,
    *,
    json: Any = None,
    body: str | bytes = b"",
    content_type: str = "text/html",
    headers: Mapping[str, str] | None = None,
) -> Effect:
    """This answer, and the call is not carried out. `json` wins over `body`."""

    async def effect(_request: web.Request, _handler: Handler) -> web.StreamResponse:
        if json is not None:
            return web.json_response(json, status=status, headers=headers)
        raw = body.encode() if isinstance(body, str) else body
        return web.Response(status=status, body=raw, content_type=content_type, headers=headers)

    return effect


def cut(*, carried_out: bool = False) -> Effect:
    """The connection breaks without an answer, before or after the call was carried out."""

    async def effect(request: web.Request, handler: Handler) -> web.StreamResponse:
        if carried_out:
            await handler(request)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    return effect


@dataclass(slots=True)
class Hold:
    """Stalls a call, before or after it is carried out, until it is released.

    Use the object itself as the effect; `await hold.reached.wait()` tells that a call stands in it.
    """

    carried_out: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Stall one call; an `Effect`."""
        response = await handler(request) if self.carried_out else None
        self.reached.set()
        await self.released.wait()
        return response if response is not None else await handler(request)

    def release(self) -> None:
        """Let every stalled call go on."""
        self.released.set()


def cut_midway(*, after_bytes: int | None = None) -> Effect:
    """The true answer begins, but the connection breaks after so many bytes (None: half)."""

    async def effect(request: web.Request, handler: Handler) -> web.StreamResponse:
        whole = await handler(request)
        if not isinstance(whole, web.Response) or not isinstance(whole.body, bytes):
            return whole
        part = web.StreamResponse(status=whole.status, headers={"Content-Type": whole.content_type})
        part.content_length = len(whole.body)
        await part.prepare(request)
        await part.write(whole.body[: len(whole.body) // 2 if after_bytes is None else after_bytes])
        if request.transport is not None:
            request.transport.close()  # sends what was written first
        return part

    return effect


def drip(*, seconds_per_chunk: float, chunk_bytes: int = 1) -> Effect:
    """The true answer, but its body comes drop by drop."""

    async def effect(request: web.Request, handler: Handler) -> web.StreamResponse:
        whole = await handler(request)
        if not isinstance(whole, web.Response) or not isinstance(whole.body, bytes):
            return whole
        slow = web.StreamResponse(status=whole.status, headers={"Content-Type": whole.content_type})
        slow.content_length = len(whole.body)
        await slow.prepare(request)
        for start in range(0, len(whole.body), chunk_bytes):
            await slow.write(whole.body[start : start + chunk_bytes])
            await asyncio.sleep(seconds_per_chunk)
        return slow

    return effect
