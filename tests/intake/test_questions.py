"""The bot's questions tell by themselves what an answer to them is about."""

import html
import re

import pytest

from bot.i18n.words import LANGUAGES, Words
from bot.intake.excerpt import utf16_units
from bot.intake.presses import Act
from bot.intake.questions import Question, question_in, question_of
from storage.jobs import Job, Request

WORDS = Words()


def job(prompt: str) -> Job:
    absent = dict.fromkeys(name for name in Job.__slots__)
    return Job(**(absent | {"id": 1234, "request": Request(prompt=prompt)}))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", [Act.EDIT, Act.FRAME])
@pytest.mark.parametrize("prompt", ["a <wolf> & #5", "🐺" * 2048])
def test_a_question_is_known_again(language: str, act: Act, prompt: str) -> None:
    said = WORDS.say(language, question_of(act, job(prompt)))
    text = html.unescape(re.sub("</?(b|code)>", "", said))
    assert utf16_units(text) < 4096
    assert question_in(text) == Question(act=act, job_id=1234)
    assert question_in(text.replace("\ufe0f", "")) == Question(act=act, job_id=1234)


@pytest.mark.parametrize(
    "text", ["", "a wolf", "• ✏️ #5 – ready", "#5", "✏️ #", "✏️ #x", "🎞 #12345678901234567890"]
)
def test_nothing_else_is_a_question(text: str) -> None:
    assert question_in(text) is None
