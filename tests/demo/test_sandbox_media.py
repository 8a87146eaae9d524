"""Finished videos are real files, served as a web server serves them."""

import io
from collections.abc import AsyncIterator

import av
import pytest

from tests.demo.sandbox_client import (
    TEXT,
    TINY,
    Client,
    connected,
)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


async def test_a_video_is_a_real_one(client: Client) -> None:
    done = await client.finished(TEXT | {"duration": 2, "generate_audio_switch": True})
    answered = await client.http.get(done["url"])
    raw = answered.content
    assert answered.headers["Content-Type"] == "video/mp4"
    assert int(answered.headers["Content-Length"]) == len(raw) == done["size"]
    assert raw.index(b"moov") < raw.index(b"mdat")
    with av.open(io.BytesIO(raw), "r") as clip:
        assert clip.streams.video[0].codec_context.name == "h264"
        assert (clip.streams.video[0].width, clip.streams.video[0].height) == (96, 54)
        assert clip.duration is not None
        assert clip.duration / av.time_base == pytest.approx(2, abs=1 / TINY.fps)
        assert len(clip.streams.audio) == 1


async def test_equal_seeds_make_equal_videos(client: Client) -> None:
    seeded = [await client.finished(TEXT | {"seed": seed}) for seed in (1, 1, 2)]
    first, same, other = [(await client.http.get(done["url"])).content for done in seeded]
    assert first == same != other
    assert len({done["url"] for done in seeded}) == 3


async def test_head_tells_size_and_type_without_the_body(client: Client) -> None:
    done = await client.finished()
    head = await client.http.head(done["url"])
    assert head.status_code == 200
    assert head.headers["Content-Type"] == "video/mp4"
    assert int(head.headers["Content-Length"]) == done["size"]
    assert head.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=100-", 100, None),
        ("bytes=-7", -7, None),
    ],
)
async def test_a_range_of_a_video(client: Client, asked: str, start: int, stop: int | None) -> None:
    url = (await client.finished())["url"]
    whole = (await client.http.get(url)).content
    part = await client.http.get(url, headers={"Range": asked})
    assert part.status_code == 206
    assert part.content == whole[start:stop]
    first = start % len(whole)
    said = f"bytes {first}-{first + len(part.content) - 1}/{len(whole)}"
    assert part.headers["Content-Range"] == said


async def test_ranges_that_cannot_be_given(client: Client) -> None:
    done = await client.finished()
    beyond = await client.http.get(done["url"], headers={"Range": "bytes=9999999-"})
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{done['size']}"
    for nonsense in ("bytes=0-1,5-6", "lines=1-2"):
        answered = await client.http.get(done["url"], headers={"Range": nonsense})
        assert (answered.status_code, len(answered.content)) == (200, done["size"])


async def test_paths_cannot_be_guessed(client: Client) -> None:
    url = (await client.finished())["url"]
    name = url.rpartition("/")[2]
    assert len(name.removesuffix(".mp4")) >= 32
    for other in ("x.mp4", "..%2f..%2fetc%2fpasswd", ""):
        answered = await client.http.get(url.removesuffix(name) + other)
        assert answered.status_code == 404
