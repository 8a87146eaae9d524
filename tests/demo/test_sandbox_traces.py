"""A repeated trace id: one purchase, and a trap for polls."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.demo.faults import Hold, cut
from tests.demo.sandbox_client import (
    FRAMES,
    TEXT,
    Client,
    connected,
)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


def a_trace() -> str:
    return str(uuid.uuid4())


async def test_a_repeated_order_buys_nothing_new(client: Client) -> None:
    trace = a_trace()
    first = await client.bought(trace=trace)
    assert await client.bought(TEXT | {"prompt": "another"}, trace=trace.upper()) == first
    assert len(client.sandbox.books.under(trace)) == 1
    assert await client.bought() != first


async def test_an_order_whose_answer_was_cut_is_answered_when_it_is_repeated(
    client: Client,
) -> None:
    client.sandbox.faults.add("text", cut(carried_out=True))
    trace = a_trace()
    with pytest.raises(httpx.RemoteProtocolError):
        await client.bought(trace=trace)
    (purchase,) = client.sandbox.books.purchases
    assert await client.bought(trace=trace) == purchase.number
    assert len(client.sandbox.books.purchases) == 1


async def test_an_order_cut_before_it_was_carried_out_bought_nothing(client: Client) -> None:
    client.sandbox.faults.add("text", cut())
    with pytest.raises(httpx.RemoteProtocolError):
        await client.bought()
    assert client.sandbox.books.purchases == ()


async def test_equal_orders_at_once_are_one_purchase(client: Client) -> None:
    # An extension looks at its source first, so that its orders really overlap.
    source = (await client.finished())["id"]
    trace = a_trace()
    orders = (
        client.bought(FRAMES | {"source_video_id": source}, "extend", trace=trace) for _ in range(8)
    )
    assert len(set(await asyncio.gather(*orders))) == 1
    assert len(client.sandbox.books.under(trace)) == 1


async def test_an_order_whose_client_went_away_is_still_one_purchase(client: Client) -> None:
    hold = Hold()
    client.sandbox.faults.add("text", hold)
    trace = a_trace()
    with pytest.raises(httpx.ReadTimeout):
        await client.bought(trace=trace, timeout=0.2)
    second = await client.bought(trace=trace)
    hold.release()
    assert await client.bought(trace=trace) == second
    assert len(client.sandbox.books.under(trace)) == 1


async def test_a_refusal_is_not_remembered(client: Client) -> None:
    trace = a_trace()
    assert (await client.order(TEXT | {"duration": 99}, trace=trace))["ErrCode"] == 400017
    await client.bought(trace=trace)


async def test_a_trace_id_repeated_on_polls_says_generating_for_ever(client: Client) -> None:
    trace = a_trace()
    video_id = await client.bought()
    assert (await client.result(video_id, trace=trace))["Resp"]["status"] == 5
    await client.sandbox.finish(video_id)
    assert (await client.result(video_id, trace=trace))["Resp"]["status"] == 5
    assert (await client.result(video_id))["Resp"]["status"] == 1
