"""Figures in words."""

from collections.abc import Mapping

from bot.i18n.words import Notice, Words


def how(words: Words, language: str | None, state: str) -> str:
    """How a job ended, or where it is."""
    return words.say(language, Notice(f"state-{state}"))


def endings(words: Words, language: str | None, numbers: Mapping[str, int]) -> str:
    """How many jobs ended in each way."""
    return " · ".join(f"{how(words, language, one)} {number}" for one, number in numbers.items())
