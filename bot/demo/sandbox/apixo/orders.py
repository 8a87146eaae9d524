"""The body of generateTask, read as strictly as the service reads it.

Not documented, and assumed: resolution and duration have no default; pictures in a text order are
refused; a seed is not negative and fits in 31 bits; a field that the page does not name is let
pass; an aspect ratio is let pass beside a picture, whose shape the clip takes all the same.
"""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.demo.sandbox.apixo.fields import Fields
from bot.demo.sandbox.apixo.refusal import missing
from bot.demo.sandbox.apixo.revisions import DEFAULT_RATIO, SECONDS, Revision, price

TEXT, PICTURE = "text-to-video", "image-to-video"
MAX_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A body that is in order. `price` is in US dollars; `callback_url` None means polling.

    `audio_url` is not fetched here; a clip ordered with one has a sound of its own.
    """

    mode: str
    prompt: str
    resolution: str
    seconds: int
    ratio: str
    picture_url: str | None
    audio_url: str | None
    seed: int | None
    callback_url: str | None
    price: Decimal


def order_key(body: Any) -> str:
    """SHA-256 of the body with its keys sorted: equal for equal orders.

    The service knows no idempotency key, so an order that is sent twice is bought twice; in the
    books both purchases stand under this key.
    """
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def read_order(body: Any, revision: Revision) -> Order:
    """The order in a decoded body. Raises Refusal."""
    fields = Fields(body)
    callback_url = _callback_url(fields)
    fields.choice("provider", ("auto", "value", "official"), default="auto")
    wanted = fields.object("input")
    mode = wanted.choice("mode", (TEXT, PICTURE))
    resolution = wanted.choice("resolution", tuple(revision.ratios))
    seconds = _seconds(wanted)
    wanted.text("negative_prompt", max_chars=revision.negative_max_chars)
    wanted.flag("enable_prompt_expansion", default=True)
    return Order(
        mode=mode,
        prompt=_prompt(wanted, mode, revision),
        resolution=resolution,
        seconds=seconds,
        ratio=wanted.choice("aspect_ratio", revision.ratios[resolution], default=DEFAULT_RATIO),
        picture_url=_picture_url(wanted, mode),
        audio_url=_audio_url(wanted, revision),
        seed=_seed(wanted),
        callback_url=callback_url,
        price=price(resolution, seconds),
    )


def _callback_url(fields: Fields) -> str | None:
    wants_it = fields.choice("request_type", ("async", "callback"), default="async") == "callback"
    if wants_it:
        return fields.web_address("callback_url")
    fields.text("callback_url")
    return None


def _prompt(wanted: Fields, mode: str, revision: Revision) -> str:
    needed = mode == TEXT or not revision.newer
    return wanted.text("prompt", max_chars=revision.prompt_max_chars, needed=needed)


def _seconds(wanted: Fields) -> int:
    if (seconds := wanted.whole("duration")) is None:
        raise missing("input.duration")
    if seconds not in SECONDS:
        raise wanted.refused("duration", "not 5 or 10")
    return seconds


def _picture_url(wanted: Fields, mode: str) -> str | None:
    urls = wanted.web_addresses("image_urls")
    if mode == TEXT:
        if urls:
            raise wanted.refused("image_urls", f"only for {PICTURE}")
        return None
    if not urls:
        raise missing("input.image_urls")
    if len(urls) > 1:
        raise wanted.refused("image_urls", "exactly one")
    return urls[0]


def _audio_url(wanted: Fields, revision: Revision) -> str | None:
    urls = wanted.web_addresses("audio_urls")
    if len(urls) > (1 if revision.newer else 0):
        raise wanted.refused("audio_urls", "at most one, and only for the newer model")
    return urls[0] if urls else None


def _seed(wanted: Fields) -> int | None:
    seed = wanted.whole("seed")
    if seed is not None and not 0 <= seed <= MAX_SEED:
        raise wanted.refused("seed", f"not from 0 to {MAX_SEED}")
    return seed
