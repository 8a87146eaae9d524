"""Server-sent events: a journal that a page follows, also after its connection broke.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable
from typing import Any

from aiohttp import web

KEPT_EVENTS = 500
KEEP_ALIVE_S = 15.0
RETRY_MS = 500


class Journal:
    """The last events, each with an id that also tells this journal from an earlier server's."""

    def __init__(self, snapshot: Callable[[], dict[str, Any]]) -> None:
        self._snapshot = snapshot
        self._name = secrets.token_hex(4)
        self._events: deque[tuple[int, str, str]] = deque(maxlen=KEPT_EVENTS)
        self._last = 0
        self._is_open = False
        self._news: set[asyncio.Event] = set()

    def open(self) -> None:
        """Let pages follow."""
        self._is_open = True

    def close(self) -> None:
        """End every page's stream; they come again by themselves."""
        self._is_open = False
        self._wake()

    def add(self, kind: str, content: dict[str, Any]) -> None:
        """Tell every page."""
        self._last += 1
        self._events.append((self._last, kind, json.dumps(content)))
        self._wake()

    def _wake(self) -> None:
        for news in self._news:
            news.set()

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """Stream to one page: a snapshot, or what it missed, and then everything that comes."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        news = asyncio.Event()
        self._news.add(news)
        try:
            seen = self._seen_by(request)
            if seen is None:
                seen = self._last
                await response.write(self._block(seen, "snapshot", json.dumps(self._snapshot())))
            await self._stream(response, news, seen)
        except ConnectionResetError:
            pass  # the page went away
        finally:
            self._news.discard(news)
        return response

    async def _stream(self, response: web.StreamResponse, news: asyncio.Event, seen: int) -> None:
        while self._is_open:
            news.clear()
            for number, kind, content in [event for event in self._events if event[0] > seen]:
                await response.write(self._block(number, kind, content))
                seen = number
            try:
                async with asyncio.timeout(KEEP_ALIVE_S):
                    await news.wait()
            except TimeoutError:
                await response.write(b": still here\n\n")

    def _seen_by(self, request: web.Request) -> int | None:
        """The last event that this page had, when all that came after is still kept."""
        name, _, number = request.headers.get("Last-Event-ID", "").partition("-")
        if name != self._name or not number.isdigit():
            return None
        oldest = self._events[0][0] if self._events else self._last + 1
        return int(number) if int(number) >= oldest - 1 else None

    def _block(self, number: int, kind: str, content: str) -> bytes:
        head = f"retry: {RETRY_MS}\nid: {self._name}-{number}\nevent: {kind}\n"
        return f"{head}data: {content}\n\n".encode()
