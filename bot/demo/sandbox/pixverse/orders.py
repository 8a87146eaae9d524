"""The body of a generate call, read as strictly as the platform reads it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.sandbox.frame import QUALITIES
from bot.demo.sandbox.pixverse.models import (
    DEFAULT_MODEL,
    DEFAULT_RATIO,
    MODELS,
    STYLES,
    Model,
    base_price,
    extra_price,
)
from bot.demo.sandbox.pixverse.refusal import Refusal

MAX_SEED = 2**31 - 1
MAX_SPEECH_CHARS = 140
ORDER_CALLS = ("text", "img", "transition", "extend")

# What a call takes pictures from, and which fields of the other calls it refuses.
PICTURE_FIELDS: Mapping[str, Sequence[str]] = {
    "text": (),
    "img": ("img_id",),
    "transition": ("first_frame_img", "last_frame_img"),
    "extend": (),
}
_STRANGE_FIELDS: Mapping[str, Sequence[str]] = {
    "text": ("img_id", "img_ids", "source_video_id", "video_media_id"),
    "img": ("aspect_ratio", "img_ids", "source_video_id", "video_media_id"),
    "transition": ("aspect_ratio", "negative_prompt", "img_id", "img_ids", "source_video_id"),
    "extend": ("aspect_ratio", "img_id", "img_ids"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A generate call that is in order. `price` is in credits."""

    call: str
    prompt: str
    negative_prompt: str
    model: str
    seconds: int
    quality: str
    ratio: str | None
    seed: int | None
    style: str
    audio: bool
    picture_ids: tuple[int, ...]
    source_video_id: int | None
    webhook_id: int | None
    price: int


class Fields:
    """A JSON object, read field by field; null counts as absent. Raises Refusal."""

    def __init__(self, body: Any) -> None:
        if not isinstance(body, dict):
            raise Refusal(400017, "the body is not a JSON object")
        self._body: Mapping[str, Any] = body

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return self._body.get(name) is not None

    def text(self, name: str) -> str:
        """A string; empty when absent."""
        value = self._body.get(name)
        if value is not None and not isinstance(value, str):
            raise Refusal(400013, name)
        return value or ""

    def whole(self, name: str) -> int | None:
        """A number written without point or quotes."""
        value = self._body.get(name)
        if value is not None and type(value) is not int:
            raise Refusal(400013, name)
        return value

    def needed(self, name: str) -> int:
        """A whole number that must be there."""
        if (value := self.whole(name)) is None:
            raise Refusal(400011, name)
        return value

    def flag(self, name: str) -> bool:
        """True or false; false when absent."""
        value = self._body.get(name)
        if value is not None and not isinstance(value, bool):
            raise Refusal(400013, name)
        return bool(value)

    def choice(self, name: str, choices: Sequence[str], *, default: str | None = None) -> str:
        """One of some words; must be there unless it has a default."""
        value = self.text(name)
        if not value:
            if default is None:
                raise Refusal(400011, name)
            return default
        if value not in choices:
            raise Refusal(400017, name)
        return value

    def picture_id(self, name: str) -> int:
        """The id of an uploaded picture. A URL in its place is an invalid parameter."""
        if isinstance(url := self._body.get(name), str) and "://" in url:
            raise Refusal(400017, name)
        return self.needed(name)


