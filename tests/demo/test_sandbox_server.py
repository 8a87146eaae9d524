"""What is written down of every call, how often one may call, and starting and stopping."""

import asyncio
import random
import time
import uuid
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.demo.faults import Hold, answer, cut
from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.pace import Pace
from bot.demo.sandbox.pixverse import PixVerseSandbox, Plan
from bot.demo.sandbox.wishes import PROMPT_WORDS, wish_of
from tests.demo.sandbox_client import (
    KEY,
    TEXT,
    Client,
    connected,
    picture,
)
from tests.quick import is_quick


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


async def test_every_call_is_written_down_without_the_key(client: Client) -> None:
    before = time.monotonic()
    await client.bought(TEXT | {"seed": 3})
    await client.order(TEXT | {"duration": "5"})
    await client.upload(picture())
    await client.send("GET", "/nowhere?x=1")
    text, wrong, upload, nowhere = client.sandbox.calls
    assert (text.name, text.method, text.body["seed"]) == ("text", "POST", 3)
    assert (text.status, text.code, wrong.code) == (200, 0, 400013)
    assert str(uuid.UUID(text.headers["ai-trace-id"])) == text.headers["ai-trace-id"]
    assert before <= text.at <= wrong.at <= upload.at
    assert upload.body["image"].size_bytes == len(picture())
    assert (nowhere.name, nowhere.status, nowhere.query) == ("", 404, {"x": "1"})
    assert KEY not in repr(client.sandbox.calls)


async def test_a_call_that_broke_has_no_status(client: Client) -> None:
    client.sandbox.faults.add("balance", cut(carried_out=True))
    with pytest.raises(httpx.RemoteProtocolError):
        await client.send("GET", "/account/balance")
    assert client.sandbox.calls[0].status is None


async def test_too_many_calls_are_turned_away_for_a_while() -> None:
    async with connected(plan=Plan(requests_per_second=1 / 60)) as client:
        video = await client.send("GET", "/account/balance")
        turned_away = await client.send("GET", "/account/balance")
        assert (video.status_code, turned_away.status_code) == (200, 429)
        assert 1 <= int(turned_away.headers["Retry-After"]) <= 60
        assert (await client.http.get(client.sandbox.url + "/media/x")).status_code == 404


def test_the_pace_lets_so_many_through_in_a_second() -> None:
    pace = Pace(2, jitter=0)
    assert [pace.refuse(at) for at in (0.0, 0.1, 0.2, 0.99)] == [None, None, 1, 1]
    assert [pace.refuse(at) for at in (1.0, 1.05, 1.1)] == [None, 1, None]


def test_a_client_that_keeps_the_pace_is_never_refused_for_some_jitter() -> None:
    pace, rng = Pace(1), random.Random(1)
    assert all(pace.refuse(at + rng.uniform(0, 0.1)) is None for at in range(200))


async def test_stopping_is_quick_whatever_goes_on() -> None:
    async def stopped() -> None:
        sandbox = PixVerseSandbox(api_key=KEY, generation_s=(0, 0))
        await sandbox.start()
        async with httpx.AsyncClient(timeout=PATIENCE_S) as http:
            client = Client(sandbox, http)
            for duration in (15, 15, 15):
                await client.bought(TEXT | {"duration": duration, "quality": "1080p"})
            sandbox.faults.add("balance", Hold())
            stalled = asyncio.create_task(client.send("GET", "/account/balance"))
            await sandbox.until(lambda: sandbox.calls[-1].name == "balance")
            await sandbox.stop()
            with pytest.raises(httpx.HTTPError):
                await stalled

    assert await is_quick(stopped, within_s=3)


async def test_a_sandbox_that_was_never_started_leaves_nothing() -> None:
    await PixVerseSandbox().stop()


async def test_ids_are_repeated_only_with_a_seed() -> None:
    numbers = []
    for seed in (1, 1, None, None):
        async with connected(seed=seed) as client:
            numbers.append(await client.bought())
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 3


def test_every_word_a_prompt_can_say_does_something() -> None:
    plain = wish_of("a wolf")
    assert all(wish_of(f"a {word} wolf") != plain for word in PROMPT_WORDS)
    assert wish_of("#moderatedly #1 #Slowly") == plain


async def test_an_answer_made_up_by_a_test(client: Client) -> None:
    client.sandbox.faults.add("result", answer(json={"ErrCode": 1}))
    assert (await client.result(1)) == {"ErrCode": 1}
    assert client.sandbox.calls[0].code == 1
