"""Who may hold a connection to the HTTP side, and for how long without saying anything.

aiohttp waits for a request's body for ever, and takes as many connections as there are files.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

log = structlog.get_logger(__name__)

COMPLAIN_EVERY_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """What senders are granted. An honest one needs a fraction of it."""

    head_s: float = 10
    """For the whole head of a request, from the connection's start or the answer before."""
    body_s: float = 15
    """For the whole body, from the head's end."""
    connections: int = 200
    """At once. Telegram's webhook uses 40 at most."""


_PATIENCE = web.AppKey("patience", Patience)


async def body_of(request: web.Request) -> bytes:
    """The body of a request. Raises HTTPRequestTimeout and HTTPRequestEntityTooLarge."""
    try:
        async with asyncio.timeout(request.app[_PATIENCE].body_s):
            return await request.read()
    except TimeoutError:
        log.warning("body-too-slow")
        raise web.HTTPRequestTimeout from None


class Door:
    """Makes the connections of an application's server.

    When there are too many, the one whose last request is the longest ago gives way: whoever sends
    whole requests gets through, however many others only sit there.
    """

    def __init__(self, app: web.Application, patience: Patience) -> None:
        app[_PATIENCE] = patience
        app.middlewares.append(self._heard)
        self._patience = patience
        self._inside: dict[web.RequestHandler, None] = {}
        self._complained_s = 0.0

    def connection(self, server: web.Server) -> web.RequestHandler:
        """A connection that is about to be made; what `loop.create_server` asks for."""
        return _Connection(
            server,
            self,
            loop=asyncio.get_running_loop(),
            access_log=None,
            keepalive_timeout=self._patience.head_s,
            lingering_time=1,  # for who goes on sending after the answer
            # Nobody who calls here packs what is said, so nothing is ever unpacked: no bombs.
            auto_decompress=False,
        )

    def enter(self, connection: web.RequestHandler) -> None:
        """Let a new connection in."""
        self._inside[connection] = None
        if len(self._inside) > self._patience.connections:
            self._turn_out(next(iter(self._inside)))

    def leave(self, connection: web.RequestHandler) -> None:
        """Forget a connection that has ended."""
        self._inside.pop(connection, None)

    def _turn_out(self, connection: web.RequestHandler) -> None:
        self.leave(connection)
        if connection.transport is not None:
            connection.transport.abort()
        now = asyncio.get_running_loop().time()
        if now >= self._complained_s:
            self._complained_s = now + COMPLAIN_EVERY_S
            log.warning("connections-full", connections=len(self._inside))

    @web.middleware
    async def _heard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.protocol in self._inside:
            self.leave(request.protocol)
            self._inside[request.protocol] = None
        return await handler(request)


class _Connection(web.RequestHandler):
    """aiohttp's own, but the door knows of it."""

    __slots__ = ("_door",)

    def __init__(self, server: web.Server, door: Door, **options: Any) -> None:
        super().__init__(server, **options)
        self._door = door

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._door.enter(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._door.leave(self)
        super().connection_lost(exc)
