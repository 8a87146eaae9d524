"""The body of a submit, read strictly.

Documented are the fields, their types and choices. Assumed are the values that stand in for absent
parameters (5 seconds, 540p, 16:9, no sound), that the four modes exclude each other, that frames
come in pairs, that an aspect ratio beside a picture or a video is refused and not ignored, how
long a prompt may be, and the prices: pixverse-v6 is not in the published list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from bot.demo.sandbox.frame import EIGHT_RATIOS, QUALITIES
from bot.demo.sandbox.modelverse.fields import Fields
from bot.demo.sandbox.modelverse.refusal import Refusal, invalid

Sound = Literal["int", "bool", "both"]

MODEL = "pixverse-v6"
MAX_SEED = 2**31 - 1
LONGEST_S = 15
DEFAULT_SECONDS = 5
DEFAULT_RESOLUTION = "540p"
DEFAULT_RATIO = "16:9"

YUAN_PER_SECOND: Mapping[str, Decimal] = {
    "360p": Decimal("0.2"),
    "540p": Decimal("0.3"),
    "720p": Decimal("0.4"),
    "1080p": Decimal("0.8"),
}
SOUND_FACTOR = Decimal("1.5")

_PARAMETERS = ("resolution", "aspect_ratio", "duration", "generate_audio", "seed")
# The fields that make each mode.
MODES: Mapping[str, Sequence[str]] = {
    "text": (),
    "image": ("img_url",),
    "frames": ("first_frame_url", "last_frame_url"),
    "video": ("video_url",),
}
_MEDIA = tuple(name for fields in MODES.values() for name in fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A submit that is in order. `media` are URLs or Base64, as sent and named; price in yuan."""

    mode: str
    prompt: str
    media: Mapping[str, str]
    resolution: str
    ratio: str
    seconds: int
    audio: bool
    seed: int | None

    @property
    def price(self) -> Decimal:
        """Invented, in yuan."""
        silent = YUAN_PER_SECOND[self.resolution] * self.seconds
        return silent * SOUND_FACTOR if self.audio else silent


def read_order(body: Any, *, prompt_max_chars: int, sound: Sound) -> Order:
    """The order in a decoded body. Raises Refusal.

    `sound` is how `generate_audio` is to be written: documented is `int`, but no example has it.
    """
    top = Fields(body, "", ("model", "input", "parameters"))
    if (model := top.text("model")) != MODEL:
        raise Refusal("model_error", f"apikey not support model [{model[:100]}]")
    given = top.inner("input", ("prompt", *_MEDIA))
    asked = top.inner("parameters", _PARAMETERS)
    prompt = given.text("prompt")
    if len(prompt) > prompt_max_chars:
        raise Refusal("tokens_too_long")
    mode = _mode(given)
    if mode != "text" and asked.has("aspect_ratio"):
        raise invalid("parameters.aspect_ratio", "is for orders of text alone")
    return Order(
        mode=mode,
        prompt=prompt,
        media={name: given.text(name) for name in MODES[mode]},
        resolution=asked.choice("resolution", QUALITIES) or DEFAULT_RESOLUTION,
        ratio=asked.choice("aspect_ratio", EIGHT_RATIOS) or DEFAULT_RATIO,
        seconds=asked.whole("duration", 1, LONGEST_S) or DEFAULT_SECONDS,
        audio=_audio(asked, sound),
        seed=asked.whole("seed", 0, MAX_SEED),
    )


def _mode(given: Fields) -> str:
    there = tuple(name for name in _MEDIA if given.has(name))
    for mode, names in MODES.items():
        if there == tuple(names):
            return mode
    if len(there) == 1:
        raise invalid("input", "needs first_frame_url and last_frame_url together")
    raise invalid("input", f"cannot have {' and '.join(there)} at once")


def _audio(asked: Fields, sound: Sound) -> bool:
    if sound == "bool":
        return bool(asked.flag("generate_audio"))
    if sound == "int":
        return bool(asked.whole("generate_audio", 0, 1))
    try:
        return bool(asked.whole("generate_audio", 0, 1))
    except Refusal:
        return bool(asked.flag("generate_audio"))
