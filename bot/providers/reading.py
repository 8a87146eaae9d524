"""Reading what a provider wrote, which is not always what its documentation says."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import httpx

MAX_ID_CHARS = 150
"""Of a submission's id; the store has room for 200, with what a client puts before it."""
MAX_TOOK_S = 86_400
_PLACEHOLDERS = ("/default.mp4", "/default.jpg")
"""They stand in the place of videos that do not exist yet."""


def plain_keys(value: Any) -> dict[str, Any]:
    """An object with its keys in small letters and without underscores; {} for anything else."""
    if not isinstance(value, Mapping):
        return {}
    return {str(key).lower().replace("_", ""): item for key, item in value.items()}


def whole(value: object) -> int | None:
    """A whole number, also when it was sent as text or as 5.0."""
    try:
        return None if isinstance(value, bool) else int(float(str(value)))
    except (ValueError, OverflowError):
        return None


def decimal(value: object) -> Decimal | None:
    """A finite number, also when it was sent as text."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def digits(value: object) -> str | None:
    """An id that is a whole number, here and there sent as text."""
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,20}", str(value)):
        return None
    return str(value)


def text_id(value: object) -> str | None:
    """An id of any kind that can be stored and sent back; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).strip()
    return text if 0 < len(text) <= MAX_ID_CHARS and text.isprintable() else None


def decoded(value: object) -> Any:
    """What a text of JSON says; anything else as it is, None when it is broken."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def seconds_between(start: object, end: object, *, per_second: int = 1) -> float | None:
    """How long something took by two counts of time; None when that cannot be true."""
    first, last = whole(start), whole(end)
    if first is None or last is None:
        return None
    return seconds(last - first, per_second=per_second)


def seconds(count: object, *, per_second: int = 1) -> float | None:
    """How long something took; None when that cannot be true."""
    number = whole(count)
    if number is None or not 0 < number <= MAX_TOOK_S * per_second:
        return None
    return number / per_second


def word(value: object) -> str:
    """A status: numbers as their digits, words in small letters."""
    return str(value).strip().lower()


def video_url(value: object) -> str | None:
    """The address of a finished video; None for anything else, placeholders too."""
    if not isinstance(value, str) or not value.startswith(("https://", "http://")):
        return None
    try:
        address = httpx.URL(value)
    except (httpx.InvalidURL, ValueError):  # ValueError: half of a character
        return None
    return None if not address.host or address.path.endswith(_PLACEHOLDERS) else value


def first_video_url(value: object) -> str | None:
    """The first address of a finished video in a list of them, of objects with one, or alone."""
    for item in value if isinstance(value, list) else [value]:
        if found := video_url(plain_keys(item).get("url", item)):
            return found
    return None
