"""What counts as a prompt, and how a prompt is shown again."""

import unicodedata

from bot.i18n.words import Notice

_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by category that nobody can see: Hangul fillers, the empty Braille cell."""


class PromptRefused(Exception):  # noqa: N818 (an answer to a person, not a crash)
    """The text is no prompt; `notice` tells the person why."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.key)
        self.notice = notice


_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Embeddings, overrides and isolates of the direction of text; they last to the end of a line."""


def check_prompt(text: str, *, max_chars: int) -> str:
    """The prompt, verbatim but for white space around it. `max_chars` is in code points.

    Raises PromptRefused.
    """
    # Half a surrogate pair and NUL cannot be sent anywhere.
    prompt = text.replace("\0", "").strip().encode(errors="replace").decode()
    if not _is_visible(prompt):
        raise PromptRefused(Notice("prompt-empty"))
    if len(prompt) > max_chars:
        raise PromptRefused(prompt_too_long(prompt, max_chars))
    return prompt


def prompt_too_long(prompt: str, max_chars: int) -> Notice:
    """What a person reads whose prompt is too long, with the numbers."""
    facts = {"length": len(prompt), "max": max_chars, "over": len(prompt) - max_chars}
    return Notice("prompt-too-long", facts)


def _is_visible(text: str) -> bool:
    """Whether any character leaves ink: not only spaces, controls, joiners and fillers."""
    return any(
        unicodedata.category(char)[0] not in "ZC"
        and unicodedata.category(char) != "Mn"
        and char not in _BLANK_LETTERS
        for char in text
    )


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
