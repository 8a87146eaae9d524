"""What the bot asks about a finished video. The answer may come months later, so nothing is kept:
the question itself tells what it was about."""

import re
from dataclasses import dataclass

from bot.i18n.words import Notice
from bot.intake.excerpt import shorten
from bot.intake.presses import Act
from storage.jobs import Job

PROMPT_UNITS = 3000
"""Of a prompt in a question, which has 4096 at most."""
SIGNS = {"✏": Act.EDIT, "🎞": Act.FRAME}
"""How each question begins, in every language."""
_BEGIN = re.compile(rf"({'|'.join(SIGNS)})\ufe0f? ?#([0-9]{{1,18}})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, and about which job."""

    act: Act
    job_id: int


def question_of(act: Act, job: Job) -> Notice:
    """The question for another prompt, or for what comes after the last frame."""
    facts: dict[str, str | int] = {"job": str(job.id)}
    if act is Act.EDIT:
        facts["prompt"] = shorten(job.request.prompt, max_units=PROMPT_UNITS)
    return Notice(f"{act}-ask", facts)


def question_in(text: str) -> Question | None:
    """What a message of the bot's asks; None for one that asks nothing."""
    found = _BEGIN.match(text)
    return Question(act=SIGNS[found[1]], job_id=int(found[2])) if found else None
