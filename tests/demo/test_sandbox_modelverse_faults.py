"""Odd answers in Modelverse's own words, on a switch."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.demo.sandbox.modelverse import oddities
from bot.demo.sandbox.modelverse.refusal import ERRORS
from tests.demo.modelverse_client import TEXT, Client, body_of, connected, error_of


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


async def read_with(client: Client, fault: str, prompt: str = "a wolf") -> list[dict[str, Any]]:
    """What a task says while it runs and when it has ended, both times with the fault."""
    client.spoil("status", fault, times=2)
    task_id = await client.bought(body_of(prompt))
    running = await client.whole(task_id)
    await client.finish(task_id)
    return [running, await client.whole(task_id)]


@pytest.mark.parametrize(
    ("fault", "running", "done"),
    [
        ("status_upper", "RUNNING", "SUCCESS"),
        ("status_lower", "running", "success"),
        ("status_unknown", "Archived", "Archived"),
        ("status_null", None, None),
        ("status_number", 2, 2),
        ("status_missing", "-", "-"),
        ("pending", "Pending", "Success"),
        ("succeeded", "Running", "succeeded"),
        ("completed", "Running", "completed"),
        ("failed", "failed", "failed"),
        ("cancelled", "cancelled", "cancelled"),
        ("expired", "expired", "expired"),
        ("running_again", "Running", "Running"),
    ],
)
async def test_odd_statuses(client: Client, fault: str, running: Any, done: Any) -> None:
    seen = [whole["output"] for whole in await read_with(client, fault)]
    assert [output.get("task_status", "-") for output in seen] == [running, done]
    ended_otherwise = ("failed", "cancelled", "expired", "running_again")
    assert ("urls" in seen[1]) == (fault not in ended_otherwise)
    assert (await client.output(seen[1]["task_id"]))["task_status"] == "Success"


@pytest.mark.parametrize(
    ("fault", "urls"),
    [
        ("urls_missing", "-"),
        ("urls_null", None),
        ("urls_empty", []),
        ("urls_blank", [""]),
        ("placeholder", [oddities.PLACEHOLDER_URL]),
    ],
)
async def test_successes_without_a_video(client: Client, fault: str, urls: Any) -> None:
    for whole in await read_with(client, fault):
        output = whole["output"]
        assert (output["task_status"], output.get("urls", "-")) == ("Success", urls)


async def test_urls_of_another_kind(client: Client) -> None:
    for fault in ("urls_text", "urls_objects"):
        running, done = await read_with(client, fault)
        assert "urls" not in running["output"]
        urls = done["output"]["urls"]
        url = urls if fault == "urls_text" else urls[0]["url"]
        assert (await client.http.get(url)).status_code == 200


@pytest.mark.parametrize("fault", ["task_id_in_data", "task_id_on_top"])
async def test_a_task_id_in_another_place(client: Client, fault: str) -> None:
    client.spoil("submit", fault)
    answered = (await client.order()).json()
    assert "output" not in answered
    task_id = (answered["data"] if fault == "task_id_in_data" else answered)["task_id"]
    assert (await client.output(task_id))["task_status"] == "Running"


@pytest.mark.parametrize(
    ("fault", "output"),
    [
        ("output_null", None),
        ("output_list", [1]),
        ("output_missing", "-"),
        ("task_id_missing", {}),
        ("task_id_number", {"task_id": 12345678}),
    ],
)
async def test_a_submit_without_a_task_id_was_carried_out(
    client: Client, fault: str, output: Any
) -> None:
    client.spoil("submit", fault)
    answered = (await client.order()).json()
    assert (answered.get("output", "-"), bool(answered["request_id"])) == (output, True)
    assert len(client.sandbox.books.purchases) == 1


async def test_odd_times(client: Client) -> None:
    _, done = await read_with(client, "finish_time_missing")
    assert "finish_time" not in done["output"]
    running, done = await read_with(client, "finish_time_early")
    assert "finish_time" not in running["output"]
    assert done["output"]["finish_time"] < done["output"]["submit_time"]
    _, done = await read_with(client, "times_in_ms")
    assert min(done["output"]["submit_time"], done["output"]["finish_time"]) > 10**12


async def test_empty_fields_written_out(client: Client) -> None:
    running, done = await read_with(client, "zeros")
    empty = {"urls": None, "finish_time": 0, "error_message": ""}
    assert running["output"].items() >= empty.items()
    assert done["output"]["error_message"] == ""
    assert len(done["output"]["urls"]) == 1


async def test_oddities_beside_the_output(client: Client) -> None:
    for fault in ("usage_missing", "usage_run_time", "request_id_empty"):
        _, done = await read_with(client, fault)
        assert done["output"]["task_status"] == "Success"
        if fault == "request_id_empty":
            assert done["request_id"] == ""
        elif fault == "usage_missing":
            assert "usage" not in done
        else:
            times = done["output"]["finish_time"], done["output"]["submit_time"]
            assert done["usage"]["duration"] == times[0] - times[1]


@pytest.mark.parametrize("code", ["006001094", "006001095", "006001099"])
async def test_task_codes_in_a_failure(client: Client, code: str) -> None:
    for whole in await read_with(client, f"task_{code}"):
        assert whole["output"]["task_status"] == "Failure"
        assert code in whole["output"]["error_message"]


@pytest.mark.parametrize(
    ("fault", "message"), [("failure_without_message", "-"), ("failure_null_message", None)]
)
async def test_failures_that_do_not_say_why(client: Client, fault: str, message: Any) -> None:
    for whole in await read_with(client, fault):
        output = whole["output"]
        assert (output["task_status"], output.get("error_message", "-")) == ("Failure", message)


@pytest.mark.parametrize(
    ("name", "status", "type_", "code"),
    [
        ("param_error", 400, "invalid_request_error", "param_error"),
        ("invalid_messages", 400, "invalid_request_error", "invalid_messages"),
        ("tokens_too_long", 400, "invalid_request_error", "tokens_too_long"),
        ("model_error", 400, "invalid_request_error", "model_error"),
        ("sensitive_check_error", 400, "invalid_request_error", "sensitive_check_error"),
        ("auth_error", 401, "invalid_request_error", "auth_error"),
        ("permission_error", 403, "permission_error", "forbidden"),
        ("ip_forbidden", 403, "permission_error", "forbidden"),
        ("not_found", 404, "invalid_request_error", "not_found"),
        ("timeout", 408, "timeout", "timeout"),
        ("rate_limit", 429, "rate_limit_error", "rate_limit"),
        ("500", 500, "internal_error", "internal_error"),
        ("model_server_error", 500, "internal_error", "model_server_error"),
        ("504", 504, "timeout", "gateway_timeout_error"),
    ],
)
async def test_any_error_by_name(
    client: Client, name: str, status: int, type_: str, code: str
) -> None:
    client.spoil("submit", f"error_{name}")
    answer = await client.order()
    error = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert (answer.status_code, error["type"], error["code"]) == (status, type_, code)
    assert "Retry-After" not in answer.headers
    assert client.sandbox.books.purchases == ()
    assert client.sandbox.calls[0].code == code


async def test_an_error_may_have_its_name_in_the_type(client: Client) -> None:
    for name in ERRORS:
        client.spoil("submit", f"type_{name}")
        error = (await client.order()).json()["error"]
        expected = "permission_error" if name == "ip_forbidden" else name
        assert (error["type"], error["code"]) == (expected, None)


async def test_retry_after_is_part_of_a_faults_name(client: Client) -> None:
    client.spoil("submit", "error_rate_limit_retry_7")
    answer = await client.order()
    assert (error_of(answer), answer.headers["Retry-After"]) == ((429, "rate_limit"), "7")


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [("error_as_text", 400, "Invalid param"), ("error_null", 500, None)],
)
async def test_errors_that_are_no_objects(
    client: Client, fault: str, status: int, error: Any
) -> None:
    client.spoil("submit", fault)
    answer = await client.order()
    assert (answer.status_code, answer.json()) == (status, {"error": error})


async def test_an_error_behind_http_200(client: Client) -> None:
    client.spoil("submit", "error_in_200")
    assert error_of(await client.order()) == (200, "internal_error")


async def test_true_errors_are_left_as_they_are(client: Client) -> None:
    for fault in ("output_null", "status_upper", "urls_empty"):
        client.spoil("status", fault)
        assert error_of(await client.asked("pv6-1")) == (400, "param_error")


async def test_faults_of_every_sandbox(client: Client) -> None:
    client.spoil("submit", "html_502_after")
    assert (await client.order()).status_code == 502
    assert len(client.sandbox.books.purchases) == 1
    client.spoil("status", "cut")
    with pytest.raises(httpx.RemoteProtocolError):
        await client.asked("pv6-1")


async def test_faults_are_on_switches_from_outside(client: Client) -> None:
    url = client.sandbox.url + "/switches"
    listed = (await client.http.get(url)).json()
    assert listed["calls"] == ["*", "submit", "status", "media"]
    asked = {"call": "submit", "fault": "error_rate_limit"}
    assert (await client.http.post(url, json=asked)).status_code == 201
    assert error_of(await client.order(TEXT)) == (429, "rate_limit")


def test_every_named_fault_exists() -> None:
    for name in oddities.NAMES:
        assert "<" in name or oddities.fault(name) is not None, name
    for name in ("http_200", "error_", "error_nonsense", "type_999", "task_006001093", "nonsense"):
        assert oddities.fault(name) is None
