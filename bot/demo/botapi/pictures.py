"""What Telegram makes of a picture: upright JPEGs in several sizes, without the camera's notes."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from bot.demo.botapi.refusals import bad_request

LONGEST_SIDES = (90, 320, 800, 1280)
MAX_BYTES = 10 * 1024 * 1024
MAX_SIDES_SUM = 10_000
MAX_RATIO = 20
JPEG_QUALITY = 87


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A picture as Telegram keeps it."""

    content: bytes
    width: int
    height: int


def telegram_sizes(content: bytes) -> tuple[Jpeg, ...]:
    """The sizes of a picture, the smallest first and none larger than the picture.

    Raises Refused for what Telegram does not take as a photo. Works for a while: not for a loop.
    """
    picture = _upright(content)
    longest = max(picture.size)
    sides = [side for side in LONGEST_SIDES[:-1] if side < longest]
    return tuple(_jpeg(picture, side) for side in (*sides, min(longest, LONGEST_SIDES[-1])))


def thumbnail(picture: Image.Image) -> Jpeg:
    """A small JPEG, 320 pixels at most."""
    return _jpeg(picture.convert("RGB"), min(max(picture.size), 320))


def thumbnail_of(content: bytes) -> Jpeg:
    """The same of a picture file. Raises Refused."""
    return thumbnail(_upright(content))


def _upright(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        # Of two many: a damaged EXIF block, an old palette. Telegram does not mind either.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content)) as opened:
                _check_shape(*opened.size)
                return _opaque(ImageOps.exif_transpose(opened))
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise bad_request("IMAGE_PROCESS_FAILED") from error


def _check_shape(width: int, height: int) -> None:
    too_long = max(width, height) > MAX_RATIO * min(width, height)
    if width + height > MAX_SIDES_SUM or too_long:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")
    return picture.convert("RGB")


def _jpeg(picture: Image.Image, longest: int) -> Jpeg:
    scale = longest / max(picture.size)
    size = tuple(max(1, round(side * scale)) for side in picture.size)
    scaled = picture if scale == 1 else picture.resize((size[0], size[1]), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    scaled.save(out, "JPEG", quality=JPEG_QUALITY)
    return Jpeg(out.getvalue(), *scaled.size)
