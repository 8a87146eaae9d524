import io
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from bot.intake.images import PictureRefused, fit
from bot.providers.base import PictureLimits

LIMITS = PictureLimits(max_side_px=400, max_bytes=20_000_000)
RED, WHITE = (255, 0, 0), (255, 255, 255)


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def noise(width: int = 300, height: int = 200) -> Image.Image:
    return Image.effect_noise((width, height), 80).convert("RGB")


async def fitted(data: bytes, limits: PictureLimits = LIMITS) -> Image.Image:
    jpeg = Image.open(io.BytesIO(await fit(data, limits)))
    jpeg.load()
    assert (jpeg.format, jpeg.mode) == ("JPEG", "RGB")
    return jpeg


def near(colour: object, expected: tuple[int, int, int], slack: int = 4) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) <= slack for a, b in zip(colour, expected, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_every_kind_is_taken_by_its_content(kind: str) -> None:
    assert (await fitted(encoded(noise(), kind))).size == (300, 200)


@pytest.mark.parametrize(
    ("picture", "kind", "expected"),
    [
        (Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG", RED),
        (Image.new("I;16", (8, 8), 40_000), "PNG", (155, 155, 155)),
        (Image.new("L", (8, 8), 90), "PNG", (90, 90, 90)),
        (Image.new("LA", (8, 8), (90, 0)), "PNG", WHITE),
        (Image.new("1", (8, 8), 1), "PNG", WHITE),
        (Image.new("RGBA", (8, 8), (255, 0, 0, 0)), "WEBP", WHITE),
        (Image.new("RGBA", (8, 8), (255, 0, 0, 128)), "PNG", (255, 127, 127)),
        (Image.new("RGB", (8, 8), RED).convert("P"), "PNG", RED),
    ],
    ids=["cmyk", "16-bit", "grey", "grey-alpha", "1-bit", "webp-alpha", "half-alpha", "palette"],
)
async def test_every_mode_becomes_opaque_rgb(
    picture: Image.Image, kind: str, expected: tuple[int, int, int]
) -> None:
    options = {"lossless": True} if kind == "WEBP" else {}
    assert near((await fitted(encoded(picture, kind, **options))).getpixel((4, 4)), expected)


async def test_a_palette_with_a_transparent_colour_is_flattened() -> None:
    palette = Image.new("P", (8, 8), 0)
    palette.putpalette([10, 20, 30])
    assert near((await fitted(encoded(palette, "PNG", transparency=0))).getpixel((4, 4)), WHITE)


async def test_a_picture_is_turned_upright() -> None:
    lying = Image.new("RGB", (40, 20), "blue")
    lying.paste("red", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    upright = await fitted(encoded(lying, "JPEG", exif=exif, quality=100))
    assert upright.size == (20, 40)
    assert near(upright.getpixel((10, 5)), RED, slack=40)


async def test_nothing_that_tells_of_the_person_is_left() -> None:
    exif = Image.Exif()
    exif[0x010F] = "a phone"
    exif.get_ifd(0x8825)[2] = (52.0, 13.0, 0.0)  # where it was taken
    data = encoded(noise(), "JPEG", exif=exif, comment=b"at home", xmp=b"<x/>", dpi=(300, 300))
    assert b"at home" in data
    assert b"a phone" in data
    jpeg = await fit(data, LIMITS)
    assert not dict(Image.open(io.BytesIO(jpeg)).getexif())
    for trace in (b"at home", b"a phone", b"Exif", b"<x/>"):
        assert trace not in jpeg


async def test_colours_of_another_space_become_srgb() -> None:
    """Red and green stand for each other in this made-up space."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = bytearray(srgb)
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    data = encoded(Image.new("RGB", (8, 8), RED), "PNG", icc_profile=bytes(swapped))
    assert near((await fitted(data)).getpixel((4, 4)), (0, 255, 0), slack=20)


async def test_a_broken_colour_profile_is_no_reason_to_refuse() -> None:
    data = encoded(Image.new("RGB", (8, 8), RED), "PNG", icc_profile=b"nonsense")
    assert near((await fitted(data)).getpixel((4, 4)), RED)


@pytest.mark.parametrize(
    ("size", "expected"),
    [((800, 400), (400, 200)), ((400, 400), (400, 400)), ((1, 10_000), (1, 400))],
)
async def test_a_large_picture_is_scaled_down(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert (await fitted(encoded(Image.new("RGB", size), "PNG"))).size == expected


async def test_a_picture_that_stays_too_heavy_is_compressed_harder() -> None:
    heavy = await fit(encoded(noise(400, 400), "PNG"), LIMITS)
    light = await fit(
        encoded(noise(400, 400), "PNG"), PictureLimits(max_side_px=400, max_bytes=len(heavy) // 2)
    )
    assert len(light) <= len(heavy) // 2


async def test_a_jpeg_with_a_second_picture_inside_is_a_still_picture() -> None:
    data = encoded(noise(), "MPO", save_all=True, append_images=[noise()])
    assert (await fitted(data)).size == (300, 200)


def animated(kind: str) -> bytes:
    return encoded(noise(), kind, save_all=True, append_images=[noise(), noise()])


def half(kind: str) -> bytes:
    whole = encoded(noise(), kind)
    return whole[: len(whole) // 2]


REFUSED: dict[str, tuple[Callable[[], bytes], str, dict[str, str | int]]] = {
    "zero bytes": (lambda: b"", "picture-empty", {}),
    "animated webp": (lambda: animated("WEBP"), "picture-animated", {}),
    "animated png": (lambda: animated("PNG"), "picture-animated", {}),
    "half a jpeg": (lambda: half("JPEG"), "picture-broken", {}),
    "half a png": (lambda: half("PNG"), "picture-broken", {}),
    "half a webp": (lambda: half("WEBP"), "picture-broken", {}),
    "a png's first bytes": (lambda: encoded(noise(), "PNG")[:12], "picture-broken", {}),
    "a bomb": (
        lambda: encoded(Image.new("1", (20_000, 20_000)), "PNG"),
        "picture-too-many-pixels",
        {"width": 20_000, "height": 20_000, "max": 50},
    ),
    "gif": (lambda: encoded(noise(), "GIF"), "picture-kind", {"kind": "GIF"}),
    "bmp": (lambda: encoded(noise(), "BMP"), "picture-kind", {"kind": "BMP"}),
    "tiff": (lambda: encoded(noise(), "TIFF"), "picture-kind", {"kind": "TIFF"}),
    "heic": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0", "picture-kind", {"kind": "HEIC"}),
    "pdf": (lambda: b"%PDF-1.7\n...", "picture-kind", {"kind": "PDF"}),
    "svg": (lambda: b'<?xml version="1.0"?>\n<SVG xmlns=""/>', "picture-kind", {"kind": "SVG"}),
    "text": (lambda: b"not a picture at all", "picture-not-one", {}),
    "a jpeg's mark and nonsense": (lambda: b"\xff\xd8\xff" + b"x" * 99, "picture-broken", {}),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_is_no_usable_picture_is_named(name: str) -> None:
    make, key, facts = REFUSED[name]
    with pytest.raises(PictureRefused) as refused:
        await fit(make(), LIMITS)
    assert (refused.value.notice.key, refused.value.notice.facts) == (key, facts)


WHOLE = [encoded(noise(60, 40), kind) for kind in ("JPEG", "PNG", "WEBP")]


@settings(max_examples=150)
@given(st.sampled_from(WHOLE), st.data())
async def test_damaged_bytes_are_refused_or_read_but_never_crash(
    whole: bytes, data: st.DataObject
) -> None:
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with suppress(PictureRefused):
        await fit(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]), LIMITS)
