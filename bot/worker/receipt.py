"""The receipt: what a job took, what it cost, and what that leaves of a person's limit."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bot.clock import Clock
from bot.i18n.span import lasted, span
from bot.i18n.words import Notice, Words
from bot.intake.charges import credits_said, told_without_video
from bot.worker.faces import change_notices
from storage.database import StoreError
from storage.jobs import Job, Outcome
from storage.records import Records

DAY = timedelta(days=1)
"""As the limit counts: the last 24 hours."""
IN_SECONDS = timedelta(seconds=99)
"""So long is said in seconds alone; longer, such words would round it up to minutes."""


def took_notice(took: timedelta) -> Notice:
    """How long a video took, to the second."""
    if took < IN_SECONDS:
        return Notice("ping-video", span(took))
    return Notice("ping-video-long", lasted(took).facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """Writes them. `per_day`: what a person may ask for, unless something else is set for them."""

    records: Records
    words: Words
    per_day: int
    admins: frozenset[int]
    clock: Clock

    async def of_video(self, job: Job, outcome: Outcome) -> str:
        """What is said of a video that came."""
        took = (job.outcome_at or job.created_at) - job.created_at
        lines = [took_notice(took), self._made(job, outcome.credits)]
        with suppress(StoreError):  # the phone rings all the same
            lines += await self._left(job.user_id)
        first = self.words.say_all(job.language, lines, between="\n")
        changed = self.words.say_all(job.language, change_notices(job))
        return f"{first}\n\n{changed}" if changed else first

    def _made(self, job: Job, spent: Decimal | None) -> Notice:
        quality = job.options.quality if job.options else None
        length = job.options.duration_s if job.options else None
        said = self.words.say(job.language, Notice("lasted-seconds", {"seconds": length or 0}))
        return Notice(
            "receipt",
            {
                "provider": job.provider or "",
                "quality": quality or "none",
                "duration": said if length else "none",
                "credits": "none" if spent is None else credits_said(job, spent, self.words),
            },
        )

    async def _left(self, user_id: int) -> Sequence[Notice]:
        if user_id in self.admins:
            return ()
        used = await self.records.used_by(user_id, since=self.clock.now() - DAY)
        allowed = self.per_day if used.per_day is None else used.per_day
        left = max(0, allowed - used.number)
        return [Notice("receipt-left", {"left": left, "allowed": allowed})]

    def without_video(self, job: Job, outcome: Outcome) -> str:
        """What the card of a job without a video says."""
        is_admin = job.user_id in self.admins
        return told_without_video(job, outcome, self.words, is_admin=is_admin)