def read_order(
    call: str,
    body: Any,
    *,
    prompt_max_chars: int,
    lenient: bool,
    webhook_ids: Collection[int] = (),
) -> Order:
    """The order in a decoded body. Raises Refusal with the platform's code.

    `lenient` is the dialect in which model and aspect ratio may be left out, and in which a field
    that a call does not know is let pass.
    """
    fields = Fields(body)
    if not lenient:
        for name in _STRANGE_FIELDS[call]:
            if fields.has(name):
                raise Refusal(400017, f"{name} does not belong here")
    model_name = fields.choice("model", tuple(MODELS), default=DEFAULT_MODEL if lenient else None)
    model = MODELS[model_name]
    prompt = _prompt(fields, prompt_max_chars)
    negative_prompt = fields.text("negative_prompt")
    if len(negative_prompt) > prompt_max_chars:
        raise Refusal(400019)
    quality = fields.choice("quality", QUALITIES)
    seconds = _seconds(fields, model, quality)
    fast = _fast(fields, model, seconds=seconds, quality=quality)
    audio = _allowed(fields, "generate_audio_switch", model.audio)
    _allowed(fields, "generate_multi_clip_switch", model.multi_clip)
    extra = _sounds(fields, model, seconds)
    _check_rest(fields)
    base = base_price(model_name, quality=quality, seconds=seconds, fast=fast, audio=audio)
    return Order(
        call=call,
        prompt=prompt,
        negative_prompt=negative_prompt,
        model=model_name,
        seconds=seconds,
        quality=quality,
        ratio=_ratio(fields, model, lenient=lenient) if call == "text" else None,
        seed=_seed(fields),
        style=_style(fields, model),
        audio=audio,
        picture_ids=tuple(fields.picture_id(name) for name in PICTURE_FIELDS[call]),
        source_video_id=_source(fields, model) if call == "extend" else None,
        webhook_id=_webhook_id(fields, webhook_ids),
        price=base + extra,
    )


def _prompt(fields: Fields, max_chars: int) -> str:
    prompt = fields.text("prompt")
    if not prompt.strip():
        raise Refusal(400011, "prompt")
    if len(prompt) > max_chars:
        raise Refusal(400018)
    return prompt


def _seconds(fields: Fields, model: Model, quality: str) -> int:
    seconds = fields.needed("duration")
    too_long = quality == "1080p" and seconds > model.longest_1080p_s
    if seconds not in model.seconds or too_long:
        raise Refusal(400017, "duration")
    return seconds


def _fast(fields: Fields, model: Model, *, seconds: int, quality: str) -> bool:
    fast = fields.choice("motion_mode", ("normal", "fast"), default="normal") == "fast"
    if fast and not (model.fast and seconds == 5 and quality != "1080p"):
        raise Refusal(400017, "motion_mode")
    return fast


def _allowed(fields: Fields, switch: str, possible: bool) -> bool:
    """A switch that only some models have."""
    on = fields.flag(switch)
    if on and not possible:
        raise Refusal(400017, switch)
    return on


def _sounds(fields: Fields, model: Model, seconds: int) -> int:
    """The price of the older kinds of sound."""
    effect = _allowed(fields, "sound_effect_switch", model.speech)
    speech = _allowed(fields, "lip_sync_switch", model.speech)
    fields.text("sound_effect_content")
    if len(fields.text("lip_sync_tts_content")) > MAX_SPEECH_CHARS:
        raise Refusal(400017, "lip_sync_tts_content")
    return extra_price(seconds=seconds, sound_effect=effect, speech=speech)


def _check_rest(fields: Fields) -> None:
    """Fields that change nothing here and are still looked at."""
    fields.choice("thinking_type", ("enabled", "disabled", "auto"), default="auto")
    if fields.text("camera_movement") and fields.has("template_id"):
        raise Refusal(400017, "camera_movement and template_id exclude each other")
    if fields.whole("template_id") is not None:
        raise Refusal(500070)


def _webhook_id(fields: Fields, registered: Collection[int]) -> int | None:
    webhook_id = fields.whole("webhook_id")
    if webhook_id is not None and webhook_id not in registered:
        raise Refusal(400017, "webhook_id is not registered")
    return webhook_id


def _ratio(fields: Fields, model: Model, *, lenient: bool) -> str:
    default = DEFAULT_RATIO if lenient else None
    return fields.choice("aspect_ratio", model.ratios, default=default)


def _seed(fields: Fields) -> int | None:
    seed = fields.whole("seed")
    if seed is not None and not 0 <= seed <= MAX_SEED:
        raise Refusal(400017, "seed")
    return seed


def _style(fields: Fields, model: Model) -> str:
    style = fields.choice("style", STYLES, default="")
    if style and not model.styles:
        raise Refusal(400017, "style")
    return style


def _source(fields: Fields, model: Model) -> int:
    if not model.extends:
        raise Refusal(400017, "model")
    if fields.whole("video_media_id") is not None:
        # Media cannot be uploaded here, so there is none by any id.
        raise Refusal(400017 if fields.has("source_video_id") else 500047, "video_media_id")
    return fields.needed("source_video_id")
