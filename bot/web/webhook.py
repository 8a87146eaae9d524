"""Telegram's webhook: an update is stored before the 200 that confirms it."""

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import web

from bot.clock import Clock
from bot.intake.updates import is_fleeting, stored_update
from bot.web.door import body_of
from storage.database import StoreError
from storage.inbox import Inbox

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the header's name)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramHook:
    """The route that Telegram posts updates to. `wake` is told when one came.

    What is fleeting goes to `inquire` instead.
    """

    path: str
    secret: str = field(repr=False)
    inbox: Inbox
    clock: Clock
    wake: Callable[[], None]
    inquire: Callable[[Mapping[str, Any]], None]

    def routes(self) -> list[web.AbstractRouteDef]:
        """What the server adds."""
        return [web.post(self.path, self._update)]

    async def _update(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self.secret.encode()):
            log.warning("webhook-forged")
            return web.Response(status=403)
        try:
            update = json.loads(await body_of(request))
            if is_fleeting(update):
                self.inquire(update)
                return web.Response()
            stored = stored_update(update)
        except (ValueError, RecursionError):
            log.warning("no-update")
            return web.Response(status=400)
        try:
            await self.inbox.put([stored], now=self.clock.now())
        except StoreError:
            log.error("update-not-stored")
            return web.Response(status=500)  # Telegram delivers it again
        self.wake()
        return web.Response()
