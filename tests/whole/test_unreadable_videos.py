"""A finished video whose bytes cannot be had: what its provider says, and what people read."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.demo.botapi.chats import Chat, Message
from bot.demo.faults import Effect, Faults, answer, cut, cut_midway, drip
from bot.demo.sandbox.oddities import MP4_START, PRIVATE_URL, endless, redirect
from bot.demo.sandbox.pixverse.oddities import resp_changed
from tests.fast_clock import FastClock
from tests.whole.conftest import Stage, refused

Fields = dict[str, Any]
TIMES = 20
"""How fast the clock runs: waits of minutes take seconds."""
READY = "Your video is ready. It took"
NO_VIDEO = "No video this time"
MISSING = "there is nothing at its address"
OUT_OF_REACH = "I could not fetch it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """How the address of a finished video answers, and what its provider says of it later."""

    address: Effect
    times: int | None = None
    later: Fields = field(default_factory=dict)
    telegram_fetches: bool = False
    words: str | None = None
    """Of the card; None: it becomes the video."""
    link: bool = False


CASES = {
    "not found": Case(address=answer(404), words=MISSING),
    "forbidden": Case(address=answer(403), words=MISSING),
    "gone": Case(address=answer(410), words=MISSING),
    "empty": Case(address=answer(200, content_type="video/mp4"), words=MISSING),
    # Telegram shows it as a document, which cannot become a text again.
    "a page": Case(
        address=answer(200, body="<!DOCTYPE html>", content_type="video/mp4"),
        telegram_fetches=True,
        words=MISSING,
    ),
    "private": Case(address=redirect(PRIVATE_URL), words=MISSING),
    "crawling": Case(
        address=drip(seconds_per_chunk=1, chunk_bytes=1), words=OUT_OF_REACH, link=True
    ),
    "in trouble": Case(address=answer(503), words=OUT_OF_REACH, link=True),
    "cut": Case(address=cut(), words=OUT_OF_REACH, link=True),
    "short": Case(address=cut_midway(), words=OUT_OF_REACH, link=True),
    "endless": Case(
        address=endless("video/mp4", start=MP4_START), words="cannot be sent here", link=True
    ),
    "deleted": Case(
        address=answer(404), later={"status": 6}, words="no longer has this video"
    ),
    "judged": Case(address=answer(404), later={"status": 7}, words="content check said no"),
    "failed": Case(address=answer(404), later={"status": 8}, words="could not make this one"),
    "moved": Case(address=answer(404), later={"url": "true"}),
    "running again": Case(address=answer(404), times=3, later={"status": 5, "url": ""}),
    "unknown": Case(address=answer(404), times=3, later={"status": 99}),
    "no address": Case(address=answer(404), times=3, later={"url": ""}),
    "empty for a while": Case(address=answer(200, content_type="video/mp4"), times=3),
}  # fmt: skip


class Elsewhere:
    """Serves the sandbox's videos under addresses of its own, each by its case."""

    def __init__(self) -> None:
        self.url = ""
        self.told: Counter[str] = Counter()
        self._true_urls: dict[str, str] = {}
        self._faults = Faults(lambda request: request.match_info["name"])
        for name, case in CASES.items():
            if not case.telegram_fetches:  # its patience is its own
                self._faults.add(name, answer(503))
            self._faults.add(name, case.address, times=case.times)

    def rewrite(self, resp: Fields) -> Fields:
        """A finished video is here, and later what its case says."""
        name, true_url = resp["prompt"], resp["url"]
        if resp["status"] != 1:
            return resp
        self.told[name] += 1
        self._true_urls[name] = true_url
        later = CASES[name].later if self.told[name] > 1 else {}
        if later.get("url") == "true":
            return resp
        return resp | {"url": f"{self.url}/{name}"} | later

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        return await self._faults.middleware(request, self._whole)

    async def _whole(self, request: web.Request) -> web.Response:
        true_url = self._true_urls[request.match_info["name"]]
        async with aiohttp.ClientSession() as client, client.get(true_url) as found:
            return web.Response(body=await found.read(), content_type="video/mp4")

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen for as long as the block lasts."""
        app = web.Application()
        app.add_routes([web.get("/{name}", self._serve)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield
        finally:
            await runner.cleanup()


def pings(chat: Chat) -> list[Message]:
    """What makes the phone ring."""
    return [m for m in chat.from_bot if READY in m.content.text or NO_VIDEO in m.content.text]


def check(chat: Chat, name: str, home: str) -> None:
    """One video or one reason, one ping, and a link only where it may help."""
    case, said = CASES[name], [m.content.text for m in chat.from_bot]
    videos = [m for m in chat.from_bot if m.video]
    reasons = [text for text in said if case.words is not None and case.words in text]
    assert (len(videos), len(reasons)) == ((1, 0) if case.words is None else (0, 1)), name
    assert len(pings(chat)) == 1, name
    assert any(home in text for text in said) == case.link, name


@pytest.mark.tried("a finished video that cannot be fetched", times=len(CASES))
async def test_a_video_that_cannot_be_fetched_is_looked_up_and_never_bought_again(
    stage: Stage,
) -> None:
    elsewhere = Elsewhere()
    stage.videos.faults.add("result", resp_changed(elsewhere.rewrite), times=None)
    people = {name: stage.person(2000 + i, "P") for i, name in enumerate(CASES)}
    async with (
        elsewhere.open(),
        stage.bot(FastClock(TIMES), status_poll_seconds=1, pixverse_max_running=99),
    ):
        for name, person in people.items():
            stage.write(name, person)
        for person in people.values():
            await stage.chat(person).until(pings)
        await stage.settled(stage.chat(stage.ann))
    for name, person in people.items():
        check(stage.chat(person), name, elsewhere.url)
    assert len(stage.videos.books.purchases) == len(CASES)


async def test_a_telegram_that_was_down_uses_up_no_tries_of_the_video(stage: Stage) -> None:
    stage.api.faults.add("editMessageMedia", refused(502, "Bad Gateway"), times=6)
    stage.videos.faults.add("media", answer(503), times=3)
    async with stage.bot(FastClock(TIMES), status_poll_seconds=1):
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
