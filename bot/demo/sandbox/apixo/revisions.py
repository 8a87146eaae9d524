"""The two revisions of the service: each has its model's name, its limits and its spelling.

As documented: the limits, the two spellings of failCode, HTTP 402 for an empty account in the
newer revision and code 400 with "Insufficient credits" in the older one, and that only the newer
one refuses content at once (HTTP 403). Not documented, and invented here: all prices; the newer
failCodes for pictures and for a failed generation; that the newer revision refuses WebP with alpha
as it refuses PNG with it; the older one's largest picture in pixels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.demo.sandbox.apixo.refusal import MESSAGES, POOR_MESSAGE
from bot.demo.sandbox.pictures import Taste


class Failure(StrEnum):
    """Why a task failed."""

    MODERATED = "Content does not meet safety guidelines"
    PICTURE_MODERATED = "The input image does not meet safety guidelines"
    PICTURE_AWAY = "Cannot access provided image URL"
    PICTURE_LARGE = "The input image exceeds the size limit"
    PICTURE_SMALL = "The input image is too small"
    PICTURE_FORMAT = "The image format is not supported"
    GENERATION = "Generation failed"


_UPPER: Mapping[Failure, str] = {
    Failure.MODERATED: "CONTENT_VIOLATION",
    Failure.PICTURE_MODERATED: "CONTENT_VIOLATION",
    Failure.PICTURE_AWAY: "INVALID_IMAGE_URL",
    Failure.PICTURE_LARGE: "IMAGE_TOO_LARGE",
    Failure.PICTURE_SMALL: "UNSUPPORTED_FORMAT",
    Failure.PICTURE_FORMAT: "UNSUPPORTED_FORMAT",
    Failure.GENERATION: "GENERATION_FAILED",
}
_PASCAL: Mapping[Failure, str] = {
    Failure.MODERATED: "SensitiveContentDetected",
    Failure.PICTURE_MODERATED: "InputImageSensitiveContentDetected",
    Failure.PICTURE_AWAY: "InvalidImageUrl",
    Failure.PICTURE_LARGE: "ImageTooLarge",
    Failure.PICTURE_SMALL: "InvalidImage",
    Failure.PICTURE_FORMAT: "UnsupportedFormat",
    Failure.GENERATION: "GenerationFailed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One model as its page describes it. Lengths of text are in code points.

    `poor` is the code and message for an empty account. `newer` is what only the newer revision
    has: a prompt that may be left out beside a picture, sound to go by, moderation at once, and
    the times of a failed task.
    """

    model: str
    newer: bool
    prompt_max_chars: int
    negative_max_chars: int | None
    ratios: Mapping[str, Sequence[str]]
    taste: Taste
    min_side_px: int
    fail_codes: Mapping[Failure, str]
    poor: tuple[int, str]


_THREE = ("16:9", "9:16", "1:1")
_FIVE = (*_THREE, "4:3", "3:4")
OLDER = Revision(
    model="wan-2-5",
    newer=False,
    prompt_max_chars=800,
    negative_max_chars=None,
    ratios={"720p": _THREE, "1080p": _THREE},
    taste=Taste(max_bytes=10_000_000, max_side_px=10_000),
    min_side_px=1,
    fail_codes=_UPPER,
    poor=(400, POOR_MESSAGE),
)
NEWER = Revision(
    model="wan-2-5-video",
    newer=True,
    prompt_max_chars=1500,
    negative_max_chars=500,
    ratios={"480p": _THREE, "720p": _FIVE, "1080p": _FIVE},
    taste=Taste(
        max_bytes=20_000_000,
        max_side_px=8000,
        formats=("JPEG", "PNG", "BMP", "WEBP"),
        alpha=False,
    ),
    min_side_px=240,
    fail_codes=_PASCAL,
    poor=(402, MESSAGES[402]),
)
REVISIONS: Mapping[str, Revision] = {revision.model: revision for revision in (OLDER, NEWER)}

SECONDS = (5, 10)
DEFAULT_RATIO = "16:9"
_SECOND_PRICES = {"480p": Decimal("0.05"), "720p": Decimal("0.10"), "1080p": Decimal("0.15")}


def price(resolution: str, seconds: int) -> Decimal:
    """US dollars for a clip. An invention: the service's prices are not published."""
    return _SECOND_PRICES[resolution] * seconds
