"""What counts as a prompt."""

import unicodedata

from bot.i18n.words import Notice

_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by category that nobody can see: Hangul fillers, the empty Braille cell."""


class PromptRefused(Exception):  # noqa: N818 (an answer to a person, not a crash)
    """The text is no prompt; `notice` tells the person why."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.key)
        self.notice = notice


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
