"""What is certain about a request that went wrong, and how requests are paced."""

import asyncio
import socket
import time
from datetime import timedelta

import pytest

from bot.demo.faults import Hold, answer
from bot.demo.sandbox.pixverse import oddities
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox
from bot.providers.errors import Refused, Unclear, Unreachable
from storage.store import Store
from tests.providers.bench import key
from tests.providers.conftest import client
from tests.providers.samples import order


async def test_a_refused_connection_is_certain(store: Store) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pixverse = client(store, f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable):
        await pixverse.submit(order(), key=key())
    await pixverse.close()


async def test_a_name_that_does_not_resolve_is_certain(store: Store) -> None:
    pixverse = client(store, "http://no-such-host.invalid")
    with pytest.raises(Unreachable):
        await pixverse.submit(order(), key=key())
    await pixverse.close()


async def test_a_connection_that_breaks_after_the_request_left_is_not(store: Store) -> None:
    """The transport calls this a connect time-out as well; its cause tells it apart."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        pixverse = client(store, f"http://127.0.0.1:{port}")
        with pytest.raises(Unclear):
            await pixverse.submit(order(), key=key())
        await pixverse.close()


async def test_a_kept_connection_that_breaks_under_a_request_is_not(store: Store) -> None:
    """It is the second request on the connection: what broke may have been the server's answer."""

    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n{"ErrCode":0,"Resp":{}}')
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer_once, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        pixverse = client(store, f"http://127.0.0.1:{port}")
        await pixverse.balance()
        with pytest.raises(Unclear):
            await pixverse.submit(order(), key=key())
        await pixverse.close()


async def test_an_answer_that_does_not_come_is_given_up(
    sandbox: PixVerseSandbox, store: Store
) -> None:
    pixverse = client(store, sandbox.url, total_s=0.2)
    hold = Hold()
    sandbox.faults.add("text", hold)
    with pytest.raises(Unclear, match=r"no whole answer"):
        await pixverse.submit(order(), key=key())
    hold.release()
    await pixverse.close()


async def test_requests_keep_their_distance_whoever_sends_them(
    sandbox: PixVerseSandbox, store: Store
) -> None:
    interval = timedelta(seconds=0.1)
    one, other = (client(store, sandbox.url, interval=interval) for _ in range(2))
    await asyncio.gather(*(provider.balance() for provider in (one, other) for _ in range(4)))
    times = sorted(call.at for call in sandbox.calls)
    assert len(times) == 8
    assert times[-1] - times[0] > 0.5  # seven intervals, less what arrives late under load
    await one.close()
    await other.close()


async def test_a_429_slows_the_whole_provider_for_as_long_as_it_asks(
    sandbox: PixVerseSandbox, store: Store
) -> None:
    pixverse = client(store, sandbox.url)
    sandbox.faults.add("balance", answer(429, headers={"Retry-After": "1"}))
    since = time.monotonic()
    with pytest.raises(Refused) as refused:
        await pixverse.balance()
    assert refused.value.retry_after_s == 1
    await pixverse.balance()
    assert time.monotonic() - since >= 1
    await pixverse.close()


@pytest.mark.parametrize("value", ["Wed, 21 Oct 2026 07:28:00 GMT", "soon", "-5", "1e99"])
async def test_an_odd_retry_after_does_no_harm(
    sandbox: PixVerseSandbox, store: Store, value: str
) -> None:
    pixverse = client(store, sandbox.url)
    sandbox.faults.add("balance", answer(429, headers={"Retry-After": value}))
    with pytest.raises(Refused) as refused:
        await pixverse.balance()
    assert refused.value.retry_after_s is not None
    assert 0 < refused.value.retry_after_s <= 300
    await pixverse.close()


async def test_an_oversized_answer_is_not_read_to_its_end(
    sandbox: PixVerseSandbox, store: Store
) -> None:
    pixverse = client(store, sandbox.url)
    endless = oddities.fault("endless")
    assert endless is not None
    sandbox.faults.add("balance", endless)
    with pytest.raises(Unclear, match="too large"):
        await pixverse.balance()
    await pixverse.close()
