"""Pictures from clients: judged by their content, not by their names."""

import asyncio
import io
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

from bot.demo.sandbox.shot import Picture, picture_of

MODERATED_PIXEL = (255, 0, 255)
"""A picture whose middle pixel has this colour, or nearly, does not pass moderation."""
_NEARLY = 24


class Flaw(StrEnum):
    """What is wrong with a picture."""

    BYTES = "bytes"
    FORMAT = "format"
    PIXELS = "pixels"
    UNREADABLE = "unreadable"
    ALPHA = "alpha"
    MODERATED = "moderated"


class UnfitPicture(Exception):  # noqa: N818 (an answer, and named like one)
    """The picture is not taken, because of `flaw`."""

    def __init__(self, flaw: Flaw, about: str = "") -> None:
        super().__init__(about or flaw.value)
        self.flaw = flaw


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """The pictures that a service takes. `formats` are Pillow's names."""

    max_bytes: int
    max_side_px: int
    formats: tuple[str, ...] = ("PNG", "WEBP", "JPEG")
    alpha: bool = True


async def judged(file: bytes, taste: Taste) -> Picture:
    """The picture in a file. Raises UnfitPicture."""
    if len(file) > taste.max_bytes:
        raise UnfitPicture(Flaw.BYTES)
    return await asyncio.to_thread(_decoded, file, taste)


def _decoded(file: bytes, taste: Taste) -> Picture:
    try:
        with Image.open(io.BytesIO(file)) as image:
            if image.format not in taste.formats:
                raise UnfitPicture(Flaw.FORMAT, str(image.format))
            if max(image.size) > taste.max_side_px:
                raise UnfitPicture(Flaw.PIXELS, f"{image.width} x {image.height}")
            if image.has_transparency_data and not taste.alpha:
                raise UnfitPicture(Flaw.ALPHA)
            picture = picture_of(image, file)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitPicture(Flaw.PIXELS) from error
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow raises for broken files
        raise UnfitPicture(Flaw.UNREADABLE) from error
    if _is_moderated(picture):
        raise UnfitPicture(Flaw.MODERATED)
    return picture


def _is_moderated(picture: Picture) -> bool:
    """Nearly, because a JPEG does not keep a colour exactly."""
    pixel = picture.image().getpixel((picture.width // 2, picture.height // 2))
    if not isinstance(pixel, tuple):
        return False
    return all(
        abs(is_ - marked) <= _NEARLY for is_, marked in zip(pixel, MODERATED_PIXEL, strict=True)
    )
