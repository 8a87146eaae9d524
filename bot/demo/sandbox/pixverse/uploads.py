"""Pictures that were uploaded: judged by their content, not by their names."""

import asyncio
import io

from PIL import Image

from bot.demo.sandbox.pixverse.refusal import Refusal
from bot.demo.sandbox.shot import Picture, picture_of

MAX_BYTES = 20_000_000
MAX_SIDE_PX = 4000
FORMATS = ("PNG", "WEBP", "JPEG")
MODERATED_PIXEL = (255, 0, 255)
"""A picture whose middle pixel has this colour, or nearly, does not pass moderation."""
_NEARLY = 24


async def judged(file: bytes) -> Picture:
    """The picture in a file, or Refusal with the platform's code for what is wrong with it."""
    if len(file) >= MAX_BYTES:
        raise Refusal(500030)
    return await asyncio.to_thread(_decoded, file)


def _decoded(file: bytes) -> Picture:
    try:
        with Image.open(io.BytesIO(file)) as image:
            if image.format not in FORMATS:
                raise Refusal(500032, str(image.format))
            if max(image.size) > MAX_SIDE_PX:
                raise Refusal(500033, f"{image.width} x {image.height}")
            picture = picture_of(image, file)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal(500033) from error
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow raises for broken files
        raise Refusal(500031) from error
    if _is_moderated(picture):
        raise Refusal(500052, http_status=500, snake=True)
    return picture


def _is_moderated(picture: Picture) -> bool:
    """Nearly, because a JPEG does not keep a colour exactly."""
    pixel = picture.image().getpixel((picture.width // 2, picture.height // 2))
    if not isinstance(pixel, tuple):
        return False
    return all(
        abs(is_ - marked) <= _NEARLY for is_, marked in zip(pixel, MODERATED_PIXEL, strict=True)
    )
