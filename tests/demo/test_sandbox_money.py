"""What a video costs, and what the books say of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.demo.sandbox.books import Books
from bot.demo.sandbox.pixverse import Plan
from bot.demo.sandbox.pixverse.orders import read_order
from tests.demo.sandbox_client import TEXT, Client, connected, envelope


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


@pytest.mark.parametrize(
    ("change", "price"),
    [
        ({"duration": 5, "quality": "360p"}, 25),
        ({"duration": 15, "quality": "1080p"}, 270),
        ({"duration": 2, "quality": "720p", "generate_audio_switch": True}, 24),
        ({"model": "v5.6", "duration": 5}, 35),
        ({"model": "v5.6", "duration": 10, "quality": "720p"}, 99),
        ({"model": "v5.6", "duration": 8, "quality": "1080p"}, 150),
        ({"model": "v5", "duration": 5, "quality": "360p"}, 45),
        ({"model": "v5", "duration": 8, "quality": "1080p"}, 240),
        ({"model": "v4", "duration": 5, "motion_mode": "fast"}, 90),
        ({"model": "v5", "duration": 8, "sound_effect_switch": True}, 110),
        ({"model": "v5", "duration": 5, "lip_sync_switch": True}, 65),
    ],
)
def test_the_price_list(change: dict[str, Any], price: int) -> None:
    order = read_order("text", TEXT | change, prompt_max_chars=2048, lenient=False)
    assert order.price == price


async def test_monthly_credits_go_first_and_the_books_say_so() -> None:
    async with connected(credits=(10, 20)) as client:
        trace = "0b5f1a2c-1111-2222-3333-444455556666"
        video_id = await client.bought(TEXT | {"duration": 2}, trace=trace)
        resp = envelope(await client.send("GET", "/account/balance"))["Resp"]
        assert (resp["credit_monthly"], resp["credit_package"]) == (0, 16)
        (purchase,) = client.sandbox.books.under(trace)
        assert (purchase.number, purchase.what) == (video_id, "text")
        assert purchase.price == 14
        assert purchase.taken == {"monthly": 10, "package": 4}


async def test_an_order_that_is_too_dear_takes_nothing() -> None:
    async with connected(credits=(3, 3)) as client:
        assert (await client.order(TEXT))["ErrCode"] == 500090
        assert client.sandbox.books.balance == 6
        client.sandbox.books.fill("package", 4)
        await client.bought()
        assert client.sandbox.books.balance == 0


async def test_moderated_videos_are_refunded_and_failed_ones_are_not() -> None:
    async with connected(credits=(10, 20)) as client:
        await client.finished(TEXT | {"prompt": "#moderated", "duration": 2})
        assert client.sandbox.books.pots == {"monthly": 10, "package": 20}
        assert client.sandbox.books.purchases[0].refunded_at is not None
        await client.finished(TEXT | {"prompt": "#failed"})
        assert client.sandbox.books.balance == 23
        assert client.sandbox.books.spent == 7


def test_a_refund_is_paid_once() -> None:
    books = Books({"monthly": 5, "package": 5})
    books.buy(number=1, what="text", key="key", price=7)
    for _ in range(2):
        books.refund(1)
    assert books.pots == {"monthly": 5, "package": 5}


async def test_only_so_many_videos_are_made_at_once() -> None:
    async with connected(plan=Plan(max_running=2)) as client:
        first = await client.bought()
        await client.bought()
        assert (await client.order(TEXT))["ErrCode"] == 500044
        assert len(client.sandbox.books.purchases) == 2
        await client.sandbox.finish(first)
        await client.bought()
