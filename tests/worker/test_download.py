"""A video's bytes, from servers that do not always give them."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.chat import VideoSourceError
from bot.clock import SystemClock
from bot.demo.faults import Effect, answer, cut, cut_midway, drip
from bot.demo.sandbox.oddities import MP4_START, endless, redirect
from bot.worker.download import Downloads, VideoOutOfReachError, VideoTooLargeError

HOSTS = frozenset({"127.0.0.1"})
WHOLE = MP4_START + b"v" * 100_000


class Shelf:
    """A web server with one video, and whether it was asked."""

    def __init__(self, effect: Effect | None) -> None:
        self.effect = effect
        self.asked: list[str] = []
        self.url = ""

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        if self.effect is None or request.path == "/whole":
            return await self._whole(request)
        return await self.effect(request, self._whole)

    async def _whole(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(body=WHOLE, content_type="video/mp4")


@asynccontextmanager
async def shelf(effect: Effect | None = None, *, host: str = "127.0.0.1") -> AsyncIterator[Shelf]:
    made = Shelf(effect)
    app = web.Application()
    app.add_routes([web.get("/{path:.*}", made.serve)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, host, 0).start()
    made.url = f"http://{host}:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()


async def read(url: str, *, hosts: frozenset[str] = HOSTS, **limits: Any) -> bytes:
    """All bytes, by a Downloads of its own."""
    known: dict[str, Any] = {"max_bytes": 1_000_000, "clock": SystemClock()}
    downloads = Downloads(named_hosts=hosts, **(known | limits))
    try:
        return b"".join([chunk async for chunk in downloads.chunks(url)()])
    finally:
        await downloads.close()


async def test_a_video_comes_whole_also_from_where_it_has_moved() -> None:
    async with shelf(redirect("/whole")) as server:
        assert await read(server.url + "/whole") == WHOLE
        assert await read(server.url + "/moved") == WHOLE


@pytest.mark.parametrize(
    ("effect", "kind", "detail"),
    [
        (answer(200, content_type="video/mp4"), VideoSourceError, "no video in the answer"),
        (answer(200, body="<html>", content_type="video/mp4"), VideoSourceError, "no video"),
        (answer(200, body="<!DOCTYPE html>"), VideoSourceError, "not an MP4"),
        (answer(403), VideoSourceError, "HTTP 403"),
        (answer(404), VideoSourceError, "HTTP 404"),
        (answer(410), VideoSourceError, "HTTP 410"),
        (answer(429), VideoOutOfReachError, "HTTP 429"),
        (answer(503), VideoOutOfReachError, "HTTP 503"),
        (cut(), VideoOutOfReachError, "ConnectTimeout"),
        (cut_midway(), VideoOutOfReachError, "ReadError"),
        (endless("video/mp4", start=MP4_START), VideoTooLargeError, "more than"),
        (redirect("/again"), VideoOutOfReachError, "TooManyRedirects"),
        (redirect("file:///etc/passwd"), VideoSourceError, "another scheme"),
        (redirect("ftp://example.com/video.mp4"), VideoSourceError, "another scheme"),
    ],
)
async def test_what_is_no_video_says_why_and_not_where(
    effect: Effect, kind: type[Exception], detail: str
) -> None:
    async with shelf(effect) as server:
        with pytest.raises(VideoSourceError, match=detail) as raised:
            await read(server.url + "/secret")
    assert type(raised.value) is kind
    assert "secret" not in str(raised.value)


async def test_one_drop_after_another_is_too_slow() -> None:
    async with shelf(drip(seconds_per_chunk=0.01, chunk_bytes=16)) as server:
        with pytest.raises(VideoOutOfReachError, match="too slow"):
            await read(server.url + "/v", patience=timedelta(seconds=0.1))


async def test_also_a_steady_stream_ends_in_time() -> None:
    async with shelf(drip(seconds_per_chunk=0.01, chunk_bytes=1_000)) as server:
        with pytest.raises(VideoOutOfReachError, match="too slow"):
            await read(server.url + "/v", longest=timedelta(seconds=0.1))


async def test_a_slow_receiver_is_not_a_slow_source() -> None:
    async with shelf() as server:
        downloads = Downloads(
            max_bytes=1_000_000, clock=SystemClock(), named_hosts=HOSTS,
            patience=timedelta(seconds=0.1), min_bytes_per_s=10_000_000,
        )  # fmt: skip
        size = 0
        async for chunk in downloads.chunks(server.url)():
            size += len(chunk)
            await asyncio.sleep(0.05)
        await downloads.close()
    assert size == len(WHOLE)


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost", "127.1", "2130706434", "0x7f000002"])
async def test_a_private_address_is_not_visited(host: str) -> None:
    """However it is written, also when a public one leads there."""
    async with shelf(host="127.0.0.2") as inside:
        to = inside.url.replace("127.0.0.2", host)
        async with shelf(redirect(to)) as server:
            for url in (to, server.url):
                with pytest.raises(VideoSourceError, match="private address"):
                    await read(url)
    assert inside.asked == []


@pytest.mark.parametrize(
    "host",
    ["10.0.0.1", "192.168.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]",
     "224.0.0.1", "0.0.0.0"],
)  # fmt: skip
async def test_addresses_that_are_nobodys_business(host: str) -> None:
    with pytest.raises(VideoSourceError, match="private address"):
        await read(f"http://{host}/video.mp4")


async def test_a_host_that_the_settings_name_may_be_at_home() -> None:
    async with shelf() as server:
        named = server.url.replace("127.0.0.1", "localhost")
        assert await read(named, hosts=frozenset({"localhost"})) == WHOLE


async def test_a_name_that_nobody_knows_is_out_of_reach() -> None:
    with pytest.raises(VideoOutOfReachError):
        await read("http://video.invalid/v.mp4")


async def test_a_server_that_is_not_there_is_out_of_reach() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(VideoOutOfReachError):
        await read(f"http://127.0.0.1:{port}/v.mp4")
