"""Connections to the HTTP side that say little or nothing. They cost the bot little."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

import httpx
import pytest
from aiohttp import web

from bot.demo.patience import PATIENCE_S
from bot.web.door import Patience, body_of
from bot.web.server import Web
from tests.ports import free_port
from tests.whole.conftest import Stage

GENEROUS = Patience(connections=3, head_s=PATIENCE_S, body_s=PATIENCE_S)
GET = b"GET /health HTTP/1.1\r\nHost: bot\r\n\r\n"
POST = b"POST /echo HTTP/1.1\r\nHost: bot\r\nContent-Length: 1000\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Line:
    """A bare connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self) -> bytes:
        """The status line of an answer."""
        self.writer.write(GET)
        async with asyncio.timeout(PATIENCE_S):
            head = await self.reader.readuntil(b"\r\n\r\n")
            await self.reader.readexactly(2)
            return head.split(b"\r\n")[0]

    async def drip(self, sent: bytes) -> None:
        """Send byte by byte, for as long as somebody listens."""
        with suppress(ConnectionError):
            for byte in sent:
                self.writer.write(bytes([byte]))
                await self.writer.drain()
                await asyncio.sleep(0.1)

    async def end(self) -> bytes:
        """What still comes before the other side hangs up, be it with a reset."""
        heard = b""
        with suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE_S):
                while some := await self.reader.read(4096):
                    heard += some
        return heard


@dataclass(frozen=True, slots=True)
class Host:
    port: int

    async def line(self) -> Line:
        return Line(*await asyncio.open_connection("127.0.0.1", self.port))


@asynccontextmanager
async def hosting(patience: Patience) -> AsyncIterator[Host]:
    """The HTTP side with an echo."""
    port = free_port()

    async def alive() -> None:
        return None

    async def echo(request: web.Request) -> web.Response:
        return web.Response(body=await body_of(request))

    routes = [web.post("/echo", echo)]
    async with Web(host="127.0.0.1", port=port, routes=routes, alive=alive, patience=patience):
        yield Host(port)


@contextmanager
def dripping(line: Line, sent: bytes) -> Iterator[None]:
    task = asyncio.create_task(line.drip(sent))
    yield
    task.cancel()


SLOW: dict[str, tuple[bytes, bytes, bytes]] = {
    "nothing": (b"", b"", b""),
    "a head": (b"", GET * 9, b""),
    "a head after an answer": (GET, GET * 9, b"HTTP/1.1 200"),
    "a body": (POST, b"x" * 1000, b"HTTP/1.1 408"),
    "a body without end": (
        POST.replace(b"Content-Length: 1000", b"Transfer-Encoding: chunked"),
        b"1\r\nx\r\n" * 100,
        b"HTTP/1.1 408",
    ),
    "a body that nobody reads": (POST.replace(b"/echo", b"/none"), b"x" * 99, b"HTTP/1.1 404"),
}


@pytest.mark.tried("requests that come byte by byte, or not at all", times=len(SLOW))
async def test_who_sends_slowly_is_hung_up_on() -> None:
    async with (
        hosting(Patience(head_s=0.5, body_s=0.5)) as host,
        asyncio.TaskGroup() as all_at_once,
    ):
        for sent, dripped, said in SLOW.values():
            all_at_once.create_task(hung_up(await host.line(), sent, dripped, said))


async def hung_up(line: Line, sent: bytes, dripped: bytes, said: bytes) -> None:
    line.writer.write(sent)
    with dripping(line, dripped):
        heard = await line.end()
    assert heard[: len(said)] == said
    assert heard.count(b"HTTP/1.1") == bool(said)
    line.writer.close()


async def test_who_is_slow_within_reason_is_served() -> None:
    async with hosting(GENEROUS) as host:
        line = await host.line()
        await line.drip(b"POST /echo")
        line.writer.write(POST.removeprefix(b"POST /echo") + b"x" * 995)
        await line.drip(b"x" * 5)
        assert (await line.reader.readline()).startswith(b"HTTP/1.1 200")
        line.writer.close()


async def test_among_too_many_the_one_that_is_silent_longest_gives_way() -> None:
    async with hosting(GENEROUS) as host:
        busy, *silent = [await host.line() for _ in range(3)]
        for line in (*silent, busy):
            assert await line.ask() == b"HTTP/1.1 200 OK"
        newcomer = await host.line()
        assert await newcomer.ask() == b"HTTP/1.1 200 OK"
        assert await silent[0].end() == b""
        assert await busy.ask() == b"HTTP/1.1 200 OK"
        for line in (busy, *silent, newcomer):
            line.writer.close()


@pytest.mark.tried("requests that come byte by byte, or not at all", times=300)
async def test_three_hundred_silent_connections_do_not_keep_telegram_out(stage: Stage) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with stage.bot(updates="webhook", public_url=url, http_port=port):
        await stage.settled(stage.chat(stage.ann))
        with ExitStack() as stack:
            for _ in range(300):
                line = await Host(port).line()
                stack.callback(line.writer.close)
                line.writer.write(POST)
            stage.write("a wolf")
            await stage.video(stage.chat(stage.ann))
            async with httpx.AsyncClient(base_url=url, timeout=PATIENCE_S) as client:
                assert (await client.get("/health")).text == "ok"
