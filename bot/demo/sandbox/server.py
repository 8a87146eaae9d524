"""The HTTP server under every sandbox: on loopback only, recorded, paced, and spoilt on demand."""

import ipaddress
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.demo.faults import Effect, Faults, Handler
from bot.demo.sandbox import shelf, switches
from bot.demo.sandbox.bell import Bell
from bot.demo.sandbox.calls import Call, Recorder
from bot.demo.sandbox.oddities import PAGE
from bot.demo.sandbox.pace import Pace

MAX_REQUEST_BYTES = 64 * 1024 * 1024
_STOP_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What a server must know of the API it speaks.

    `calls` are the names of its routes, `code_of` reads the error code out of a decoded answer,
    `fault_names` are listed to people and `fault` finds the effect of one. `secret_headers` and
    `secret_fields`, in small letters, are kept out of the recorded calls; where there are secret
    fields, so is a body that cannot be decoded.
    """

    calls: Sequence[str]
    secret_headers: frozenset[str]
    code_of: Callable[[Any], int | str | None]
    fault_names: Sequence[str]
    fault: Callable[[str], Effect | None]
    secret_fields: frozenset[str] = frozenset()


class SandboxServer:
    """Serves routes whose names are the names of calls; `media` is never paced."""

    def __init__(
        self, dialect: Dialect, *, host: str, requests_per_second: float | None, rung: Bell
    ) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"a sandbox listens on loopback only, not on {host}")
        self._host = host
        self._pace = Pace(requests_per_second)
        self._runner: web.AppRunner | None = None
        self.url = ""
        self.faults = Faults(call_name)
        self._recorder = Recorder(
            name_of=call_name,
            code_of=dialect.code_of,
            secret_headers=dialect.secret_headers,
            secret_fields=dialect.secret_fields,
            rung=rung,
        )
        self._switches = switches.Switches(
            self.faults, calls=dialect.calls, names=dialect.fault_names, fault=dialect.fault
        )

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every request that came, in order."""
        return self._recorder.calls

    async def start(self, routes: Iterable[web.AbstractRouteDef], port: int) -> None:
        """Listen; port 0 takes a free one. Sets `url`, without a slash at its end."""
        app = web.Application(
            client_max_size=MAX_REQUEST_BYTES,
            middlewares=[_only_loopback, self._record, _plain_404, self._paced, self._spoil],
        )
        app.add_routes([*routes, *self._switches.routes])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_STOP_S)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, port).start()
        host = f"[{self._host}]" if ":" in self._host else self._host
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close every connection, also those that a fault holds."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @web.middleware
    async def _record(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == switches.PATH:
            return await handler(request)
        return await self._recorder.record(request, handler)

    @web.middleware
    async def _paced(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith((switches.PATH, shelf.PREFIX + "/")):
            return await handler(request)
        wait_s = self._pace.refuse(time.monotonic())
        if wait_s is None:
            return await handler(request)
        headers = {"Retry-After": str(wait_s)}
        return web.Response(status=429, text="Too Many Requests", headers=headers)

    @web.middleware
    async def _spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == switches.PATH:
            return await handler(request)
        return await self.faults.middleware(request, handler)


def call_name(request: web.Request) -> str:
    """The name of the route that a request takes; empty where there is none."""
    return request.match_info.route.name or ""


@web.middleware
async def _only_loopback(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page elsewhere whose name was pointed at this machine gets nothing."""
    try:
        name = urlsplit(f"//{request.host}").hostname or ""
        local = name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        local = False
    if not local:
        return web.Response(status=403, text="This server answers to loopback names only.")
    return await handler(request)


@web.middleware
async def _plain_404(request: web.Request, handler: Handler) -> web.StreamResponse:
    """An unknown path is a page, not an envelope; so is a known one with another method."""
    try:
        return await handler(request)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        page = PAGE.format(title="404 Not Found")
        return web.Response(status=404, text=page, content_type="text/html")
