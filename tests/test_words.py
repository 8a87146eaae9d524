import html
import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.span import span
from bot.i18n.words import CATALOGUES, Notice, Words
from bot.intake.prompt import one_line, utf16_units
from storage.admission import Limit
from storage.jobs import CardFace, Ending, Options
from storage.states import State

NUMBERS: dict[str, str | int] = {
    "allowed": 5, "number": 3, "unit": "minutes", "max_chars": 2048, "per_minute": 5, "per_day": 30,
    "active": 3, "length": 3000, "max": 2048, "over": 952, "kind": "PDF", "width": 9, "height": 9,
    "frames": "yes", "prompt": "a wolf", "state": "ready", "provider": "pixverse",
    "setting": "PIXVERSE", "key_setting": "PIXVERSE_API_KEY",
    "mode": "frames", "possible": "text", "asked": "9:16", "applied": "none",
    "reason": "busy", "flag": "ar", "given": "5:4", "detail": "x", "total": "7", "parts": "x", "amount": "7", "url": "https://x/y",
}  # fmt: skip


def keys() -> list[str]:
    tree = FluentParser().parse((CATALOGUES / "en.ftl").read_text())
    assert not [entry for entry in tree.body if isinstance(entry, ast.Junk)]
    return [entry.id.name for entry in tree.body if isinstance(entry, ast.Message)]


@pytest.fixture(scope="module")
def words() -> Words:
    return Words()


@pytest.mark.parametrize("key", keys())
def test_every_message_can_be_said_and_fits_a_phone(words: Words, key: str) -> None:
    text = words.say("en", Notice(key, NUMBERS))
    assert text.strip()
    assert utf16_units(text) < 1000
    assert len(re.findall("[\U0001f300-\U0001faff⏳⚠✅❓🚫]", text)) <= 1
    for tag in re.findall(r"</?(\w+)", text):
        assert tag in {"b", "i", "code"}


def test_every_message_that_the_code_asks_for_is_there() -> None:
    known = set(keys())
    asked = {f"outcome-{one}" for one in Ending} - {"outcome-video", "outcome-refused"}
    asked |= {f"state-{one}" for one in (*Ending, *State)} - {"state-closed"}
    asked |= {f"changed-{field.name.replace('_', '-')}" for field in fields(Options)}
    asked |= {f"card-{face}" for face in CardFace} | {f"limit-{limit}" for limit in Limit}
    for path in Path("bot").rglob("*.py"):
        asked |= set(re.findall(r'(?:Notice\(|reason=|key = )"([a-z-]+)"', path.read_text()))
    assert asked <= known, asked - known


def test_no_message_is_left_over() -> None:
    code = "\n".join(path.read_text() for path in Path("bot").rglob("*.py"))
    built = (
        "album-",
        "changed-",
        "outcome-",
        "state-",
        "card-",
        "limit-",
        "alert-",
        "command-",
        "balance-part-",
    )
    said = {key for key in keys() if f'"{key}"' in code or key.startswith(built)}
    assert set(keys()) - said - {"span"} == set()


def test_what_people_write_breaks_neither_markup_nor_placeables(words: Words) -> None:
    nasty = '{ $max } <b>&amp;</b> "x" -term { span }'
    said = words.say("en", Notice("history-line", NUMBERS | {"prompt": nasty}))
    assert '{ $max } &lt;b&gt;&amp;amp;&lt;/b&gt; "x" -term { span }' in said


@pytest.mark.parametrize("language", [None, "", "xx", "en-GB", "EN"])
def test_an_unknown_language_falls_back(words: Words, language: str | None) -> None:
    assert words.say(language, Notice("cancel-nothing")) == "There is nothing to cancel."


def test_a_number_agrees_with_its_noun(words: Words) -> None:
    def ready(number: int) -> str:
        return words.say("en", Notice("ping-video", {"number": number, "unit": "seconds"}))

    assert ready(1).endswith("It took 1 second.")
    assert ready(48).endswith("It took 48 seconds.")


def test_a_missing_fact_is_an_error_and_not_a_hole_in_the_text(words: Words) -> None:
    with pytest.raises(LookupError, match="ping-video"):
        words.say("en", Notice("ping-video"))
    with pytest.raises(LookupError):
        words.say("en", Notice("no-such-message"))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, (1, "seconds")),
        (47.2, (48, "seconds")),
        (99, (99, "seconds")),
        (100, (2, "minutes")),
        (99 * 60, (99, "minutes")),
        (99 * 60 + 1, (2, "hours")),
        (24 * 3600, (24, "hours")),
        (48 * 3600, (2, "days")),
    ],
)
def test_a_span_is_said_in_its_natural_unit(seconds: float, said: tuple[int, str]) -> None:
    facts = span(timedelta(seconds=seconds))
    assert (facts["number"], facts["unit"]) == said


@given(st.text(max_size=200))
def test_any_prompt_is_shown_as_it_is_and_turns_nothing_after_it(words: Words, prompt: str) -> None:
    shown = one_line(prompt)
    said = words.say("en", Notice("history-line", NUMBERS | {"prompt": shown}))
    head, rest = said.split("<code>", 1)
    code, tail = rest.rsplit("</code>", 1)
    assert html.unescape(code) == html.unescape(html.escape(shown, quote=False))
    assert "<" not in code
    assert (head, tail) == ("• \u2068", "\u2069 – ready, 3 minutes ago")
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n")
