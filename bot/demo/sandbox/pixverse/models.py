"""What the platform's models can do, and for how many credits.

Lengths, qualities, ratios and most prices are as published (Models and Pricing in
docs.platform.pixverse.ai). Unpublished, and assumed here: c1 costs what v6 costs, v5.5 what v5.6
costs, and sound makes these two half as dear again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.demo.sandbox.frame import EIGHT_RATIOS, FIVE_RATIOS

STYLES = ("anime", "3d_animation", "clay", "comic", "cyberpunk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One model. `longest_1080p_s` bounds the highest quality; `speech` is the older sound."""

    seconds: tuple[int, ...]
    longest_1080p_s: int
    ratios: tuple[str, ...] = FIVE_RATIOS
    fast: bool = False
    styles: bool = False
    audio: bool = False
    speech: bool = False
    multi_clip: bool = False
    extends: bool = True


_OLD = Model(seconds=(5, 8), longest_1080p_s=5, fast=True, speech=True)
_PER_SECOND = Model(
    seconds=tuple(range(1, 16)),
    longest_1080p_s=15,
    ratios=EIGHT_RATIOS,
    audio=True,
    multi_clip=True,
)
MODELS: Mapping[str, Model] = {
    "v3.5": Model(seconds=(5, 8), longest_1080p_s=5, fast=True, styles=True, speech=True),
    "v4": _OLD,
    "v4.5": _OLD,
    "v5": Model(seconds=(5, 8), longest_1080p_s=8, speech=True),
    "v5.5": Model(seconds=(5, 8, 10), longest_1080p_s=8, audio=True, multi_clip=True),
    "v5.6": Model(seconds=(5, 8, 10), longest_1080p_s=8, audio=True, extends=False),
    "v6": _PER_SECOND,
    "c1": Model(
        seconds=tuple(range(1, 16)),
        longest_1080p_s=15,
        ratios=EIGHT_RATIOS,
        audio=True,
        extends=False,
    ),
}
DEFAULT_MODEL = "v5.6"
DEFAULT_RATIO = "16:9"

_OLD_PRICES = {
    "360p": {5: 45, 8: 90},
    "540p": {5: 45, 8: 90},
    "720p": {5: 60, 8: 120},
    "1080p": {5: 120, 8: 240},
}
_NEW_PRICES = {
    "360p": {5: 35, 8: 70, 10: 77},
    "540p": {5: 35, 8: 70, 10: 77},
    "720p": {5: 45, 8: 90, 10: 99},
    "1080p": {5: 75, 8: 150},
}
_SECOND_PRICES = {"360p": (5, 7), "540p": (7, 9), "720p": (9, 12), "1080p": (18, 23)}


def base_price(model: str, *, quality: str, seconds: int, fast: bool, audio: bool) -> int:
    """Credits for a clip of a model, quality and length that go together."""
    if model in ("v6", "c1"):
        return _SECOND_PRICES[quality][1 if audio else 0] * seconds
    if model in ("v5.5", "v5.6"):
        silent = _NEW_PRICES[quality][seconds]
        return -(-silent * 3 // 2) if audio else silent
    return _OLD_PRICES[quality][seconds] * (2 if fast else 1)


def extra_price(*, seconds: int, sound_effect: bool, speech: bool) -> int:
    """Credits for sounds laid under a clip: 10 for every five seconds begun, 4 a second."""
    return (-(-seconds // 5) * 10 if sound_effect else 0) + (4 * seconds if speech else 0)
