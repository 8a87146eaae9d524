"""When to look for a video again: as late as possible, yet before anybody waits for it.

What "such a job" takes is learned from the finished jobs of its kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from storage.records import Records

LEARNED_FROM = 50
"""The latest finished jobs of a kind that are looked at."""
ENOUGH = 5
"""Fewer tell nothing: every check is then as early as the setting allows."""
TYPICAL = timedelta(minutes=1)
"""When the video of an unknown kind is most likely there: a guess, which only orders checks."""
LATE = timedelta(minutes=3)
"""When a job of an unknown kind is late."""
SLOWEST = timedelta(minutes=1)
"""However late a job is, it is checked this often."""


def wait(took_s: Sequence[float], *, age: timedelta, shortest: timedelta) -> timedelta:
    """How long from now a job bought `age` ago is checked.

    `took_s`: what the latest jobs of its kind took, in seconds. Nothing is checked before the
    earliest time at which such a job ever finished; then every `shortest`; rarer when it is late.
    """
    known = len(took_s) >= ENOUGH
    earliest = timedelta(seconds=min(took_s)) if known else timedelta(0)
    late = timedelta(seconds=max(took_s)) if known else LATE
    if age < earliest:
        return max(shortest, earliest - age)
    overdue = max(timedelta(0), age - late)
    return max(shortest, min(overdue / 10, SLOWEST))


def likely(took_s: Sequence[float], *, age: timedelta) -> timedelta:
    """How long from now the video of a job that is not finished at this age is most likely there.

    When the budget is short, the job goes first whose video is expected to have been lying there
    for longest. That is the time since it was bought less what it is expected to take, and so it
    is never longer than since the last check, which saw the video missing: of what such jobs
    took, only what is longer than the age then still counts. The middle of that as a moment, and
    not the wait itself, is what is stored: the order of two moments does not change as time goes
    by, so an index keeps it. The middle and not the mean, because one video that was found a day
    late must not put off all of its kind.
    """
    known = len(took_s) >= ENOUGH
    later = [took for took in took_s if took > age.total_seconds()] if known else []
    expected = TYPICAL if not known else timedelta(seconds=median(later)) if later else age
    return max(timedelta(0), expected - age)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """When to look for a video, counted from now, and when it is most likely there: not before.

    However often a job was looked at, it then goes behind those that were not since.
    """

    due_in: timedelta
    likely_in: timedelta


@dataclass(frozen=True, slots=True)
class Pacing:
    """Paces checks by what the store remembers. `shortest`: between two checks of one job."""

    records: Records
    shortest: timedelta

    async def look(self, kind: str, *, age: timedelta) -> Look:
        """The next look at a job of this kind that was bought `age` ago and is not finished."""
        took_s = await self.records.generation_times(kind, limit=LEARNED_FROM)
        due_in = wait(took_s, age=age, shortest=self.shortest)
        return Look(due_in=due_in, likely_in=max(due_in, likely(took_s, age=age)))

    def took_s(self, age: timedelta) -> float:
        """What a job took that was found finished at this age by a provider that keeps no time.

        It finished somewhere since the check before; without that correction a first check that
        is late once would be late for ever.
        """
        return max(timedelta(0), age - self.shortest / 2).total_seconds()
