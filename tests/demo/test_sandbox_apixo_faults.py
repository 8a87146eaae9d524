"""Odd answers in APIXO's own words."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.demo.sandbox.apixo import oddities
from tests.demo.apixo_client import Client, body_of, connected, url_in


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


def spoil(client: Client, call: str, fault: str, times: int = 1) -> None:
    effect = oddities.fault(fault)
    assert effect is not None
    client.sandbox.faults.add(call, effect, times=times)


@pytest.mark.parametrize(
    ("fault", "running", "done"),
    [
        ("processing_r2", "processing_r2", "success"),
        ("state_pending", "pending", "pending"),
        ("state_processing", "processing", "processing"),
        ("state_upper", "PROCESSING", "SUCCESS"),
        ("state_capital", "Processing", "Success"),
        ("state_unknown", "archived", "archived"),
        ("state_null", None, None),
        ("state_number", 3, 3),
        ("failed_without_code", "failed", "failed"),
    ],
)
async def test_odd_states(client: Client, fault: str, running: Any, done: Any) -> None:
    spoil(client, "status", fault, times=2)
    task_id = await client.bought()
    assert (await client.data(task_id))["state"] == running
    await client.finish(task_id)
    assert (await client.data(task_id))["state"] == done
    assert (await client.data(task_id))["state"] == "success"


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        ("success_without_result", None),
        ("success_without_urls", "{}"),
        ("success_empty", '{"resultUrls":[]}'),
        ("success_null_url", '{"resultUrls":[null]}'),
    ],
)
async def test_successes_without_a_video(client: Client, fault: str, result: str | None) -> None:
    spoil(client, "status", fault)
    data = await client.data(await client.bought())
    assert (data["state"], data.get("resultJson")) == ("success", result)


async def test_odd_results(client: Client) -> None:
    url = url_in(done := await client.finished())
    odd = []
    for fault in ("result_object", "result_list", "result_broken"):
        spoil(client, "status", fault)
        odd.append((await client.data(done["taskId"]))["resultJson"])
    assert odd[0] == {"resultUrls": [url]}
    assert json.loads(odd[1]) == [url]
    with pytest.raises(ValueError, match="Unterminated string"):
        json.loads(odd[2])


@pytest.mark.parametrize("code", ["CONTENT_VIOLATION", "NSFW", "PromptLengthExceeded"])
async def test_any_fail_code_by_name(client: Client, code: str) -> None:
    done = await client.finished()
    spoil(client, "status", f"failcode_{code}")
    data = await client.data(done["taskId"])
    assert set(data) == {"taskId", "state", "failCode", "failMsg"}
    assert (data["taskId"], data["state"], data["failCode"]) == (done["taskId"], "failed", code)


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("code_401", 200, 401),
        ("code_401_http", 401, 401),
        ("code_503_http", 503, 503),
        ("code_200", 200, 200),
        ("code_600_http", 200, 600),
    ],
)
async def test_any_code_by_name_with_and_without_its_http_status(
    client: Client, fault: str, status: int, code: int
) -> None:
    spoil(client, "generate", fault)
    answer = await client.order(body_of())
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["data"] is None
    assert client.sandbox.books.purchases == ()


@pytest.mark.parametrize(
    ("fault", "status", "message"),
    [
        ("forbidden_content", 403, "Content violates policy"),
        ("forbidden_key", 403, "API key lacks permission"),
        ("poor_400", 400, "Insufficient credits"),
        ("poor_402", 402, "Insufficient balance"),
        ("missing_prompt", 400, "Invalid request"),
    ],
)
async def test_refusals_by_name(client: Client, fault: str, status: int, message: str) -> None:
    spoil(client, "generate", fault)
    answer = await client.order(body_of())
    assert (answer.status_code, answer.json()["message"]) == (status, message)
    assert client.sandbox.books.purchases == ()


@pytest.mark.parametrize(
    ("fault", "envelope"),
    [
        ("data_null", {"code": 200, "message": "success", "data": None}),
        ("data_list", {"code": 200, "message": "success", "data": [1]}),
        ("data_missing", {"code": 200, "message": "success"}),
        ("code_text", {"code": "200", "message": "success", "data": 74.87}),
        ("code_missing", {"message": "success", "data": 74.87}),
        ("balance_text", {"code": 200, "message": "success", "data": "74.87"}),
    ],
)
async def test_odd_envelopes(client: Client, fault: str, envelope: dict[str, Any]) -> None:
    spoil(client, "balance", fault)
    assert await client.balance() == envelope


async def test_a_purchase_whose_answer_says_nothing(client: Client) -> None:
    spoil(client, "generate", "data_null")
    assert (await client.order(body_of())).json()["data"] is None
    assert len(client.sandbox.books.purchases) == 1
    spoil(client, "generate", "task_id_number")
    assert (await client.order(body_of())).json()["data"]["taskId"] == 12345678


async def test_common_faults_work_here_too(client: Client) -> None:
    spoil(client, "generate", "http_429_retry_7")
    assert (await client.order(body_of())).headers["Retry-After"] == "7"
    spoil(client, "generate", "cut_after")
    with pytest.raises(httpx.RemoteProtocolError):
        await client.order(body_of())
    assert len(client.sandbox.books.purchases) == 1


async def test_a_change_of_the_envelope_leaves_a_video_alone(client: Client) -> None:
    url = url_in(await client.finished())
    spoil(client, "media", "data_null")
    assert b"ftyp" in (await client.http.get(url)).content[:16]


def test_every_named_fault_exists() -> None:
    for name in oddities.NAMES:
        assert "<" in name or oddities.fault(name) is not None
    for name in ("failcode_", "failcode_a b", "code_", "code_x", "http_200", "nonsense"):
        assert oddities.fault(name) is None


async def test_faults_are_listed_on_the_switches(client: Client) -> None:
    listed = (await client.http.get(client.sandbox.url + "/switches")).json()
    assert listed["calls"] == ["*", "generate", "status", "balance", "media"]
    assert {"processing_r2", "html_502"} <= set(listed["faults"])
