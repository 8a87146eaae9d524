"""Faults turned on from outside, by whoever is on this machine."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.demo.sandbox.pixverse import PixVerseSandbox
from tests.demo.sandbox_client import (
    Client,
    connected,
)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


async def switch(client: Client, body: Any, **parts: Any) -> httpx.Response:
    return await client.http.post(client.sandbox.url + "/switches", json=body, **parts)


async def test_faults_are_on_switches_from_outside(client: Client) -> None:
    url = client.sandbox.url + "/switches"
    listed = (await client.http.get(url)).json()
    assert "result" in listed["calls"]
    assert "html_502" in listed["faults"]
    assert listed["on"] == []
    asked = {"call": "balance", "fault": "http_429_retry_3", "times": 2, "skip": 1}
    assert (await switch(client, asked)).status_code == 201
    statuses = [(await client.send("GET", "/account/balance")).status_code for _ in range(3)]
    assert statuses == [200, 429, 429]
    assert (await client.send("GET", "/account/balance")).status_code == 200
    assert (await client.http.get(url)).json()["on"] == []


async def test_switches_are_cleared_and_let_stalled_calls_go(client: Client) -> None:
    await switch(client, {"call": "*", "fault": "stall", "times": None})
    stalled = asyncio.create_task(client.send("GET", "/account/balance"))
    await client.sandbox.until(lambda: len(client.sandbox.calls) == 1)
    on = (await client.http.get(client.sandbox.url + "/switches")).json()["on"]
    assert (on[0]["call"], on[0]["fault"], on[0]["times"]) == ("*", "stall", None)
    assert (await client.http.delete(client.sandbox.url + "/switches")).status_code == 204
    assert (await stalled).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        "text",
        [],
        {},
        {"call": "balance"},
        {"call": "nothing", "fault": "empty"},
        {"call": "balance", "fault": "nothing"},
        {"call": "balance", "fault": 5},
        {"call": "balance", "fault": "empty", "times": 0},
        {"call": "balance", "fault": "empty", "times": "2"},
        {"call": "balance", "fault": "empty", "skip": -1},
    ],
)
async def test_a_switch_that_makes_no_sense_is_refused(client: Client, body: Any) -> None:
    answered = await switch(client, body)
    assert (answered.status_code, bool(answered.json()["error"])) == (400, True)
    assert client.sandbox.faults.rules == []


async def test_a_page_elsewhere_cannot_turn_switches(client: Client) -> None:
    body = json.dumps({"call": "balance", "fault": "empty"})
    url = client.sandbox.url + "/switches"
    plain = await client.http.post(url, content=body, headers={"Content-Type": "text/plain"})
    assert plain.status_code == 415
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "["):
        answered = await client.http.get(url, headers={"Host": host})
        assert answered.status_code in (400, 403)
    assert (await client.http.get(url, headers={"Host": "localhost:1"})).status_code == 200


def test_only_loopback_is_listened_on() -> None:
    with pytest.raises(ValueError, match="loopback"):
        PixVerseSandbox(host="0.0.0.0")
