"""Finds prompts by some of their words, however they were written."""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""What stands above and below letters, once they are taken apart."""


def has_words(text: str, words: str) -> bool:
    """Whether all these words, or pieces of words, are in a text, in any order.

    Case and accents do not matter in any script: not every keyboard has them at hand.
    """
    plain = _plain(text)
    return all(word in plain for word in _plain(words).split())


def _plain(text: str) -> str:
    letters = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return letters.replace("ł", "l")  # which Unicode takes for a letter without a mark
