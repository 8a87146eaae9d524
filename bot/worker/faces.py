"""Which words a card shows before its job has ended; see `outcomes` for those after."""

from collections.abc import Sequence

from bot.chat import Button, Keyboard
from bot.i18n.words import Notice, Words
from bot.intake.presses import Act, press_of
from bot.providers.matching import changes
from storage.jobs import CardFace, Job, Mode
from storage.states import State


def card_buttons(job: Job, words: Words) -> Keyboard:
    """What can be done with one press about a job that is on its way."""
    if job.hidden:
        return [[_button(job, Act.UNHIDE, "button-unhide", words)]]
    cancel = _button(job, Act.CANCEL, "button-cancel", words)
    swap = [_button(job, Act.SWAP, "button-swap", words)] if _is_swappable(job) else []
    return [[*swap, cancel]]


def progress_notice(face: CardFace) -> Notice:
    """The words of a card before the outcome."""
    return Notice(f"card-{face}")


def change_notices(job: Job) -> Sequence[Notice]:
    """What is made otherwise than it was asked for; nothing before somebody makes it."""
    if job.options is None:
        return ()
    return [
        Notice(
            f"changed-{change.option.replace('_', '-')}",
            {"asked": change.asked, "applied": change.applied or "none"},
        )
        for change in changes(job.request.options, job.options)
    ]


def frames_notices(job: Job) -> Sequence[Notice]:
    """Which picture comes first, for as long as that can be changed."""
    if not _is_swappable(job):
        return ()
    return [Notice("card-frames", {"order": "turned" if job.request.turned else "sent"})]


def _is_swappable(job: Job) -> bool:
    return job.state is State.QUEUED and job.request.mode is Mode.FRAMES


def hidden_buttons(job: Job, words: Words) -> Keyboard:
    """What brings a video that is held back; nothing does once it is forgotten."""
    return () if job.to_forget else [[_button(job, Act.UNHIDE, "button-show", words)]]


def _button(job: Job, act: Act, key: str, words: Words) -> Button:
    return Button(text=words.say(job.language, Notice(key)), data=press_of(act, job.id))
