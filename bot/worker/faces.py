"""Which words a card shows before its job has ended; see `outcomes` for those after."""

from collections.abc import Sequence

from bot.i18n.words import Notice
from bot.intake.outcomes import is_swappable
from bot.providers.matching import changes
from storage.jobs import CardFace, Job


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
    if not is_swappable(job):
        return ()
    return [Notice("card-frames", {"order": "turned" if job.request.turned else "sent"})]
