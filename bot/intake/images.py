"""Pictures from strangers become pictures that a provider takes.

The header is judged first (kind, frames, pixels), then everything is decoded: a header proves
nothing, and neither does Pillow's `verify`. One thread does it, so that two large pictures are
never decoded at once.
"""

import asyncio
import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from bot.i18n.words import Notice
from bot.providers.base import PictureLimits

MAX_PIXELS = 50_000_000
"""Decoded, this is 200 MB at most; phones' usual cameras stay below it."""
QUALITIES = (92, 85, 75, 60, 40)
KINDS = ("JPEG", "PNG", "WEBP")

# What a person may send by mistake, by its first bytes: (offset, bytes, its name).
_OTHER_KINDS = (
    (0, b"%PDF", "PDF"),
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypavi", "AVIF"),
)
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, struct.error)
"""What Pillow's decoders raise for bytes that are not what their header says."""

# Pillow's own bound only warns; the one here is checked before anything is decoded.
Image.MAX_IMAGE_PIXELS = None

_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")


class PictureRefused(Exception):  # noqa: N818 (an answer to a person, not a crash)
    """The bytes are no picture that can be used; `notice` tells the person why."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.key)
        self.notice = notice


async def fit(data: bytes, limits: PictureLimits) -> bytes:
    """The picture as an sRGB JPEG within `limits`: upright, opaque and without metadata.

    Raises PictureRefused.
    """
    return await asyncio.get_running_loop().run_in_executor(_thread, _fit, data, limits)


def _fit(data: bytes, limits: PictureLimits) -> bytes:
    with _opened(data) as picture:
        try:
            # A JPEG can be decoded at a half, a quarter or an eighth of its size.
            picture.draft(None, (limits.max_side_px, limits.max_side_px))
            picture.load()
            upright = ImageOps.exif_transpose(picture)
        except (*_BROKEN, zlib.error) as error:
            raise PictureRefused(Notice("picture-broken")) from error
        upright.thumbnail((limits.max_side_px, limits.max_side_px), Image.Resampling.LANCZOS)
        return _encoded(_srgb(_opaque(upright)), limits)


def _opened(data: bytes) -> Image.Image:
    """The picture with its header judged and nothing decoded."""
    if not data:
        raise PictureRefused(Notice("picture-empty"))
    try:
        picture = Image.open(io.BytesIO(data), formats=KINDS)
    except UnidentifiedImageError as error:
        raise _unknown_kind(data) from error
    except (*_BROKEN, zlib.error) as error:
        raise PictureRefused(Notice("picture-broken")) from error
    # An MPO is a JPEG with further JPEGs behind it (depth, another exposure), not an animation.
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise PictureRefused(Notice("picture-animated"))
    if picture.width * picture.height > MAX_PIXELS:
        facts = {"width": picture.width, "height": picture.height, "max": MAX_PIXELS // 1_000_000}
        raise PictureRefused(Notice("picture-too-many-pixels", facts))
    return picture


def _unknown_kind(data: bytes) -> PictureRefused:
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n")) or data[8:12] == b"WEBP":
        return PictureRefused(Notice("picture-broken"))
    for offset, magic, kind in _OTHER_KINDS:
        if data.startswith(magic, offset):
            return PictureRefused(Notice("picture-kind", {"kind": kind}))
    if b"<svg" in data[:1024].lower():
        return PictureRefused(Notice("picture-kind", {"kind": "SVG"}))
    return PictureRefused(Notice("picture-not-one"))


def _opaque(picture: Image.Image) -> Image.Image:
    """The picture without alpha, on white, in a mode of 8 bits."""
    if picture.has_transparency_data:
        profile = picture.info.get("icc_profile")
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        white.alpha_composite(layered)
        flat = white.convert("RGB")
        flat.info = {"icc_profile": profile}
        return flat
    if picture.mode.startswith(("I", "F")):
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return picture.convert("RGB") if picture.mode in {"P", "1"} else picture


def _srgb(picture: Image.Image) -> Image.Image:
    """The same colours in sRGB, where the picture says which space it is in."""
    profile = picture.info.get("icc_profile")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, *_BROKEN):
            return picture.convert("RGB")  # a broken profile says nothing
        return converted or picture.convert("RGB")
    return picture.convert("RGB")


def _encoded(picture: Image.Image, limits: PictureLimits) -> bytes:
    picture.info = {}  # comments would be written again
    encoded = b""
    for quality in QUALITIES:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality)
        encoded = buffer.getvalue()
        if len(encoded) <= limits.max_bytes:
            break
    return encoded
