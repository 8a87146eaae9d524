"""Where providers tell that a video is finished.

A callback only makes its job due: what it says is never believed, and the next check asks.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.addresses import CALLBACKS, Addresses
from bot.clock import Clock
from bot.providers.base import Callback, CallbackRefused, CallbackWay
from bot.providers.registry import Registry
from bot.web.door import body_of
from storage.database import StoreError
from storage.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Callbacks:
    """The routes of both ways; see CallbackWay. `wake` is told when a job became due."""

    addresses: Addresses
    registry: Registry
    store: Store
    clock: Clock
    wake: Callable[[], None]

    def routes(self) -> list[web.AbstractRouteDef]:
        """What the server adds."""
        return [
            web.post(CALLBACKS + "/{provider}/{job}/{sign}", self._per_job),
            web.post(CALLBACKS + "/{provider}", self._signed),
        ]

    async def _per_job(self, request: web.Request) -> web.Response:
        parts = request.match_info
        job_id = self.addresses.called_job(parts["provider"], parts["job"], parts["sign"])
        if job_id is None:
            log.warning("callback-refused", provider=parts["provider"][:32], why="forged")
            return web.Response(status=404)
        await _body(request)  # what it says does not matter
        return await self._hasten(job_id)

    async def _signed(self, request: web.Request) -> web.Response:
        provider = self.registry.get(request.match_info["provider"])
        if provider is None or provider.capabilities.callback is not CallbackWay.SIGNED:
            log.info("callback-unknown", provider=request.match_info["provider"][:32])
            return web.Response(status=404)
        headers = {name.lower(): value for name, value in request.headers.items()}
        try:
            callback = Callback(headers=headers, body=await _body(request))
            submission_id = await provider.read_callback(callback)
            job_id = await self.store.records.in_care(provider.name, submission_id)
        except CallbackRefused as refused:
            log.warning("callback-refused", provider=provider.name, why=str(refused))
            return web.Response(status=403)
        except StoreError:
            return web.Response(status=503)
        if job_id is None:
            log.info("callback-unknown", provider=provider.name)
            return web.Response(status=404)
        return await self._hasten(job_id)

    async def _hasten(self, job_id: int) -> web.Response:
        try:
            found = await self.store.jobs.hasten(job_id, now=self.clock.now())
        except StoreError:
            return web.Response(status=503)
        if found:
            self.wake()
        return web.Response(text="ok")


async def _body(request: web.Request) -> bytes:
    try:
        return await body_of(request)
    except web.HTTPRequestEntityTooLarge:
        log.warning("callback-refused", provider=request.match_info["provider"], why="too large")
        raise
