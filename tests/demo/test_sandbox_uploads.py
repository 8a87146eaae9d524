"""Pictures are judged by their content."""

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from PIL import Image

from tests.demo.sandbox_client import Client, connected, envelope, picture


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
async def test_pictures_are_taken_whatever_they_are_called(client: Client, kind: str) -> None:
    answer = await client.upload(picture(kind=kind), name="picture.bin")
    resp = envelope(answer)["Resp"]
    copy = await client.http.get(resp["img_url"])
    assert type(resp["img_id"]) is int
    assert copy.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(copy.content)).size == (64, 48)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (picture(kind="GIF"), 500032),
        (picture(kind="BMP"), 500032),
        (b"", 500031),
        (b"not a picture", 500031),
        (picture((400, 400), kind="JPEG")[:600], 500031),
        (picture((4001, 8)), 500033),
        (picture((8, 4001), kind="JPEG"), 500033),
        (picture((10_000, 10_000), 0, mode="1"), 500033),
        (picture() + b"\0" * 20_000_000, 500030),
    ],
    ids=["gif", "bmp", "empty", "text", "half", "wide", "high", "bomb", "heavy"],
)
async def test_unfit_pictures_are_refused(client: Client, file: bytes, code: int) -> None:
    answer = await client.upload(file, name="picture.png")
    assert (answer.status_code, envelope(answer)["ErrCode"]) == (200, code)


async def test_the_largest_picture_is_taken(client: Client) -> None:
    await client.uploaded(picture((4000, 10)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
async def test_a_magenta_middle_is_moderated_in_the_other_spelling(
    client: Client, kind: str
) -> None:
    answer = await client.upload(picture(colour=(255, 0, 255), kind=kind))
    assert answer.status_code == 500
    assert answer.json() == {
        "err_code": 500052,
        "err_msg": "The image did not pass moderation",
        "resp": None,
    }


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"files": {"file": ("a.png", picture())}}, 400011),
        ({"files": {"other": b"x"}, "data": {"image_url": "https://example.com/a.png"}}, 400017),
        ({"files": {"other": b"x"}, "data": {"image": "text"}}, 400013),
        ({"json": {"image": "text"}}, 400011),
    ],
)
async def test_an_upload_without_its_file_is_refused(
    client: Client, parts: dict[str, Any], code: int
) -> None:
    assert envelope(await client.send("POST", "/image/upload", **parts))["ErrCode"] == code
