"""A text shown again: on one line, and as short as there is room for it."""

import unicodedata

_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Embeddings, overrides and isolates of the direction of text; they last to the end of a line."""


def one_line(text: str) -> str:
    """The text with single spaces, and without the invisible marks that turn what follows it."""
    return " ".join(text.translate(_TURNING).split())


def shorten(text: str, *, max_units: int) -> str:
    """The text cut to `max_units` UTF-16 code units, as Telegram counts, with … for what is cut.

    It is never cut inside a character or between a character and the marks that belong to it.
    """
    if utf16_units(text) <= max_units:
        return text
    end, units = 0, 1  # one unit is for the ellipsis
    for end, char in enumerate(text):  # noqa: B007
        units += utf16_units(char)
        if units > max_units:
            break
    while end > 0 and _joined(text[end - 1], text[end]):
        end -= 1
    return text[:end].rstrip() + "…"


def utf16_units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text) + sum(char > "\uffff" for char in text)


def _joined(left: str, right: str) -> bool:
    """Whether two neighbours make one visible character."""
    zwj = "\u200d"
    return (
        zwj in (left, right)
        or unicodedata.category(right) in {"Mn", "Me", "Mc", "Cf"}
        or "\U0001f3fb" <= right <= "\U0001f3ff"  # skin tones
        or ("\U0001f1e6" <= left <= "\U0001f1ff" and "\U0001f1e6" <= right <= "\U0001f1ff")
    )
