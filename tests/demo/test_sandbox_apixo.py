"""APIXO's sandbox: calls, keys, money and endings, of both revisions."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest

from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.apixo import Plan
from bot.demo.sandbox.apixo.orders import order_key
from bot.demo.sandbox.wishes import Ending
from tests.demo.apixo_client import (
    KEY,
    NEWER,
    OLDER,
    Client,
    body_of,
    connected,
    picture_body,
    url_in,
)
from tests.demo.outside import outside

BOTH = pytest.mark.parametrize("model", [OLDER, NEWER])


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


async def test_the_balance_is_dollars_with_decimals(client: Client) -> None:
    assert await client.balance() == {"code": 200, "message": "success", "data": 74.87}


@BOTH
async def test_a_text_order_becomes_a_video_with_the_documented_fields(
    client: Client, model: str
) -> None:
    task_id = await client.bought(model=model)
    assert task_id.startswith("task_")
    running = await client.data(task_id, model)
    made_ms = running["createTime"]
    assert running == {"taskId": task_id, "state": "processing", "createTime": made_ms}
    await client.finish(task_id)
    done = await client.data(task_id, model)
    video = await client.http.get(url_in(done))
    assert video.headers["Content-Type"] == "video/mp4"
    assert b"ftyp" in video.content[:16]
    assert done == {
        "taskId": task_id,
        "state": "success",
        "resultJson": f'{{"resultUrls":["{video.url}"]}}',
        "createTime": made_ms,
        "completeTime": done["completeTime"],
        "costTime": done["completeTime"] - made_ms,
    }
    assert 1_700_000_000_000 < made_ms <= done["completeTime"]


async def test_a_video_ends_by_itself_when_its_time_has_come(client: Client) -> None:
    client.sandbox.release()
    task_id = await client.bought()
    await client.sandbox.until(lambda: client.sandbox.running == 0)
    assert (await client.data(task_id))["state"] == "success"


async def test_the_older_revision_fails_in_capitals_and_without_times(client: Client) -> None:
    data = await client.finished(body_of({"prompt": "#moderated"}))
    assert data == {
        "taskId": data["taskId"],
        "state": "failed",
        "failCode": "CONTENT_VIOLATION",
        "failMsg": "Content does not meet safety guidelines",
    }
    data = await client.finished(body_of({"prompt": "#failed"}))
    assert (data["state"], data["failCode"]) == ("failed", "GENERATION_FAILED")


async def test_the_newer_revision_fails_in_camel_case_and_with_times(client: Client) -> None:
    data = await client.finished(body_of({"prompt": "#moderated"}), NEWER)
    assert data["failCode"] == "SensitiveContentDetected"
    assert data["completeTime"] >= data["createTime"]
    data = await client.finished(body_of({"prompt": "#failed"}), NEWER)
    assert data["failCode"] == "GenerationFailed"


async def test_only_the_newer_revision_refuses_content_at_once(client: Client) -> None:
    body = body_of({"prompt": "a #refused wolf"})
    answer = await client.order(body, NEWER)
    assert answer.status_code == 403
    assert answer.json() == {"code": 403, "message": "Content violates policy", "data": None}
    assert client.sandbox.books.purchases == ()
    assert (await client.finished(body, OLDER))["failCode"] == "CONTENT_VIOLATION"


async def test_a_task_that_is_gone_is_not_found(client: Client) -> None:
    task_id = await client.bought(body_of({"prompt": "#gone"}))
    assert (await client.data(task_id))["state"] == "processing"
    await client.finish(task_id)
    answer = await client.asked(task_id)
    assert answer.status_code == 404
    assert answer.json() == {"code": 404, "message": "Task not found", "data": None}


async def test_never_outlasts_its_time(client: Client) -> None:
    client.sandbox.release()
    never = await client.bought(body_of({"prompt": "#never"}))
    other = await client.bought()
    await client.sandbox.until(lambda: client.sandbox.running == 1)
    assert (await client.data(other))["state"] == "success"
    assert (await client.data(never))["state"] == "processing"


async def test_the_test_may_choose_the_ending(client: Client) -> None:
    task_id = await client.bought()
    await client.sandbox.finish(client.sandbox.number_of(task_id), Ending.FAILED)
    assert (await client.data(task_id))["state"] == "failed"
    with pytest.raises(ValueError, match="not a task's id"):
        client.sandbox.number_of("12345678")


@pytest.mark.parametrize("header", ["", KEY, f"Basic {KEY}", "Bearer wrong", f"Bearer {KEY}x"])
async def test_the_key_stands_in_a_bearer_header(client: Client, header: str) -> None:
    for method, path in (
        ("POST", "/generateTask/wan-2-5"),
        ("GET", "/statusTask/wan-2-5?taskId=task_1"),
        ("GET", "/apikeys/current-balance"),
    ):
        answer = await client.send(method, path, headers={"Authorization": header})
        assert answer.status_code == 401
        assert answer.json()["code"] == 401
        assert answer.json()["data"] is None


async def test_a_task_is_known_only_under_its_model(client: Client) -> None:
    task_id = await client.bought(model=OLDER)
    assert (await client.asked(task_id, NEWER)).status_code == 404
    assert (await client.asked(task_id, "wan-2-6")).status_code == 404
    for wrong in ("task_1", task_id + "0", task_id.removeprefix("task_"), "task_x"):
        assert (await client.asked(wrong)).json()["message"] == "Task not found"
    assert (await client.data(task_id, OLDER))["taskId"] == task_id


async def test_status_asks_for_the_task_id(client: Client) -> None:
    answer = await client.send("GET", "/statusTask/wan-2-5")
    assert (answer.status_code, answer.json()["data"]) == (
        400,
        {"error": "Missing required field: taskId"},
    )


async def test_an_unknown_model_is_not_found(client: Client) -> None:
    answer = await client.order(body_of(), "wan-9")
    assert (answer.status_code, answer.json()["code"]) == (404, 404)


async def test_an_unknown_path_is_a_page(client: Client) -> None:
    answer = await client.send("GET", "/generateTask/wan-2-5")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


async def test_an_order_sent_twice_is_bought_twice_under_one_key(client: Client) -> None:
    body = body_of()
    first = await client.bought(body)
    second = await client.bought(dict(reversed(body.items())))
    await client.bought(body_of({"seed": 1}))
    numbers = [client.sandbox.number_of(task_id) for task_id in (first, second)]
    assert [bought.number for bought in client.sandbox.books.under(order_key(body))] == numbers
    assert client.sandbox.books.spent == Decimal("1.50")
    assert (await client.balance())["data"] == 73.37


@pytest.mark.parametrize(
    ("model", "code", "message"),
    [(OLDER, 400, "Insufficient credits"), (NEWER, 402, "Insufficient balance")],
)
async def test_an_empty_account_is_told_in_each_revisions_way(
    model: str, code: int, message: str
) -> None:
    async with connected(balance=Decimal("0.49")) as client:
        answer = await client.order(body_of(), model)
        assert answer.status_code == code
        assert answer.json() == {"code": code, "message": message, "data": None}
        assert (await client.balance())["data"] == 0.49
        client.sandbox.books.fill("usd", Decimal("0.50"))
        await client.bought(model=model)
        assert (await client.balance())["data"] == 0


async def test_failed_tasks_are_refunded(client: Client) -> None:
    for prompt in ("#moderated", "#failed"):
        await client.finished(body_of({"prompt": prompt}))
    assert client.sandbox.books.spent == 0
    await client.finished()
    assert client.sandbox.books.spent == Decimal("0.50")


async def test_only_so_many_tasks_run_at_once() -> None:
    async with connected(plan=Plan(max_running=1)) as client:
        first = await client.bought()
        answer = await client.order(body_of())
        assert answer.status_code == 429
        assert answer.json() == {"code": 429, "message": "Rate limit exceeded", "data": None}
        assert len(client.sandbox.books.purchases) == 1
        await client.finish(first)
        await client.bought()


async def test_too_many_calls_are_turned_away_in_an_envelope() -> None:
    async with connected(plan=Plan(requests_per_second=1 / 60)) as client:
        assert (await client.balance())["code"] == 200
        assert (await client.balance())["code"] == 429
        answer = await client.order(body_of())
        assert (answer.status_code, "Retry-After" in answer.headers) == (429, False)


async def test_every_call_is_written_down_without_the_key(client: Client) -> None:
    task_id = await client.bought(body_of({"seed": 3}))
    await client.order(body_of({"duration": "5"}))
    await client.finish(task_id)
    await client.http.get(url_in(await client.data(task_id)))
    good, wrong, status, media = client.sandbox.calls
    assert (good.name, good.path) == ("generate", "/api/v1/generateTask/wan-2-5")
    assert (good.body["input"]["seed"], good.code, wrong.code) == (3, 200, 400)
    assert (status.name, status.query, media.name) == ("status", {"taskId": task_id}, "media")
    assert KEY not in repr(client.sandbox.calls)


async def test_orders_of_one_size_at_once_are_all_made(client: Client) -> None:
    bodies: list[Any] = [body_of({"prompt": f"wolf {number}"}) for number in range(5)]
    task_ids = await asyncio.gather(*(client.bought(body) for body in bodies))
    assert len(set(task_ids)) == 5
    client.sandbox.release()
    await client.sandbox.until(lambda: client.sandbox.running == 0)
    states = [(await client.data(task_id))["state"] for task_id in task_ids]
    assert states == ["success"] * 5


async def test_stopping_while_a_picture_is_fetched_is_quick() -> None:
    async with asyncio.timeout(PATIENCE_S), outside() as side:
        side.held.clear()
        async with connected() as client:
            await client.bought(picture_body(side.url + "/a.png"))
            await side.until_asked()
