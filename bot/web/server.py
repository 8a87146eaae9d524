"""The HTTP server and its routes: Telegram's webhook, and a sign of life."""

import hmac
import json
from collections.abc import Callable
from types import TracebackType
from typing import Self

import structlog
from aiohttp import web

from bot.clock import Clock
from bot.intake.updates import stored_update
from storage.database import StoreError
from storage.inbox import Inbox

log = structlog.get_logger(__name__)

MAX_UPDATE_BYTES = 1_000_000
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the header's name)


class Web:
    """A running HTTP side, for as long as its block lasts."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        webhook_path: str,
        webhook_secret: str,
        inbox: Inbox,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._host = host
        self._port = port
        self._secret = webhook_secret
        self._inbox = inbox
        self._clock = clock
        self._wake = wake
        app = web.Application(client_max_size=MAX_UPDATE_BYTES)
        app.router.add_post(webhook_path, self._update)
        app.router.add_get("/health", self._health)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        log.info("http-listens", host=self._host, port=self._port)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def _update(self, request: web.Request) -> web.Response:
        """Store an update; the 200 that confirms it comes after the commit."""
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            log.warning("webhook-forged")
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
            stored = stored_update(update if isinstance(update, dict) else {})
        except ValueError:
            return web.Response(status=400)
        try:
            await self._inbox.put([stored], now=self._clock.now())
        except StoreError:
            log.error("update-not-stored")
            return web.Response(status=500)  # Telegram delivers it again
        self._wake()
        return web.Response()

    async def _health(self, _request: web.Request) -> web.Response:
        """200 while the store answers."""
        try:
            await self._inbox.next_due_at(busy=())
        except StoreError:
            return web.Response(status=503, text="the store does not answer")
        return web.Response(text="ok")
