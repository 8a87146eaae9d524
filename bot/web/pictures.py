"""Prepared pictures, for the providers that fetch them by URL."""

from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.addresses import PICTURES, Addresses
from bot.clock import Clock
from storage.database import StoreError
from storage.hosted import Hosted

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedPictures:
    """The route behind `Addresses.picture`. Whatever is not quite right is simply not there."""

    addresses: Addresses
    hosted: Hosted
    clock: Clock

    def routes(self) -> list[web.AbstractRouteDef]:
        """What the server adds."""
        return [web.get(PICTURES + "/{name}.jpg", self._picture)]

    async def _picture(self, request: web.Request) -> web.Response:
        name, now = request.match_info["name"], self.clock.now()
        until, sign = request.query.get("until", ""), request.query.get("sign", "")
        if not self.addresses.opens_picture(name, until=until, sign=sign, now=now):
            log.warning("picture-refused")
            raise web.HTTPNotFound
        try:
            jpeg = await self.hosted.get(name, now=now)
        except StoreError:
            raise web.HTTPServiceUnavailable from None
        if jpeg is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=jpeg, content_type="image/jpeg", headers=headers)
