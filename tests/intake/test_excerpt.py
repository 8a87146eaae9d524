import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.excerpt import shorten, utf16_units


def telegram_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.text())
def test_the_length_is_counted_as_telegram_counts(text: str) -> None:
    if text.isprintable():
        assert utf16_units(text) == telegram_length(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.integers(2, 200))
def test_a_shortened_text_fits_and_begins_like_the_whole(text: str, max_units: int) -> None:
    short = shorten(text, max_units=max_units)
    assert telegram_length(short) <= max_units
    if telegram_length(text) <= max_units:
        assert short == text
    else:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


@pytest.mark.parametrize("whole", ["👨‍👩‍👧", "👍🏽", "🇵🇱", "e\u0301"])
def test_a_visible_character_is_not_cut_in_two(whole: str) -> None:
    text = "x" * 5 + whole + "y" * 20
    for max_units in range(6, 6 + telegram_length(whole)):
        assert shorten(text, max_units=max_units) == "xxxxx…"


@given(st.text(alphabet=["a", "\u0301", "👍", "🏽", "\u200d"], min_size=3, max_size=60))
def test_a_cut_never_leaves_a_mark_without_its_letter(text: str) -> None:
    short = shorten(text, max_units=8)
    rest = text[len(short) - 1 :]
    if short != text and rest and short != "…":
        assert unicodedata.category(rest[0]) != "Mn"
