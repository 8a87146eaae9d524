"""The web account's sandbox: its one session, its orders and its list."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.demo.sandbox.pixverse_web import Plan
from tests.demo.pixverse_web_client import (
    LIST,
    PASSWORD,
    PICTURE_TEXT,
    TEXT,
    USERNAME,
    Client,
    connected,
)
from tests.demo.sandbox_client import envelope, picture


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


def claims(token: str) -> Any:
    """What stands in a JWT."""
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


async def test_a_login_gives_a_token_that_opens_the_account() -> None:
    async with connected(logged_in=False) as client:
        answered = await client.login()
        result = answered["Resp"]["Result"]
        assert set(result) == {"AccountId", "Username", "Token", "DeleteAt"}
        assert claims(result["Token"])["AccountId"] == result["AccountId"]
        assert (await client.credits())["Resp"] == {
            "credit_daily": 60,
            "credit_monthly": 100,
            "credit_package": 10_000,
        }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Password": "wrong"}, 500200),
        ({"Username": "nobody"}, 500200),
        ({"Password": None}, 400011),
        ({"Username": ""}, 400011),
        ({"Password": 5}, 400013),
    ],
)
async def test_a_refused_login_leaves_the_session(
    client: Client, change: dict[str, Any], code: int
) -> None:
    answered = await client.login(**change)
    assert (answered["ErrCode"], answered["Resp"]) == (code, None)
    assert client.sandbox.logins == 1
    assert (await client.credits())["ErrCode"] == 0


async def test_every_login_evicts_the_token_before_it(client: Client) -> None:
    first = client.token
    await client.login()
    assert client.token != first
    assert (await client.credits(first))["ErrCode"] == 10005
    assert (await client.credits())["ErrCode"] == 0
    assert client.sandbox.logins == 2


async def test_tokens_that_do_not_open_the_account(client: Client) -> None:
    assert (await client.credits(""))["ErrCode"] == 10003
    assert (await client.credits("eyJ.e30.x"))["ErrCode"] == 10001
    client.sandbox.expire()
    assert (await client.credits())["ErrCode"] == 10002
    await client.login()
    client.sandbox.evict()
    assert (await client.credits())["ErrCode"] == 10005
    assert client.sandbox.logins == 2


async def test_every_call_needs_the_token(client: Client) -> None:
    client.sandbox.expire()
    answers = [
        await client.upload(picture()),
        await client.send("GET", "/openapi/v2/video/result/5"),
        await client.send("POST", "/creative_platform/video/list/personal", json=LIST),
        await client.send("POST", "/creative_platform/video/t2v", json=TEXT),
        await client.send("POST", "/creative_platform/video/i2v", json=TEXT),
    ]
    assert [envelope(answer)["ErrCode"] for answer in answers] == [10002] * 5


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"Username": USERNAME, "Password": PASSWORD}},
        {"json": [{"password": PASSWORD}]},
        {"data": {"Password": PASSWORD}},
        {"files": {"Password": (None, PASSWORD)}},
        {"params": {"Password": PASSWORD}},
        {"content": b'{"Password": "' + PASSWORD.encode()},
    ],
)
async def test_what_is_secret_is_not_recorded(client: Client, sent: dict[str, Any]) -> None:
    await client.send("POST", "/creative_platform/login", **sent)
    await client.credits()
    kept = str(client.sandbox.calls)
    assert PASSWORD not in kept
    assert PASSWORD.replace(" ", "+") not in kept
    assert client.token not in kept
    assert client.sandbox.calls[0].body == {"Username": USERNAME}


async def test_a_text_order_becomes_a_video(client: Client) -> None:
    answered = await client.order()
    video_id = answered["Resp"]["video_id"]
    assert answered["Resp"] == {
        "video_id": video_id,
        "video_ids": [video_id],
        "success_count": 1,
        "total_count": 1,
    }
    running = await client.entry(video_id)
    assert running["video_status"] == 10
    await client.sandbox.finish(video_id)
    done = await client.entry(video_id)
    assert (done["video_status"], done["output_width"], done["output_height"]) == (1, 64, 36)
    assert b"ftyp" in (await client.http.get(done["url"])).content[:16]


async def test_before_the_end_the_url_leads_to_a_playable_placeholder(client: Client) -> None:
    entry = await client.entry(await client.bought())
    assert entry["url"].endswith("/default.mp4")
    assert b"ftyp" in (await client.http.get(entry["url"])).content[:16]


@pytest.mark.parametrize(("prompt", "status"), [("#moderated", 7), ("#failed", 8), ("#slow", 1)])
async def test_the_prompt_says_how_it_ends(client: Client, prompt: str, status: int) -> None:
    video_id = await client.bought(TEXT | {"prompt": prompt})
    await client.sandbox.finish(video_id)
    entry = await client.entry(video_id)
    assert entry["video_status"] == status
    assert entry["url"].endswith("/default.mp4") == (status != 1)
    assert bool(client.sandbox.books.spent) == (status != 7)


async def test_a_deleted_video_is_in_no_list(client: Client) -> None:
    gone, kept = await client.bought(TEXT | {"prompt": "#gone"}), await client.bought()
    assert len(await client.listed()) == 2
    await client.sandbox.finish(gone)
    assert [one["video_id"] for one in await client.listed()] == [kept]


async def test_a_picture_order_keeps_the_shape_of_the_picture(client: Client) -> None:
    named = await client.uploaded(picture((60, 120)))
    video_id = await client.bought(PICTURE_TEXT | named, "i2v")
    await client.sandbox.finish(video_id)
    done = await client.entry(video_id)
    assert (done["video_status"], done["output_width"], done["output_height"]) == (1, 36, 72)


async def test_ways_to_name_a_picture(client: Client) -> None:
    resp = envelope(await client.upload(picture()))["Resp"]
    named = await client.uploaded(picture(colour="red"))
    await client.bought(PICTURE_TEXT | {"img_id": resp["img_id"]}, "i2v")
    slash = {"customer_img_path": "/" + named["customer_img_path"]}
    await client.bought(PICTURE_TEXT | named | slash, "i2v")
    for wrong, code in (
        ({}, 400011),
        ({"customer_img_url": named["customer_img_url"]}, 400011),
        ({"customer_img_path": named["customer_img_path"]}, 400011),
        (named | {"customer_img_url": "https://example.com/a.jpg"}, 400032),
        (named | {"customer_img_path": "upload/a.jpg"}, 400032),
        (named | {"customer_img_url": 5}, 400013),
        (named | {"img_id": resp["img_id"]}, 400017),
        ({"img_id": 5}, 400032),
        ({"img_id": str(resp["img_id"])}, 400013),
        (named | {"aspect_ratio": "16:9"}, 400017),
    ):
        assert (await client.order(PICTURE_TEXT | wrong, "i2v"))["ErrCode"] == code, wrong


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"prompt": None}, 400011),
        ({"prompt": " "}, 400011),
        ({"prompt": 5}, 400013),
        ({"prompt": "x" * 5001}, 400018),
        ({"prompt": "#refused"}, 500063),
        ({"duration": "5"}, 400013),
        ({"duration": 7}, 400017),
        ({"quality": "4k"}, 400017),
        ({"model": None}, 400011),
        ({"model": 6}, 400013),
        ({"model": "v7"}, 400017),
        ({"motion_mode": "quick"}, 400017),
        ({"aspect_ratio": None}, 400011),
        ({"aspect_ratio": "21:9"}, 400017),
        ({"lip_sync_tts_speaker_id": 1}, 400013),
        ({"create_count": 2}, 400017),
        ({"customer_img_url": "https://example.com/a.jpg"}, 400017),
    ],
)
async def test_wrong_orders_are_refused(client: Client, change: dict[str, Any], code: int) -> None:
    answered = await client.order(TEXT | change)
    assert (answered["ErrCode"], answered["Resp"]) == (code, None)
    assert client.sandbox.books.purchases == ()


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "x" * 5000},
        {"model": "pixverse-c1", "duration": 1},
        {"model": "v6", "duration": 1, "aspect_ratio": "21:9", "create_count": 1},
    ],
)
async def test_right_orders_are_taken(client: Client, change: dict[str, Any]) -> None:
    await client.bought(TEXT | change)


@pytest.mark.parametrize("body", [[], "text", 5])
async def test_a_body_that_is_no_object_is_refused(client: Client, body: Any) -> None:
    for path in ("/login", "/video/t2v", "/video/i2v", "/video/list/personal"):
        assert (await client.post(path, body))["ErrCode"] == 400017


async def test_unfit_pictures_are_refused_as_the_open_api_refuses_them(client: Client) -> None:
    assert envelope(await client.upload(b"words"))["ErrCode"] == 500031
    assert envelope(await client.upload(picture((4001, 8))))["ErrCode"] == 500033
    moderated = await client.upload(picture(colour=(255, 0, 255)))
    assert (moderated.status_code, moderated.json()["err_code"]) == (500, 500052)


async def test_two_at_once_are_free() -> None:
    async with connected(plan=Plan()) as client:
        first = await client.bought()
        await client.bought()
        assert (await client.order())["ErrCode"] == 500044
        await client.sandbox.finish(first)
        await client.bought()


async def test_daily_credits_go_first() -> None:
    async with connected(credits=(40, 10, 0)) as client:
        await client.bought()
        left = {"credit_daily": 0, "credit_monthly": 5, "credit_package": 0}
        assert (await client.credits())["Resp"] == left
        assert (await client.order())["ErrCode"] == 500090
        assert (await client.credits())["Resp"] == left


async def test_equal_orders_are_two_purchases_under_one_key(client: Client) -> None:
    await client.bought()
    await client.bought(dict(reversed(TEXT.items())))
    await client.bought(TEXT | {"prompt": "a fox"})
    keys = [one.key for one in client.sandbox.books.purchases]
    assert [len(client.sandbox.books.under(key)) for key in keys] == [2, 2, 1]
    assert len(keys[0]) == 64


async def test_the_open_api_may_not_know_videos_of_the_web(client: Client) -> None:
    video_id = await client.bought()
    answered = await client.result(video_id)
    assert answered == {"ErrCode": 400, "ErrMsg": "invalid media", "Resp": None}
    assert (await client.result(5))["ErrCode"] == 500008
    for nonsense in ("abc", "9" * 5000):
        assert (await client.result(nonsense))["ErrCode"] == 400013


async def test_or_it_may_know_them() -> None:
    async with connected(result_route="works") as client:
        video_id = await client.bought()
        assert (await client.result(video_id))["Resp"]["status"] == 5
        await client.sandbox.finish(video_id)
        resp = (await client.result(video_id))["Resp"]
        assert (resp["id"], resp["status"]) == (video_id, 1)
        assert (await client.http.get(resp["url"])).status_code == 200
        assert (await client.listed())[0]["url"] == resp["url"]


async def test_the_list_is_the_newest_fifty_at_most() -> None:
    async with connected(plan=Plan(max_running=60)) as client:
        made = [await client.bought() for _ in range(52)]

        async def told(**change: Any) -> list[int]:
            return [one["video_id"] for one in await client.listed(**change)]

        newest = made[::-1]
        assert await told() == newest[:50]
        assert await told(limit=100) == newest[:50]
        assert await told(limit=2) == newest[:2]
        assert await told(offset=50) == newest[50:]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"limit": None}, 400011),
        ({"limit": "50"}, 400013),
        ({"limit": 0}, 400017),
        ({"offset": -1}, 400017),
        ({"filter": []}, 0),
        ({"filter": [1]}, 400013),
        ({"web_offset": "0"}, 400013),
        ({"polling": 1}, 400013),
        ({"filter": {"off_peak": 0}, "polling": True}, 0),
    ],
)
async def test_what_the_list_is_asked(client: Client, change: dict[str, Any], code: int) -> None:
    answered = await client.post("/video/list/personal", LIST | change)
    assert answered["ErrCode"] == code


async def test_calls_are_recorded_under_their_names(client: Client) -> None:
    await client.credits()
    named = await client.uploaded(picture())
    video_id = await client.bought()
    await client.bought(PICTURE_TEXT | named, "i2v")
    await client.result(video_id)
    entry = await client.entry(video_id)
    answer = await client.http.get(entry["url"])
    assert isinstance(answer, httpx.Response)
    assert [call.name for call in client.sandbox.calls] == [
        "login",
        "credits",
        "upload",
        "t2v",
        "i2v",
        "result",
        "list",
        "placeholder",
    ]
    assert client.sandbox.calls[3].body == TEXT
    assert [call.code for call in client.sandbox.calls[:7]] == [0, 0, 0, 0, 0, 400, 0]
