"""When to look for a video again: as late as possible, yet before anybody waits for it.

What "such a job" takes is learned from the finished jobs of its kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from storage.jobs import Mode, Options
from storage.records import Records

LEARNED_FROM = 50
"""The latest finished jobs of a kind that are looked at."""
ENOUGH = 5
"""Fewer tell nothing: every check is then as early as the setting allows."""
LATE = timedelta(minutes=3)
"""When a job of an unknown kind is late."""
SLOWEST = timedelta(minutes=1)
"""However late a job is, it is checked this often."""


def pace_key(provider: str, mode: Mode, options: Options) -> str:
    """The kind of a job: jobs of one kind take about the same time."""
    return f"{provider}/{mode}/{options.quality}/{options.duration_s}s"


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


@dataclass(frozen=True, slots=True)
class Pacing:
    """Paces checks by what the store remembers. `shortest`: between two checks of one job."""

    records: Records
    shortest: timedelta

    async def wait(self, kind: str, *, age: timedelta) -> timedelta:
        """How long from now a job of this kind, bought `age` ago, is checked."""
        took_s = await self.records.generation_times(kind, limit=LEARNED_FROM)
        return wait(took_s, age=age, shortest=self.shortest)

    def took_s(self, age: timedelta) -> float:
        """What a job took that was found finished at this age by a provider that keeps no time.

        It finished somewhere since the check before; without that correction a first check that
        is late once would be late for ever.
        """
        return max(timedelta(0), age - self.shortest / 2).total_seconds()
