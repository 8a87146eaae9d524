"""What APIXO's two revisions of one model can do (apixo.ai/docs), and what they cannot."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.providers.base import PictureLimits

DURATIONS_S = (5, 10)
NEGATIVE_PROMPT_MAX_CHARS = 500
"""Documented for the newer revision; the older one takes one, too, and does not say how long."""
THREE_RATIOS = ("16:9", "9:16", "1:1")
FIVE_RATIOS = (*THREE_RATIOS, "4:3", "3:4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One model; names as in Capabilities. A smaller picture than `min_side_px` is refused."""

    prompt_max_chars: int
    qualities: tuple[str, ...]
    aspect_ratios: tuple[str, ...]
    excluded_ratios: frozenset[tuple[str, str]] = frozenset()
    picture: PictureLimits
    min_side_px: int = 0


NEWEST = Model(
    prompt_max_chars=1500,
    qualities=("480p", "720p", "1080p"),
    aspect_ratios=FIVE_RATIOS,
    excluded_ratios=frozenset({("480p", "4:3"), ("480p", "3:4")}),
    picture=PictureLimits(max_side_px=8000, max_bytes=20_000_000),
    min_side_px=240,
)
"""What is assumed of a model that is not listed."""
MODELS: Mapping[str, Model] = {
    "wan-2-5": Model(
        prompt_max_chars=800,
        qualities=("720p", "1080p"),
        aspect_ratios=THREE_RATIOS,
        # How many pixels is not documented; these are more than its videos have.
        picture=PictureLimits(max_side_px=4000, max_bytes=10_000_000),
    ),
    "wan-2-5-video": NEWEST,
}
