"""The picture with which a video ends, of good videos and of bad ones."""

import io
from typing import Any

import av
import pytest
from PIL import Image

from bot.intake.images import PictureRefused
from bot.worker.frames import Frames

SIZE = (64, 32)
RED, BLUE = (254, 0, 0), (0, 0, 254)


def film(
    *pictures: Image.Image,
    kind: str = "mp4",
    codec: str = "libx264",
    **options: str,
) -> bytes:
    """A film of these pictures, whose first alone stands by itself."""
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as container:
        stream: Any = container.add_stream(codec, rate=24, options={"g": "600", **options})
        stream.width, stream.height, stream.pix_fmt = *pictures[0].size, "yuv420p"
        for picture in pictures:
            frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def plain(colour: tuple[int, int, int], size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new("RGB", size, colour)


def ending(size: tuple[int, int] = SIZE) -> Image.Image:
    """Red above blue."""
    picture = plain(BLUE, size)
    picture.paste(RED, (0, 0, size[0], size[1] // 2))
    return picture


USUAL = film(*[plain(RED)] * 50, ending())


def turned(video: bytes) -> bytes:
    """The same as from a phone that was held upright: to be shown turned by 90° clockwise."""
    one = 0x10000
    as_it_is, turned_right = (
        b"".join((value % 2**32).to_bytes(4, "big") for value in values)
        for values in ((one, 0, 0, 0, one), (0, one, 0, -one, 0))
    )
    at = video.index(b"tkhd")
    return video[:at] + video[at:].replace(as_it_is, turned_right, 1)


async def last(video: bytes) -> Image.Image:
    return Image.open(io.BytesIO(await Frames().last(video))).convert("RGB")


@pytest.mark.parametrize(
    "video",
    [
        USUAL,
        film(ending()),
        film(plain(RED), ending(), kind="webm", codec="libvpx"),
        USUAL + b"free",
    ],
    ids=["usual", "one picture", "webm", "cut off behind its end"],
)
async def test_it_is_the_very_last_picture(video: bytes) -> None:
    found = await last(video)
    assert found.size == SIZE
    near = [found.getpixel((9, y)) for y in (3, 28)]
    assert [max(range(3), key=lambda channel: one[channel]) for one in near] == [0, 2]  # type: ignore[index]


async def test_it_is_upright() -> None:
    found = await last(turned(USUAL))
    assert found.size == SIZE[::-1]
    left, right = (found.getpixel((x, 9)) for x in (3, 28))
    assert left[2] > 200  # type: ignore[index]
    assert right[0] > 200  # type: ignore[index]


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n"


@pytest.mark.parametrize(
    ("video", "why"),
    [
        (b"", "frame-broken"),
        (b"MZ\x90\0 this is a program", "frame-broken"),
        (PLAYLIST, "frame-broken"),
        (b"\0\0\0\x18ftypmp42" + PLAYLIST, "frame-broken"),
        (USUAL[: len(USUAL) // 2], "frame-broken"),
        (film(plain(RED, (4096, 4098)), preset="ultrafast"), "frame-too-much"),
    ],
    ids=["empty", "program", "playlist", "playlist as film", "half", "huge"],
)
async def test_what_has_no_last_picture_is_refused(video: bytes, why: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        await Frames().last(video)
    assert refused.value.notice.key == why


async def test_a_video_that_takes_too_long_is_refused() -> None:
    with pytest.raises(PictureRefused) as refused:
        await Frames(within_s=0.001).last(USUAL)
    assert refused.value.notice.key == "frame-too-much"
