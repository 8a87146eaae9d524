import html
import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.span import span
from bot.i18n.words import LANGUAGES, Notice, Words
from bot.intake.board import Section
from bot.intake.excerpt import one_line
from bot.intake.flags import offered_flags
from bot.settings import Settings
from bot.telegram.guidance import Page
from storage.admission import Limit
from storage.jobs import CardFace, Ending, Options
from storage.states import State
from tests.catalogues import FACTS, messages
from tests.intake.samples import OFFER


def keys() -> list[str]:
    return list(messages("en"))


@pytest.fixture(scope="module")
def words() -> Words:
    return Words()


def test_every_message_that_the_code_asks_for_is_there() -> None:
    known = set(keys())
    asked = {f"outcome-{one}" for one in Ending} - {"outcome-video", "outcome-refused"}
    asked |= {f"state-{one}" for one in (*Ending, *State)} - {"state-closed"}
    asked |= {f"changed-{field.name.replace('_', '-')}" for field in fields(Options)}
    asked |= {f"card-{face}" for face in CardFace} | {f"limit-{limit}" for limit in Limit}
    asked |= {f"help-{page}" for page in Page}
    asked |= {f"help-flag-{name}" for name in offered_flags(OFFER)}
    asked |= {f"section-{section.replace('_', '-')}" for section in Section}
    for path in Path("bot").rglob("*.py"):
        asked |= set(re.findall(r'(?:Notice\(|reason=|key = )"([a-z-]+)"', path.read_text()))
    assert asked <= known, asked - known


def test_no_message_is_left_over() -> None:
    code = "\n".join(path.read_text() for path in Path("bot").rglob("*.py"))
    built = (
        "album-",
        "button-",
        "changed-",
        "outcome-",
        "state-",
        "card-",
        "limit-",
        "alert-",
        "command-",
        "balance-part-",
        "section-",
        "help-",
    )
    done = ("-accepted", "-ask")
    said = {
        key for key in keys() if f'"{key}"' in code or key.startswith(built) or key.endswith(done)
    }
    assert set(keys()) - said - {"span"} == set()


def test_what_people_write_breaks_neither_markup_nor_placeables(words: Words) -> None:
    nasty = '{ $max } <b>&amp;</b> "x" -term { span }'
    said = words.say("en", Notice("history-line", FACTS | {"prompt": nasty}))
    assert '{ $max } &lt;b&gt;&amp;amp;&lt;/b&gt; "x" -term { span }' in said


@pytest.mark.parametrize("language", [None, "", "xx", "en-GB", "EN"])
def test_an_unknown_language_falls_back(words: Words, language: str | None) -> None:
    assert words.say(language, Notice("cancel-nothing")) == "There is nothing to cancel."


@pytest.mark.parametrize(("language", "said"), [("uk", "Nie ma"), (None, "Nie ma"), ("ru", "Отме")])
def test_what_it_falls_back_to_can_be_set(language: str | None, said: str) -> None:
    assert Words("pl").say(language, Notice("cancel-nothing")).startswith(said)


def test_every_catalogue_can_be_the_default() -> None:
    """The settings stand below the words and cannot ask them."""
    allowed = get_args(Settings.model_fields["default_language"].annotation)
    assert allowed == LANGUAGES


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "It took 1 second."),
        ("en", 48, "It took 48 seconds."),
        ("ru", 21, "Это заняло 21 секунду."),
        ("ru", 2, "Это заняло 2 секунды."),
        ("ru", 12, "Это заняло 12 секунд."),
        ("pl", 1, "Zajęło to 1 sekundę."),
        ("pl", 22, "Zajęło to 22 sekundy."),
        ("pl", 21, "Zajęło to 21 sekund."),
        ("zh", 1, "用时 1 秒。"),
        ("zh-hans", 48, "用时 48 秒。"),
    ],
)
def test_a_number_agrees_with_its_noun(words: Words, language: str, number: int, said: str) -> None:
    facts: dict[str, str | int] = {"number": number, "unit": "seconds"}
    assert words.say(language, Notice("ping-video", facts)).endswith(said)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1.5 credits"), ("ru", "1.5 кредита"), ("zh", "1.5 积分"), ("pl", "1.5 kredytu")],
)
def test_a_fraction_agrees_with_its_noun(words: Words, language: str, said: str) -> None:
    assert words.say(language, Notice("receipt-credits", {"number": "1.5"})) == said


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


@pytest.mark.parametrize("language", LANGUAGES)
@given(prompt=st.text(max_size=200))
def test_any_prompt_is_shown_as_it_is_and_turns_nothing_after_it(
    words: Words, language: str, prompt: str
) -> None:
    shown = one_line(prompt)
    said = words.say(language, Notice("history-line", FACTS | {"prompt": shown}))
    head, rest = said.split("<code>", 1)
    code, tail = rest.rsplit("</code>", 1)
    assert html.unescape(code) == html.unescape(html.escape(shown, quote=False))
    assert "<" not in code
    plain = words.say(language, Notice("history-line", FACTS | {"prompt": "a wolf"}))
    assert f"{head}<code>a wolf</code>{tail}" == plain
    assert (head[-1], tail[0]) == ("\u2068", "\u2069")
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n")
