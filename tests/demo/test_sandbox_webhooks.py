"""PixVerse's signed webhook."""

import base64
import hashlib
import hmac
import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.demo.sandbox.pixverse import Webhook
from tests.demo.outside import Outside, Post, outside
from tests.demo.sandbox_client import FRAMES, TEXT, Client, connected, picture

SECRET = "whsec-of-a-test"
SORTED = ("credits", "has_audio", "id", "size", "status", "url")
RECEIVED = ("id", "status", "url", "size", "has_audio", "credits")
REPORTED = TEXT | {"webhook_id": 41}


@pytest.fixture
async def side() -> AsyncIterator[Outside]:
    async with outside() as made:
        yield made


def registered(side: Outside, **settings: Any) -> Webhook:
    retries_s = (0.01,) * 8
    defaults: dict[str, Any] = {"url": side.url + "/hook/1", "retries_s": retries_s}
    return Webhook(webhook_id=41, secret=SECRET, **(defaults | settings))


def signature(post: Post, names: tuple[str, ...]) -> str:
    """Written anew from the platform's description."""
    values = {name: str(value) for name, value in post.body.items()}
    values["has_audio"] = values["has_audio"].lower()
    pairs = "&".join(f"{name}={values[name]}" for name in names)
    lines = (post.headers["webhook-timestamp"], post.headers["webhook-nonce"], pairs)
    digest = hmac.new(SECRET.encode(), "\n".join(lines).encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


async def reported(client: Client, side: Outside, body: Any = REPORTED) -> tuple[int, Post]:
    count = len(side.posts)
    video_id = await client.bought(body)
    await client.sandbox.finish(video_id)
    return video_id, await side.posted(count + 1)


@pytest.mark.parametrize(("order", "names"), [("sorted", SORTED), ("received", RECEIVED)])
async def test_a_finished_video_is_reported_and_signed(
    side: Outside, order: str, names: tuple[str, ...]
) -> None:
    before = int(time.time())
    async with connected(webhook=registered(side, order=order)) as client:
        video_id, post = await reported(client, side, REPORTED | {"generate_audio_switch": True})
        resp = await client.resp(video_id)
        assert list(post.body) == list(RECEIVED)
        assert post.body == {
            "id": str(video_id),
            "status": 1,
            "url": resp["url"],
            "size": resp["size"],
            "has_audio": True,
            "credits": 9,
        }
        assert post.path == "/hook/1"
        assert post.headers["webhook-signature"] == signature(post, names)
        assert before <= int(post.headers["webhook-timestamp"]) <= time.time()
        assert len(post.headers["webhook-nonce"]) == 32
        trace_id = post.headers["ai-trace-id"]
        assert str(uuid.UUID(trace_id)) == trace_id


@pytest.mark.parametrize(("prompt", "status"), [("#failed", 8), ("#moderated", 7), ("#gone", 6)])
async def test_every_other_end_is_reported_without_a_video(
    side: Outside, prompt: str, status: int
) -> None:
    async with connected(webhook=registered(side)) as client:
        _, post = await reported(client, side, REPORTED | {"prompt": prompt})
        assert (post.body["status"], post.body["url"], post.body["size"]) == (status, "", 0)
        assert post.headers["webhook-signature"] == signature(post, SORTED)


async def test_only_the_exact_answer_ends_the_retries(side: Outside) -> None:
    side.answers = [(200, "OK"), (200, ""), (500, "ok"), (200, '"ok"'), (200, "ok")]
    async with connected(webhook=registered(side)) as client:
        await reported(client, side)
        await client.sandbox.until(lambda: len(client.sandbox.called_back) == 5)
        assert [attempt.taken for attempt in client.sandbox.called_back] == [False] * 4 + [True]
        await reported(client, side)
        await client.sandbox.until(lambda: len(client.sandbox.called_back) == 6)
        assert len({post.headers["webhook-nonce"] for post in side.posts}) == 6
        assert len({post.body["id"] for post in side.posts}) == 2


async def test_after_eight_retries_it_gives_up(side: Outside) -> None:
    side.answers = [(503, "ok")]
    async with connected(webhook=registered(side)) as client:
        await reported(client, side)
        await client.sandbox.until(lambda: len(client.sandbox.called_back) == 9)
        side.answers = [(200, "ok")]
        await client.sandbox.finish(await client.bought(REPORTED))
        await client.sandbox.until(lambda: client.sandbox.called_back[-1].taken)
        assert len(client.sandbox.called_back) == 10


async def test_orders_without_the_webhook_are_not_reported(side: Outside) -> None:
    async with connected(webhook=registered(side)) as client:
        await client.finished(TEXT)
        video_id, post = await reported(client, side)
        assert (post.body["id"], len(side.posts)) == (str(video_id), 1)


async def test_picture_orders_are_reported_too(side: Outside) -> None:
    async with connected(webhook=registered(side)) as client:
        order = FRAMES | {"img_id": await client.uploaded(picture()), "webhook_id": 41}
        done = await client.finished(order, "img")
        assert (await side.posted(1)).body["id"] == str(done["id"])


async def test_the_address_may_be_set_after_the_start(side: Outside) -> None:
    webhook = registered(side, url="")
    async with connected(webhook=webhook) as client:
        await client.finished(REPORTED)
        webhook.url = side.url + "/later"
        _, post = await reported(client, side)
        assert (post.path, len(side.posts)) == ("/later", 1)


@pytest.mark.parametrize(("webhook_id", "code"), [(42, 400017), ("41", 400013), (41.0, 400013)])
async def test_an_unknown_webhook_is_refused(side: Outside, webhook_id: Any, code: int) -> None:
    async with connected(webhook=registered(side)) as client:
        answered = await client.order(TEXT | {"webhook_id": webhook_id})
        assert answered["ErrCode"] == code
        assert client.sandbox.books.purchases == ()


async def test_stopping_gives_reports_up(side: Outside) -> None:
    side.answers = [(500, "")]
    async with connected(webhook=registered(side, retries_s=(3600.0,))) as client:
        await reported(client, side)
        await client.sandbox.until(lambda: len(client.sandbox.called_back) == 1)
    assert len(side.posts) == 1
