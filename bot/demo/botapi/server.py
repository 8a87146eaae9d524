"""The server, as if it were api.telegram.org: https://core.telegram.org/bots/api."""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.demo.botapi.changes import Changes
from bot.demo.botapi.guard import guard_against_other_sites
from bot.demo.botapi.limits import Flood, Limits
from bot.demo.botapi.methods.table import METHODS, proper_name
from bot.demo.botapi.people import User
from bot.demo.botapi.phone import Phone
from bot.demo.botapi.profile import Profile
from bot.demo.botapi.query import Query, query_of_json, read_query
from bot.demo.botapi.refusals import Refused
from bot.demo.botapi.telegram import Telegram
from bot.demo.botapi.updates import UpdateQueue
from bot.demo.botapi.webhook import Patience, Webhook
from bot.demo.botapi.world import World
from bot.demo.faults import Faults
from bot.demo.patience import PATIENCE_S

MAX_PLAIN_BODY_BYTES = 4 * 1024 * 1024
SHUTDOWN_S = 0.2
"""How long stopping waits for calls that a fault still holds."""

_QUERY = web.RequestKey("query", Query)
_ANSWER = web.RequestKey("answer", dict[str, Any])
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that came in. `answer` is the JSON of a method that was carried out, else None:
    a fault kept it from that, or it is a download (method "file").

    `at` is in steady seconds, when the call began.
    """

    method: str
    params: Mapping[str, Any]
    files: tuple[str, ...]
    at: float
    status: int
    answer: Mapping[str, Any] | None

    @property
    def is_ok(self) -> bool:
        """Whether it was carried out and the bot was told so."""
        return self.status == 200

    @property
    def result(self) -> Any:
        """What the method gave."""
        return (self.answer or {}).get("result")

    @property
    def description(self) -> str | None:
        """Why it was refused."""
        return (self.answer or {}).get("description")


class BotApi:
    """A Telegram with one bot in it. `async with BotApi() as api:` serves it on a free port.

    `hint` is what the page says to try first; `you_id` and `admin_id` are the page's people.
    World, updates and files stay over `stop()` and another `start()`, as over an outage.
    """

    def __init__(  # noqa: PLR0913 (all of them optional)
        self,
        token: str = "42:DEMO-token",  # noqa: S107 (of no real bot)
        *,
        username: str = "DemoVideoBot",
        first_name: str = "Demo Video Bot",
        limits: Limits | None = None,
        patience: Patience | None = None,
        host: str = "127.0.0.1",
        hint: str = "",
        you_id: int = 700_000_001,
        admin_id: int = 700_000_002,
        now: Callable[[], float] = time.time,
    ) -> None:
        bot_id = int(token.partition(":")[0])
        me = User(id=bot_id, first_name=first_name, username=username, is_bot=True)
        self.token = token
        self.updates = UpdateQueue()
        self.world = World(me=me, updates=self.updates, now=now)
        self.profile = Profile()
        self.webhook = Webhook(self.updates, patience or Patience(), self._carry_out)
        self.faults = Faults(name_of=_name_of)
        self.calls: list[Call] = []
        self._telegram = Telegram(
            self.world, self.updates, self.webhook, Flood(limits or Limits()), self.profile
        )
        self._host = host
        self._phone = Phone(self.world, self.profile, hint=hint, you_id=you_id, admin_id=admin_id)
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._changes = Changes()

    @property
    def url(self) -> str:
        """What goes in place of https://api.telegram.org."""
        name = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{name}:{self._port}"

    @property
    def page_url(self) -> str:
        """Where a person chats with the bot."""
        return f"{self.url}/"

    async def start(self, port: int = 0) -> None:
        """Listen; port 0 takes a free one. A webhook that was set before delivers again.

        Raises OSError when the port is taken, and may then be called again.
        """
        self._runner = web.AppRunner(
            self._application(), access_log=None, shutdown_timeout=SHUTDOWN_S
        )
        try:
            await self._runner.setup()
            await web.TCPSite(self._runner, self._host, port).start()
        except OSError:  # the port is taken
            await self._runner.cleanup()
            self._runner = None
            raise
        self._port = self._runner.addresses[0][1]
        self._phone.open()
        self.webhook.resume()

    async def stop(self) -> None:
        """End everything that is under way, without an answer where there is none, and close."""
        if self._runner is None:
            return
        runner, self._runner = self._runner, None
        self.updates.close()
        self._phone.close()
        await self.webhook.pause()
        await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def calls_of(self, method: str) -> list[Call]:
        """The finished calls of one method ("file": downloads)."""
        return [call for call in self.calls if call.method == method]

    async def until_called(
        self, method: str, *, times: int = 1, timeout_s: float = PATIENCE_S
    ) -> Call:
        """Wait until a method was called so often, counted from the start; gives that call."""
        return await self._changes.until(
            lambda: next(iter(self.calls_of(method)[times - 1 :]), None),
            timeout_s=timeout_s,
            otherwise=lambda: f"{method} {times}x in {[call.method for call in self.calls]}",
        )

    def _application(self) -> web.Application:
        guard = guard_against_other_sites(self._host)
        middlewares = [guard, self._recorded, self._spoiled]
        app = web.Application(middlewares=middlewares, client_max_size=MAX_PLAIN_BODY_BYTES)
        app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", self._call)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._download)
        self._phone.add_routes(app)
        app.router.add_route("*", "/{anything:.*}", _not_found)
        return app

    @web.middleware
    async def _recorded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        at = time.monotonic()
        response = await handler(request)
        name = _name_of(request)
        if name != "page":
            query = request.get(_QUERY, Query(name))
            call = Call(
                method=name,
                params=query.for_reading(),
                files=tuple(query.uploads),
                at=at,
                status=response.status,
                answer=request.get(_ANSWER),
            )
            self._record(call)
        return response

    @web.middleware
    async def _spoiled(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if _name_of(request) == "page":  # a person's side, not the bot's
            return await handler(request)
        return await self.faults.middleware(request, handler)

    def _record(self, call: Call) -> None:
        self.calls.append(call)
        self._changes.tell()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
            request[_QUERY] = query = await read_query(request, self.world.gallery.files)
            answer = {"ok": True, "result": await self._execute(query)}
            status = 200
        except Refused as refused:
            answer, status = refused.json, refused.code
        request[_ANSWER] = answer
        headers = {}
        if (seconds := answer.get("parameters", {}).get("retry_after")) is not None:
            headers["Retry-After"] = str(seconds)
        return web.json_response(answer, status=status, headers=headers)

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if token != self.token:
            if _TOKEN.fullmatch(token):
                raise Refused("Unauthorized", code=401)
            raise Refused("Not Found", code=404)

    async def _execute(self, query: Query) -> Any:
        method = METHODS.get(proper_name(query.method))
        if method is None:
            raise Refused("Not Found: method not found", code=404)
        return await method(self._telegram, query)

    async def _carry_out(self, method: str, params: dict[str, Any]) -> None:
        """A call that a webhook gave as its answer: recorded like any other, answered to nobody."""
        at = time.monotonic()
        query = Query(method)
        try:
            query = query_of_json(method, params)
            answer: Mapping[str, Any] = {"ok": True, "result": await self._execute(query)}
            status = 200
        except Refused as refused:
            answer, status = refused.json, refused.code
        self._record(
            Call(
                method=proper_name(method),
                params=query.for_reading(),
                files=(),
                at=at,
                status=status,
                answer=answer,
            )
        )

    async def _download(self, request: web.Request) -> web.StreamResponse:
        request[_QUERY] = Query("file", {"path": request.match_info["path"]})
        file = self.world.gallery.files.at(request.match_info["path"])
        if file is None or request.match_info["token"] != self.token:
            return await _not_found(request)
        # In one piece, and not from the disk, so that a fault can get at it. It has 20 MB at most.
        content = await asyncio.to_thread(file.path.read_bytes)
        return web.Response(body=content, content_type="application/octet-stream")


def _name_of(request: web.Request) -> str:
    if "method" in request.match_info:
        return proper_name(request.match_info["method"])
    return "file" if request.path.startswith("/file/") else "page"


async def _not_found(_request: web.Request) -> web.StreamResponse:
    return web.json_response(Refused("Not Found", code=404).json, status=404)
