"""The HTTP side: what Telegram and the providers reach the bot by, and a sign of life."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Iterable
from types import TracebackType
from typing import Self, cast

import structlog
from aiohttp import web

from bot.web.door import Door, Patience
from storage.database import StoreError

log = structlog.get_logger(__name__)

MAX_REQUEST_BYTES = 1_000_000
PATIENCE = Patience()


class Web:
    """A running server, for as long as its block lasts.

    `alive` raises StoreError when the bot cannot work.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        routes: Iterable[web.AbstractRouteDef],
        alive: Callable[[], Awaitable[object]],
        patience: Patience = PATIENCE,
    ) -> None:
        self._host = host
        self._port = port
        self._alive = alive
        app = web.Application(client_max_size=MAX_REQUEST_BYTES)
        app.add_routes([*routes, web.get("/health", self._health)])
        self._door = Door(app, patience)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        made = cast("web.Server", self._runner.server)
        connection = functools.partial(self._door.connection, made)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(connection, self._host, self._port)
        log.info("http-listens", host=self._host, port=self._port)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
        await self._runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        """200 while the store answers."""
        try:
            await self._alive()
        except StoreError:
            return web.Response(status=503, text="the store does not answer")
        return web.Response(text="ok")
