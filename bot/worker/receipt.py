"""The receipt: what a job took, what it cost, and what that leaves of a person's limit."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bot.clock import Clock
from bot.i18n.span import lasted, span
from bot.i18n.words import Notice, Words
from bot.worker.faces import change_notices
from storage.database import StoreError
from storage.jobs import COUNTED_ENDINGS, Ending, Job, Outcome
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
        lines = [took_notice(took), self._made(job, outcome)]
        with suppress(StoreError):  # the phone rings all the same
            lines += await self._left(job.user_id)
        first = self.words.say_all(job.language, lines, between="\n")
        changed = self.words.say_all(job.language, change_notices(job))
        return f"{first}\n\n{changed}" if changed else first

    def _made(self, job: Job, outcome: Outcome) -> Notice:
        quality = job.options.quality if job.options else None
        length = job.options.duration_s if job.options else None
        said = self.words.say(job.language, Notice("lasted-seconds", {"seconds": length or 0}))
        return Notice(
            "receipt",
            {
                "provider": job.provider or "",
                "quality": quality or "none",
                "duration": said if length else "none",
                "credits": self._credits(job, outcome.credits) or "none",
            },
        )

    def _credits(self, job: Job, spent: Decimal | None) -> str | None:
        if spent is None:
            return None
        number = int(spent) if spent == int(spent) else f"{spent.normalize():f}"
        return self.words.say(job.language, Notice("receipt-credits", {"number": number}))

    async def _left(self, user_id: int) -> Sequence[Notice]:
        if user_id in self.admins:
            return ()
        used = await self.records.used_by(user_id, since=self.clock.now() - DAY)
        allowed = self.per_day if used.per_day is None else used.per_day
        left = max(0, allowed - used.number)
        return [Notice("receipt-left", {"left": left, "allowed": allowed})]

    def without_video(self, job: Job, outcome: Outcome) -> str:
        """What an outcome without a video cost; empty where its own words tell."""
        if outcome.ending is Ending.CANCELLED:
            return ""
        notices = [self._charge(job, outcome)]
        if job.user_id not in self.admins:
            counts = outcome.ending in COUNTED_ENDINGS
            notices.append(Notice("limit-used" if counts else "limit-kept"))
        return self.words.say_all(job.language, notices, between="\n")

    def _charge(self, job: Job, outcome: Outcome) -> Notice:
        """Nothing, where nothing was bought; else what the provider tells, which is little."""
        spent = self._credits(job, outcome.credits)
        if spent is not None:
            return Notice("charge-known", {"credits": spent})
        bought = job.submission_id is not None or outcome.ending is Ending.UNKNOWN
        return Notice("charge-unknown" if bought else "charge-none")
