"""The Modelverse sandbox's calls, keys, endings and money."""

import hashlib
import json
import math
import time
import uuid
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest

from bot.demo.sandbox.modelverse import ModelverseSandbox, Plan
from bot.demo.sandbox.modelverse.answers import FAILURE_MESSAGES, MODERATION_MESSAGES
from bot.demo.sandbox.wishes import Ending
from tests.demo.modelverse_client import KEY, TEXT, Client, body_of, connected, error_of


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


async def test_an_order_is_answered_with_a_task(client: Client) -> None:
    answered = (await client.order()).json()
    task_id = answered["output"]["task_id"]
    assert answered == {"output": {"task_id": task_id}, "request_id": answered["request_id"]}
    assert str(uuid.UUID(answered["request_id"])) == answered["request_id"]
    assert client.sandbox.number_of(task_id) == client.sandbox.books.purchases[0].number


async def test_a_task_is_pending_then_running_then_a_success(client: Client) -> None:
    async with connected(pending_s=math.inf) as slow:
        assert (await slow.output(await slow.bought()))["task_status"] == "Pending"
    before = int(time.time())
    task_id = await client.bought(body_of(duration=2))
    running = await client.whole(task_id)
    assert running["output"].pop("submit_time") >= before
    assert running["output"] == {"task_id": task_id, "task_status": "Running"}
    await client.finish(task_id)
    done = await client.whole(task_id)
    output = done["output"]
    assert before <= output["submit_time"] <= output["finish_time"] <= time.time()
    assert all(type(output[f"{name}_time"]) is int for name in ("submit", "finish"))
    assert (output["task_status"], done["usage"]) == ("Success", {"duration": 2})
    assert set(output) == {"task_id", "task_status", "urls", "submit_time", "finish_time"}
    (url,) = output["urls"]
    video = await client.http.get(url)
    assert (video.status_code, video.headers["Content-Type"]) == (200, "video/mp4")
    assert video.content[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("prompt", "messages"),
    [("#moderated", MODERATION_MESSAGES), ("a #FAILED wolf", FAILURE_MESSAGES)],
)
async def test_failures_say_why_in_changing_words(
    client: Client, prompt: str, messages: tuple[str, ...]
) -> None:
    said = set()
    for _ in messages:
        output = await client.finished(body_of(prompt))
        assert output["task_status"] == "Failure"
        assert set(output) == {
            "task_id", "task_status", "submit_time", "finish_time", "error_message",
        }  # fmt: skip
        said.add(output["error_message"])
    assert said == set(messages)


def test_only_moderation_speaks_of_moderation() -> None:
    words = ("moderation", "sensitive", "审核", "违规", "敏感")
    for message in MODERATION_MESSAGES:
        assert any(word in message.lower() for word in words)
    for message in FAILURE_MESSAGES:
        assert not any(word in message.lower() for word in words)


async def test_a_video_that_is_gone_is_a_success_without_a_file(client: Client) -> None:
    output = await client.finished(body_of("#gone"))
    assert output["task_status"] == "Success"
    assert (await client.http.get(output["urls"][0])).status_code == 404


async def test_refused_prompts_are_refused_and_cost_nothing(client: Client) -> None:
    answer = await client.order(body_of("a #refused wolf"))
    error = answer.json()["error"]
    assert answer.status_code == 400
    assert str(uuid.UUID(error.pop("param")))
    assert error == {
        "message": "Sensitive check error",
        "type": "invalid_request_error",
        "code": "sensitive_check_error",
    }
    assert client.sandbox.books.purchases == ()
    assert client.sandbox.calls[0].code == "sensitive_check_error"


async def test_the_name_of_an_error_may_stand_in_its_type() -> None:
    async with connected(named_in="type", balance=0) as client:
        refused = await client.order(body_of("#refused"))
        error = refused.json()["error"]
        assert (error["type"], error["code"]) == ("sensitive_check_error", None)
        assert (await client.order()).json()["error"]["type"] == "permission_error"
        assert client.sandbox.calls[0].code == "sensitive_check_error"


async def test_never_outlasts_its_time(client: Client) -> None:
    client.sandbox.release()
    never = await client.bought(body_of("#never"))
    other = await client.bought()
    await client.sandbox.until(lambda: client.sandbox.running == 1)
    assert (await client.output(other))["task_status"] == "Success"
    assert (await client.output(never))["task_status"] == "Running"


