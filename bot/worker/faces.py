"""Which words a card shows before its job has ended; see `outcomes` for those after."""

from collections.abc import Sequence

from bot.chat import Keyboard
from bot.i18n.words import Notice, Words
from bot.intake.outcomes import button_of
from bot.intake.presses import Act
from bot.providers.matching import changes
from storage.jobs import CardFace, Job, Mode
from storage.states import State


def card_buttons(job: Job, words: Words) -> Keyboard:
    """What can be done with one press about a job that is on its way."""
    if job.hidden:
        return [[button_of(job, Act.UNHIDE, words)]]
    cancel = button_of(job, Act.CANCEL, words)
    swap = [button_of(job, Act.SWAP, words)] if _is_swappable(job) else []
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
