"""Pictures by URL: APIXO's sandbox really fetches them."""

import io
from collections.abc import AsyncIterator
from typing import Any

import av
import pytest

from bot.demo.sandbox.apixo import Plan
from tests.demo.apixo_client import (
    NEWER,
    OLDER,
    Client,
    body_of,
    connected,
    picture_body,
    url_in,
)
from tests.demo.outside import Outside, outside
from tests.demo.sandbox_client import picture

MAGENTA = (255, 0, 255)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


@pytest.fixture
async def side() -> AsyncIterator[Outside]:
    async with outside() as made:
        yield made


async def test_a_picture_order_keeps_the_shape_of_the_picture(
    client: Client, side: Outside
) -> None:
    url = side.serve("/up/a.png", picture((300, 600)), "image/png")
    data = await client.finished(picture_body(url))
    video = await client.http.get(url_in(data))
    with av.open(io.BytesIO(video.content)) as film:
        stream = film.streams.video[0]
        assert (stream.width, stream.height, stream.codec.name) == (72, 144, "h264")
    assert side.asked == ["/up/a.png"]


async def test_the_newer_revision_needs_no_prompt_beside_a_picture(
    client: Client, side: Outside
) -> None:
    body = picture_body(side.serve("/a.png", picture((240, 240)), "image/png"))
    del body["input"]["prompt"]
    assert (await client.finished(body, NEWER))["state"] == "success"


async def test_a_task_is_pending_until_its_picture_has_come(client: Client, side: Outside) -> None:
    side.held.clear()
    task_id = await client.bought(picture_body(side.serve("/a.png", picture(), "image/png")))
    await side.until_asked()
    assert (await client.data(task_id))["state"] == "pending"
    side.held.set()
    await client.finish(task_id)
    assert (await client.data(task_id))["state"] == "success"


async def test_a_task_that_waits_for_its_picture_is_running(side: Outside) -> None:
    side.held.clear()
    async with connected(plan=Plan(max_running=1)) as client:
        await client.bought(picture_body(side.serve("/a.png", picture(), "image/png")))
        assert (await client.order(body_of())).status_code == 429
        assert client.sandbox.running == 1


FAULTY: dict[str, tuple[bytes, str, int, str, str]] = {
    "missing": (b"", "image/png", 404, "INVALID_IMAGE_URL", "InvalidImageUrl"),
    "login": (b"<html>", "text/html", 200, "INVALID_IMAGE_URL", "InvalidImageUrl"),
    "octets": (picture((240, 240)), "application/octet-stream", 200, "INVALID_IMAGE_URL", ""),
    "garbled": (b"not a picture", "image/png", 200, "INVALID_IMAGE_URL", "InvalidImageUrl"),
    "gif": (picture(kind="GIF"), "image/gif", 200, "UNSUPPORTED_FORMAT", "UnsupportedFormat"),
    "heavy": (picture() + bytes(20_000_001), "image/png", 200, "IMAGE_TOO_LARGE", "ImageTooLarge"),
    "magenta": (
        picture((240, 240), MAGENTA),
        "image/png",
        200,
        "CONTENT_VIOLATION",
        "InputImageSensitiveContentDetected",
    ),
}


@pytest.mark.parametrize("model", [OLDER, NEWER])
@pytest.mark.parametrize("name", FAULTY)
async def test_a_picture_that_cannot_be_used_fails_the_task(
    client: Client, side: Outside, name: str, model: str
) -> None:
    file, content_type, status, older, newer = FAULTY[name]
    url = side.serve("/a", file, content_type, status)
    data = await client.finished(picture_body(url), model)
    expected = older if model == OLDER else newer or "InvalidImageUrl"
    assert (data["state"], data["failCode"]) == ("failed", expected)
    assert client.sandbox.books.spent == 0


async def test_a_picture_at_an_address_where_nobody_listens_fails_the_task(
    client: Client, side: Outside
) -> None:
    client.sandbox.release()
    url = side.url.rsplit(":", 1)[0] + ":9/a.png"
    task_id = await client.bought(picture_body(url))
    await client.sandbox.until(lambda: client.sandbox.running == 0)
    assert await client.data(task_id) == {
        "taskId": task_id,
        "state": "failed",
        "failCode": "INVALID_IMAGE_URL",
        "failMsg": "Cannot access provided image URL",
    }


@pytest.mark.parametrize(
    ("file", "kind", "older", "newer"),
    [
        (picture((240, 240), (1, 2, 3, 4), mode="RGBA"), "png", "", "UnsupportedFormat"),
        (picture((240, 240), kind="BMP"), "bmp", "UNSUPPORTED_FORMAT", ""),
        (picture((239, 400)), "png", "", "InvalidImage"),
        (picture((8001, 240)), "png", "", "ImageTooLarge"),
        (picture((8000, 240), kind="JPEG"), "jpeg", "", ""),
        (picture((240, 240), kind="WEBP"), "webp", "", ""),
        (picture((240, 240)) + bytes(10_000_000), "png", "IMAGE_TOO_LARGE", ""),
    ],
    ids=["alpha", "bmp", "small", "wide", "widest", "webp", "heavy"],
)
async def test_the_revisions_take_different_pictures(
    client: Client, side: Outside, file: bytes, kind: str, older: str, newer: str
) -> None:
    url = side.serve("/a", file, f"image/{kind}")
    for model, code in ((OLDER, older), (NEWER, newer)):
        data: dict[str, Any] = await client.finished(picture_body(url), model)
        assert data.get("failCode", "") == code
