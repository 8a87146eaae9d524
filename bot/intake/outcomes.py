"""What a person reads about a job that has ended, and what can be done with any by one press."""

from collections.abc import Iterable, Mapping, Sequence

from bot.chat import Button, Keyboard
from bot.i18n.words import Notice, Words
from bot.intake.again import can_go_on
from bot.intake.excerpt import shorten
from bot.intake.presses import Act, press_of
from bot.providers.registry import Registry
from storage.jobs import Ending, Job, Mode, Outcome
from storage.states import State

CAPTION_UNITS = 1024
"""Telegram's limit for a caption, in UTF-16 units."""
RETRIED = frozenset(
    {Ending.UNKNOWN, Ending.FAILED, Ending.EXPIRED, Ending.GONE, Ending.UNAVAILABLE}
)
"""The endings after which the same request may well succeed."""
REWORDED = frozenset({Ending.MODERATED, Ending.REFUSED})
"""The endings that the same words would have again."""
RESULT_ROWS: Sequence[Sequence[Act]] = (
    (Act.AGAIN, Act.EDIT),
    (Act.LONGER, Act.FRAME),
    (Act.OPTIONS,),
)
"""The keyboard under a video."""


def card_buttons(job: Job, words: Words) -> Keyboard:
    """What can be done with one press about a job that is on its way."""
    if job.hidden:
        return [[button_of(job, Act.UNHIDE, words)]]
    cancel = button_of(job, Act.CANCEL, words)
    swap = [button_of(job, Act.SWAP, words)] if is_swappable(job) else []
    return [[*swap, cancel]]


def is_swappable(job: Job) -> bool:
    """Whether its pictures can still be turned around."""
    return job.state is State.QUEUED and job.request.mode is Mode.FRAMES


def outcome_notice(outcome: Outcome) -> Notice:
    """The words of a card whose job ended without a video."""
    if outcome.reason:
        return Notice(outcome.reason, outcome.facts)
    return Notice(f"outcome-{outcome.ending}")


def outcome_buttons(job: Job, outcome: Outcome, words: Words) -> Keyboard:
    """What can be done about an outcome with one press; nothing about what will be forgotten."""
    if job.to_forget:
        return ()
    if outcome.ending in REWORDED:
        return [[button_of(job, Act.EDIT, words)]]
    return [[button_of(job, Act.RETRY, words)]] if outcome.ending in RETRIED else ()


def result_buttons(job: Job, registry: Registry, words: Words) -> Keyboard:
    """What can be done with a finished video, as far as somebody in use can; in its language."""
    if job.to_forget:
        return ()
    can: Mapping[Act, bool] = {
        Act.LONGER: can_go_on(job, registry),
        Act.FRAME: bool(registry.able(Mode.IMAGE)),
    }
    rows = ([act for act in row if can.get(act, True)] for row in RESULT_ROWS)
    return [_row(job, acts, words) for acts in rows if acts]


def link_buttons(job: Job, words: Words) -> Keyboard:
    """The same for a video that the chat has as a link alone."""
    return () if job.to_forget else [_row(job, acts, words) for acts in RESULT_ROWS[::2]]


def hidden_notice(key: str, job: Job) -> Notice:
    """The words of a card that hides its video, which nothing brings once it is forgotten."""
    return Notice(key, {"forgotten": "yes" if job.to_forget else "no"})


def hidden_buttons(job: Job, words: Words) -> Keyboard:
    """What brings a video that is held back; nothing does once it is forgotten."""
    return () if job.to_forget else [[button_of(job, Act.UNHIDE, words, key="button-show")]]


def caption_of(job: Job) -> str:
    """What stands under a finished video: its prompt, in plain text."""
    return shorten(job.request.prompt, max_units=CAPTION_UNITS)


def _row(job: Job, acts: Iterable[Act], words: Words) -> Sequence[Button]:
    return [button_of(job, act, words) for act in acts]


def button_of(job: Job, act: Act, words: Words, *, key: str | None = None) -> Button:
    """The button that does this with a job, in the job's language; `key`: otherwise labelled."""
    text = words.say(job.language, Notice(key or f"button-{act}"))
    return Button(text=text, data=press_of(act, job.id))
