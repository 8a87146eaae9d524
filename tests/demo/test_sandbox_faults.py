"""Odd answers of any service, on a switch."""

import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.demo.sandbox.pixverse import oddities
from tests.demo.sandbox_client import Client, connected, envelope, spoilt


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


@pytest.mark.parametrize(
    ("fault", "status", "seen"),
    [
        ("html_502", 502, "text/html"),
        ("http_404", 404, "text/html"),
        ("http_413", 413, "text/html"),
        ("http_401", 401, "text/html"),
        ("redirect", 302, "text/html"),
        ("empty", 200, "application/json"),
    ],
)
async def test_http_answers_of_others(client: Client, fault: str, status: int, seen: str) -> None:
    answered = await spoilt(client, "balance", fault)
    assert answered.status_code == status
    assert answered.headers["Content-Type"].startswith(seen)
    assert "ErrCode" not in answered.text
    assert (await client.send("GET", "/account/balance")).status_code == 200


async def test_retry_after_is_part_of_a_faults_name(client: Client) -> None:
    assert (await spoilt(client, "balance", "http_429_retry_7")).headers["Retry-After"] == "7"
    assert "Retry-After" not in (await spoilt(client, "balance", "http_429")).headers


@pytest.mark.parametrize(
    ("fault", "body"), [("json_list", [1, 2, 3]), ("json_number", 42), ("json_null", None)]
)
async def test_json_of_the_wrong_kind(client: Client, fault: str, body: Any) -> None:
    answered = await spoilt(client, "balance", fault)
    assert (answered.status_code, answered.json()) == (200, body)


async def test_half_a_json_and_too_much_of_it(client: Client) -> None:
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        (await spoilt(client, "balance", "truncated")).json()
    large = await spoilt(client, "balance", "oversized")
    assert len(large.content) > 1_000_000
    assert envelope(large)["ErrCode"] == 0


@pytest.mark.parametrize("fault", ["broken_off", "cut", "cut_after"])
async def test_connections_that_break(client: Client, fault: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await spoilt(client, "balance", fault)


async def test_a_slow_answer_is_whole_in_the_end(client: Client) -> None:
    started = time.monotonic()
    assert envelope(await spoilt(client, "balance", "slow"))["ErrCode"] == 0
    assert time.monotonic() - started > 1


async def test_an_endless_answer_ends_with_its_client(client: Client) -> None:
    effect = oddities.fault("endless")
    assert effect is not None
    client.sandbox.faults.add("balance", effect)
    url = client.sandbox.url + "/openapi/v2/account/balance"
    read = 0
    async with client.http.stream("GET", url) as answered:
        async for chunk in answered.aiter_raw():
            read += len(chunk)
            if read > 2_000_000:
                break
    assert read > 2_000_000


async def test_a_lost_answer_was_carried_out(client: Client) -> None:
    assert (await spoilt(client, "text", "html_502_after")).status_code == 502
    assert len(client.sandbox.books.purchases) == 1


async def test_any_error_code_by_number(client: Client) -> None:
    answered = await spoilt(client, "text", "errcode_500069")
    assert answered.json() == {"ErrCode": 500069, "ErrMsg": "Unknown error", "Resp": None}
    assert client.sandbox.books.purchases == ()
