"""Odd answers of the web endpoints, on a switch."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.demo.sandbox.pixverse_web import oddities
from tests.demo.pixverse_web_client import LIST, TEXT, Client, connected
from tests.demo.sandbox_client import picture


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


async def finished(client: Client) -> int:
    video_id = await client.bought()
    await client.sandbox.finish(video_id)
    return video_id


@pytest.mark.parametrize(
    ("fault", "code"),
    [("evicted", 10005), ("expired", 10002), ("rejected", 10001), ("errcode_500069", 500069)],
)
async def test_a_call_refused_though_the_token_is_good(
    client: Client, fault: str, code: int
) -> None:
    client.spoilt("t2v", fault)
    assert (await client.order())["ErrCode"] == code
    assert client.sandbox.books.purchases == ()
    assert (await client.order())["ErrCode"] == 0


async def test_odd_logins(client: Client) -> None:
    client.spoilt("login", "login_refused")
    refused = await client.login()
    assert (refused["ErrCode"], refused["ErrMsg"]) == (500200, "User does not exist.")
    body = {"Username": "somebody@example.com", "Password": "correct horse"}
    for fault, told in (
        ("login_no_token", lambda resp: "Token" not in resp["Result"]),
        ("login_empty_token", lambda resp: resp["Result"]["Token"] == ""),
        ("login_flat", lambda resp: resp["Token"].count(".") == 2),
    ):
        client.spoilt("login", fault)
        answered = await client.post("/login", body)
        assert answered["ErrCode"] == 0
        assert told(answered["Resp"]), fault


async def test_odd_submits_are_purchases(client: Client) -> None:
    ids = []
    for fault in ("submit_in_result", "submit_ids_only", "video_id_text", "submit_none_made"):
        client.spoilt("t2v", fault)
        ids.append((await client.order())["Resp"])
    numbers = [one.number for one in client.sandbox.books.purchases]
    assert ids[0]["Result"]["video_id"] == numbers[0]
    assert ids[1] == {"video_ids": [numbers[1]]}
    assert ids[2]["video_id"] == str(numbers[2])
    assert (ids[3]["video_id"], ids[3]["video_ids"]) == (0, [])


async def test_other_spellings_of_the_envelope(client: Client) -> None:
    client.spoilt("list", "resp_lower")
    assert set(await client.post("/video/list/personal", LIST)) == {"ErrCode", "ErrMsg", "resp"}
    client.spoilt("list", "snake_envelope")
    told = await client.post("/video/list/personal", LIST)
    assert set(told) == {"err_code", "err_msg", "resp"}


@pytest.mark.parametrize(
    ("fault", "status"), [("queued_5", 5), ("queued_9", 9), ("running_playable", 10)]
)
async def test_only_running_videos_are_said_to_queue(
    client: Client, fault: str, status: int
) -> None:
    video_id = await client.bought()
    client.spoilt("list", fault)
    assert (await client.entry(video_id))["video_status"] == status
    await client.sandbox.finish(video_id)
    client.spoilt("list", fault)
    assert (await client.entry(video_id))["video_status"] == (10 if status == 10 else 1)


@pytest.mark.parametrize(("fault", "status"), [("moderated_playable", 7), ("running_playable", 10)])
async def test_a_playable_video_that_is_not_to_be_delivered(
    client: Client, fault: str, status: int
) -> None:
    video_id = await finished(client)
    true = await client.entry(video_id)
    client.spoilt("list", fault)
    told = await client.entry(video_id)
    assert told == true | {"video_status": status}
    assert b"ftyp" in (await client.http.get(told["url"])).content[:16]


@pytest.mark.parametrize("ended", [False, True])
async def test_done_with_a_url_that_is_no_video(client: Client, ended: bool) -> None:
    video_id = await (finished(client) if ended else client.bought())
    for fault, end, http_status in (
        ("placeholder", "/default.mp4", 200),
        ("url_too_early", "/not-yet.mp4", 404),
    ):
        client.spoilt("list", fault)
        told = await client.entry(video_id)
        assert told["video_status"] == 1
        assert told["url"].endswith(end)
        assert (await client.http.get(told["url"])).status_code == http_status
    client.spoilt("list", "done_without_url")
    told = await client.entry(video_id)
    assert (told["video_status"], told["url"]) == (1, "")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("list_empty", []),
        ("list_null", None),
        ("list_object", {}),
        ("list_of_nonsense", [1, None, "video", {}]),
    ],
)
async def test_lists_without_videos(client: Client, fault: str, told: Any) -> None:
    await finished(client)
    client.spoilt("list", fault)
    assert await client.listed() == told
    assert len(await client.listed()) == 1


async def test_a_list_full_of_others(client: Client) -> None:
    video_id = await finished(client)
    client.spoilt("list", "not_in_list")
    [other] = await client.listed()
    assert other["video_id"] != video_id


@pytest.mark.parametrize(
    ("fault", "field", "value"),
    [
        ("status_field", "status", 1),
        ("status_text", "video_status", "1"),
        ("status_null", "video_status", None),
        ("status_unknown", "video_status", 99),
    ],
)
async def test_other_spellings_of_the_status(
    client: Client, fault: str, field: str, value: Any
) -> None:
    await finished(client)
    client.spoilt("list", fault)
    [told] = await client.listed()
    assert told[field] == value
    assert len({"status", "video_status"} & set(told)) == 1


async def test_other_spellings_of_an_entry(client: Client) -> None:
    video_id = await finished(client)
    [true] = await client.listed()
    client.spoilt("list", "video_id_text")
    assert (await client.listed())[0]["video_id"] == str(video_id)
    client.spoilt("list", "video_url_field")
    [told] = await client.listed()
    assert (told["video_url"], "url" in told) == (true["url"], False)


async def test_errors_pass_unchanged(client: Client) -> None:
    client.sandbox.expire()
    for fault in ("placeholder", "list_null", "video_id_text", "not_in_list"):
        client.spoilt("list", fault)
        assert (await client.post("/video/list/personal", LIST))["ErrCode"] == 10002


async def test_a_lost_answer_was_carried_out(client: Client) -> None:
    client.spoilt("t2v", "html_502_after")
    answer = await client.send("POST", "/creative_platform/video/t2v", json=TEXT)
    assert answer.status_code == 502
    assert len(client.sandbox.books.purchases) == 1


async def test_a_moderated_upload(client: Client) -> None:
    client.spoilt("upload", "moderated_upload")
    assert (await client.upload(picture())).json()["err_code"] == 500052


def test_every_named_fault_exists() -> None:
    for name in oddities.NAMES:
        assert "<" in name or oddities.fault(name) is not None
    for name in ("errcode_", "http_200", "nonsense"):
        assert oddities.fault(name) is None
