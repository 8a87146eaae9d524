"""Odd answers in the platform's own words, and files that are no videos."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.demo.sandbox.pixverse import oddities
from tests.demo.sandbox_client import Client, connected, envelope, picture, spoilt


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


@pytest.mark.parametrize(
    ("fault", "keys"),
    [
        ("resp_lower", {"ErrCode": 0, "ErrMsg": "success", "resp": {}}),
        ("snake_envelope", {"err_code": 0, "err_msg": "success", "resp": {}}),
        ("errcode_text", {"ErrCode": "0", "ErrMsg": "success", "Resp": {}}),
        ("resp_null", {"ErrCode": 0, "ErrMsg": "success", "Resp": None}),
        ("resp_list", {"ErrCode": 0, "ErrMsg": "success", "Resp": [1]}),
    ],
)
async def test_odd_envelopes(client: Client, fault: str, keys: dict[str, Any]) -> None:
    answered = (await spoilt(client, "balance", fault)).json()
    assert {n: {} if isinstance(v, dict) else v for n, v in answered.items()} == keys


@pytest.mark.parametrize(
    ("fault", "running", "done"),
    [
        ("status_word", "generating", "done"),
        ("status_text", "5", "1"),
        ("status_null", None, None),
        ("status_unknown", 99, 99),
        ("running_again", 5, 5),
        ("queued_2", 2, 1),
        ("queued_9", 9, 1),
        ("running_10", 10, 1),
        ("placeholder", 1, 1),
        ("done_without_url", 1, 1),
    ],
)
async def test_odd_statuses(client: Client, fault: str, running: Any, done: Any) -> None:
    effect = oddities.fault(fault)
    assert effect is not None
    client.sandbox.faults.add("result", effect, times=2)
    video_id = await client.bought()
    assert (await client.resp(video_id))["status"] == running
    await client.sandbox.finish(video_id)
    second = await client.resp(video_id)
    assert second["status"] == done
    if fault == "placeholder":
        assert second["url"].endswith("/default.mp4")
    if fault in ("done_without_url", "running_again"):
        assert second["url"] == ""
    assert (await client.resp(video_id))["status"] == 1


async def test_odd_statuses_in_the_contracts_words() -> None:
    async with connected(dialect="contract") as client:
        effect = oddities.fault("placeholder")
        assert effect is not None
        client.sandbox.faults.add("result", effect)
        video_id = await client.bought()
        answered = await client.send("GET", f"/video/status?video_id={video_id}")
        resp = envelope(answered)["Resp"]
        assert (resp["status"], resp["video_url"]) == ("done", oddities.PLACEHOLDER_URL)


async def test_a_moderated_upload_on_a_switch(client: Client) -> None:
    client.sandbox.faults.add("upload", oddities.moderated_upload())
    answered = await client.upload(picture())
    assert (answered.status_code, answered.json()["err_code"]) == (500, 500052)


@pytest.mark.parametrize(
    ("fault", "size"), [("video_empty", 0), ("video_is_html", 130), ("http_403", 120)]
)
async def test_files_that_are_no_videos(client: Client, fault: str, size: int) -> None:
    effect = oddities.fault(fault)
    assert effect is not None
    url = (await client.finished())["url"]
    client.sandbox.faults.add("media", effect)
    answered = await client.http.get(url)
    assert answered.status_code == (403 if fault == "http_403" else 200)
    assert len(answered.content) == pytest.approx(size, abs=60)
    assert b"ftyp" not in answered.content


async def test_a_video_shorter_than_it_says(client: Client) -> None:
    done = await client.finished()
    effect = oddities.fault("video_short")
    assert effect is not None
    client.sandbox.faults.add("media", effect)
    read = bytearray()

    async def read_on(answered: httpx.Response) -> None:
        async for chunk in answered.aiter_raw():
            read.extend(chunk)

    async with client.http.stream("GET", done["url"]) as answered:
        assert int(answered.headers["Content-Length"]) == done["size"]
        with pytest.raises(httpx.RemoteProtocolError):
            await read_on(answered)
    assert len(read) == done["size"] // 2


def test_every_named_fault_exists() -> None:
    for name in oddities.NAMES:
        assert "<" in name or oddities.fault(name) is not None
    for name in ("http_200", "errcode_", "nonsense", "http_429_retry_"):
        assert oddities.fault(name) is None