async def test_the_test_may_choose_the_ending(client: Client) -> None:
    task_id = await client.bought()
    await client.finish(task_id, Ending.MODERATED)
    assert (await client.output(task_id))["error_message"] in MODERATION_MESSAGES


@pytest.mark.parametrize(
    ("auth", "bearer", "bare"), [("both", 200, 200), ("bearer", 200, 401), ("bare", 401, 200)]
)
async def test_the_key_is_taken_as_the_setting_says(auth: str, bearer: int, bare: int) -> None:
    async with connected(auth=auth) as client:
        for key, status in ((f"Bearer {KEY}", bearer), (KEY, bare)):
            assert (await client.order(key=key)).status_code == status


@pytest.mark.parametrize("key", [None, "wrong", "Bearer wrong", f"bearer  {KEY}", f"Token {KEY}"])
async def test_a_wrong_key_is_refused_on_every_call(client: Client, key: str | None) -> None:
    task_id = await client.bought()
    for answer in (await client.order(key=key), await client.asked(task_id, key=key)):
        assert error_of(answer) == (401, "auth_error")


async def test_keys_are_not_written_down(client: Client) -> None:
    await client.order()
    (call,) = client.sandbox.calls
    assert (call.name, call.status, call.code) == ("submit", 200, None)
    assert call.body == TEXT
    assert KEY not in repr(call)


async def test_unknown_tasks_are_refused(client: Client) -> None:
    number = client.sandbox.number_of(await client.bought())
    for wrong in ("", "pv6-1", str(number), f"pv6-{number}x", "pv6-" + "9" * 40):
        assert error_of(await client.asked(wrong)) == (400, "param_error")
    assert error_of(await client.send("GET", "/status")) == (400, "param_error")
    with pytest.raises(ValueError, match="not a task's id"):
        ModelverseSandbox.number_of(str(number))


async def test_other_paths_and_methods_are_pages(client: Client) -> None:
    for method, path in (("GET", "/submit"), ("POST", "/status"), ("GET", "/cancel")):
        answer = await client.send(method, path)
        assert (answer.status_code, answer.headers["Content-Type"][:9]) == (404, "text/html")


async def test_equal_orders_are_two_purchases_under_one_key(client: Client) -> None:
    backwards = dict(reversed(TEXT.items()))
    for body in (TEXT, backwards, body_of("another wolf")):
        await client.bought(body)
    written = json.dumps(TEXT, sort_keys=True, separators=(",", ":")).encode()
    bought = client.sandbox.books.under(hashlib.sha256(written).hexdigest())
    assert [purchase.what for purchase in bought] == ["text", "text"]
    assert len(client.sandbox.books.purchases) == 3


@pytest.mark.parametrize(
    ("changed", "price"),
    [
        ({}, "0.3"),
        ({"resolution": "1080p", "duration": 15}, "12"),
        ({"resolution": "360p", "duration": 2, "generate_audio": 1}, "0.6"),
    ],
)
async def test_prices(client: Client, changed: dict[str, Any], price: str) -> None:
    await client.bought(body_of(**changed))
    assert client.sandbox.books.spent == Decimal(price)


async def test_failures_are_refunded_and_lost_videos_are_not(client: Client) -> None:
    for prompt in ("#moderated", "#failed"):
        await client.finished(body_of(prompt))
    assert client.sandbox.books.spent == 0
    await client.finished(body_of("#gone"))
    assert client.sandbox.books.spent == Decimal("0.3")


async def test_a_spent_account_is_forbidden_to_buy() -> None:
    async with connected(balance=Decimal("0.29")) as client:
        answer = await client.order()
        assert error_of(answer) == (403, "forbidden")
        assert answer.json()["error"]["type"] == "permission_error"
        assert "quota exceeded" in answer.json()["error"]["message"]
        assert client.sandbox.running == 0


async def test_only_so_many_tasks_run_at_once() -> None:
    async with connected(plan=Plan(max_running=1)) as client:
        first = await client.bought()
        refused = await client.order()
        assert error_of(refused) == (429, "rate_limit")
        assert "Retry-After" not in refused.headers
        assert len(client.sandbox.books.purchases) == 1
        await client.finish(first)
        await client.bought()


async def test_calls_that_come_too_often_are_refused() -> None:
    async with connected(plan=Plan(requests_per_second=0.01)) as client:
        task_id = await client.bought()
        assert error_of(await client.asked(task_id)) == (429, "rate_limit")
