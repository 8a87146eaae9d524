"""A client's own HTTP side: it serves pictures and is called back."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.demo.sandbox.bell import Bell


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One callback as it came in."""

    path: str
    headers: dict[str, str]
    body: Any


class Outside:
    """Answers callbacks with `answers`, the last of them for ever: (HTTP status, body)."""

    def __init__(self) -> None:
        self.url = ""
        self.posts: list[Post] = []
        self.answers: list[tuple[int, str]] = [(200, "ok")]
        self.held = asyncio.Event()
        self.held.set()
        self.asked: list[str] = []
        self._files: dict[str, web.Response] = {}
        self._rung = Bell()

    def serve(self, path: str, body: bytes, content_type: str, status: int = 200) -> str:
        """The URL under which this is served from now on."""
        self._files[path] = web.Response(status=status, body=body, content_type=content_type)
        return self.url + path

    async def posted(self, count: int) -> Post:
        """Wait until there were so many callbacks; the last of them."""
        await self._rung.until(lambda: len(self.posts) >= count)
        return self.posts[count - 1]

    async def get(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        self._rung.ring()
        await self.held.wait()
        kept = self._files.get(request.path)
        if kept is None:
            raise web.HTTPNotFound
        return web.Response(status=kept.status, body=kept.body, content_type=kept.content_type)

    async def until_asked(self) -> None:
        await self._rung.until(lambda: bool(self.asked))

    async def post(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = json.loads(await request.read())
        self.posts.append(Post(path=request.path, headers=headers, body=body))
        self._rung.ring()
        status, text = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return web.Response(status=status, text=text)


@asynccontextmanager
async def outside() -> AsyncIterator[Outside]:
    """A started one."""
    side = Outside()
    app = web.Application()
    app.add_routes([web.get("/{path:.*}", side.get), web.post("/{path:.*}", side.post)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    side.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield side
    finally:
        side.held.set()
        await runner.cleanup()
