"""Reading what a provider wrote, which is not always what its documentation says."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

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
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]+", str(value)):
        return None
    return str(value)


def word(value: object) -> str:
    """A status: numbers as their digits, words in small letters."""
    return str(value).strip().lower()


def video_url(value: object) -> str | None:
    """The address of a finished video; None for anything else, placeholders too."""
    if not isinstance(value, str) or not value.startswith(("https://", "http://")):
        return None
    return None if urlsplit(value).path.endswith(_PLACEHOLDERS) else value
