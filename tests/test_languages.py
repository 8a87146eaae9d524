"""The catalogues say the same, each by the rules of its language and all by Telegram's."""

import functools
import html
import inspect
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from babel import Locale

from bot.i18n.words import CATALOGUES, LANGUAGES, Notice, Words
from bot.intake.excerpt import utf16_units
from tests.catalogues import COUNTED, EMOJI, fillings, messages, read

TAGS = {"b", "i", "code"}
COMMAND_UNITS = 256
PRESS_UNITS = 200
"""What Telegram shows over a chat when a button is pressed."""
MOST_UNITS = {"profile-about": 512, "profile-short": 120}
PRESSES = (
    "retry-", "again-", "longer-", "frame-none", "limit-", "nobody-", "extend-", "prompt-too-",
    "provider-gone", "provider-cannot",
)  # fmt: skip
PRESSED = {key for key in messages("en") if key.startswith(PRESSES)} | {
    "too-old",
    "job-forgotten",
    "done",
    "not-yours",
    "private-bot",
    "banned",
    "language-set",
    "cancel-done",
    "cancel-hidden",
    "cancel-ended",
    "unhide-done",
    "settings-not-yours",
    "board-nothing",
    "board-too-old",
    "options-accepted",
    "edit-accepted",
    "edit-newer",
    "swap-done",
    "swap-too-late",
    *(f"album-{what}" for what in ("made", "later", "none", "over")),
    "history-gone",
    "history-not-yours",
    "help-gone",
    "reel-end",
    "video-lost",
    "job-over",
    "job-hastened",
    "job-closed",
    "job-not-closed",
    "broadcast-over",
}
"""What may be said over the chat, as plain text."""
PLAIN = PRESSED | {
    key
    for key in messages("en")
    if key.startswith(
        (
            "command-",
            "button-",
            "language-name",
            "profile-",
            "board-row",
            "section-",
            "choice-",
            "video-title",
        )
    )
}
HALF = re.compile(r"[\u4e00-\u9fff][,.:;!?()]|[,.:;!?()][\u4e00-\u9fff]")
"""Chinese beside the narrow punctuation of other languages."""

every_language = pytest.mark.parametrize("language", LANGUAGES)


def every_message(test: Callable[..., None]) -> Callable[..., None]:
    """Tries each message within one test: thousands of tests take longer to begin than to run."""
    signature = inspect.signature(test)

    def whole(**given: Any) -> None:
        for key in messages("en"):
            try:
                test(**given, key=key)
            except AssertionError as error:
                raise AssertionError(f"{key}: {error}") from error

    kept = [one for name, one in signature.parameters.items() if name != "key"]
    functools.update_wrapper(whole, test)
    whole.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
    return whole


@pytest.fixture(scope="module")
def words() -> Words:
    return Words()


class Markup(HTMLParser):
    """Tags that are closed in their order. Raises AssertionError for others."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag in TAGS
        assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def plain(text: str) -> str:
    """What a person sees of a text."""
    markup = Markup()
    markup.feed(text)
    markup.close()
    assert markup.open == []
    return html.unescape(re.sub("<[^>]*>", "", text))


def test_every_catalogue_is_offered() -> None:
    assert {path.stem for path in CATALOGUES.glob("*.ftl")} == set(LANGUAGES)


@every_language
def test_every_language_has_the_same_messages(language: str) -> None:
    assert set(messages(language)) == set(messages("en"))


@every_language
@every_message
def test_a_translation_uses_the_same_facts(language: str, key: str) -> None:
    theirs, ours = read(messages(language)[key]), read(messages("en")[key])
    assert (theirs.facts, theirs.parts) == (ours.facts, ours.parts)


@every_language
@every_message
def test_a_choice_has_every_plural_form_and_every_case(language: str, key: str) -> None:
    plural_form = Locale(language).plural_form
    forms = {plural_form(number) for number in range(1000)}
    cases = dict(read(messages("en")[key]).choices)
    for name, variants in read(messages(language)[key]).choices:
        if name in COUNTED:
            found = {one for one in variants if not one.isdigit()}
            assert forms <= found <= forms | {"other"}, name
        elif name in cases:
            assert variants == cases[name], name


@every_language
@every_message
def test_every_variant_can_be_said_and_fits_a_phone(words: Words, language: str, key: str) -> None:
    for facts in fillings(language, key):
        text = words.say(language, Notice(key, facts))
        seen = plain(text)
        assert seen.strip() == seen
        assert seen
        assert "  " not in seen
        assert utf16_units(text) < 1000
        assert len(seen.splitlines()) <= 20
        assert len(EMOJI.findall(text)) <= 1
        if language == "zh":
            assert not HALF.search(seen)


@every_language
def test_what_telegram_shows_outside_of_messages_is_short_and_plain(
    words: Words, language: str
) -> None:
    for key in PLAIN:
        most = MOST_UNITS.get(key, COMMAND_UNITS if key.startswith("command-") else PRESS_UNITS)
        for facts in fillings(language, key):
            text = words.say(language, Notice(key, facts))
            assert plain(text) == text
            assert utf16_units(text) <= most, key


@every_language
def test_commands_options_and_examples_are_the_same_everywhere(language: str) -> None:
    def technical(code: str) -> list[list[str]]:
        source = (CATALOGUES / f"{code}.ftl").read_text(encoding="utf-8")
        return [sorted(re.findall(rf"{what}", source)) for what in (r"/[a-z]+", r"_[A-Z_]+", "<b>")]

    assert technical(language) == technical("en")
