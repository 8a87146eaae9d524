"""The jobs that wait for a step: who is due, whose turn it is, and who has taken which.

A claim is a lease: until it runs out, or is given back, nobody else works on the job.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import UpdateBase, func, select, update

from storage import due
from storage.database import Database, uninterrupted
from storage.jobs import Job
from storage.rows import job_of
from storage.tables import jobs

NO_PLACES: Mapping[str, int] = MappingProxyType({})
LOOK_AGAIN_AFTER = timedelta(seconds=1)
"""At jobs that wait for the inbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTimes:
    """The line in two times; None where there is nobody.

    `oldest_due_since`: when the oldest of those came that wait only for a place. `next_due_at`:
    when the next of the others will wait for nothing else.
    """

    oldest_due_since: datetime | None
    next_due_at: datetime | None


@uninterrupted
class Claims:
    """The stored jobs, as those see them who look for work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim_checks(
        self,
        *,
        now: datetime,
        lease: str,
        until: datetime,
        limit: int,
        places: Mapping[str, int] = NO_PLACES,
    ) -> Sequence[Job]:
        """Lease bought jobs, and purchases of unknown fate, whose step is due.

        So many of each provider as it has `places`, and `limit` of all others. Of each those
        first whose video has been likely there for longest.
        """
        shares = _shares(places, limit)
        if not shares:
            return ()
        claim = due.checks(frozenset(places), tuple(shares))
        given = {due.share_of(name): share for name, share in shares.items()}
        claimed = await self._lease(claim, given, now=now, lease=lease, until=until)
        return sorted(claimed, key=lambda job: (job.likely_at or now, job.id))

    async def line(
        self, *, now: datetime, limit: int, created_before: datetime | None = None
    ) -> Sequence[Job]:
        """The free jobs that have their card and wait to be bought, in the order of their turn."""
        line = due.line(only_old=created_before is not None)
        given = {"now": now, "limit": limit, "created_before": created_before}
        async with self._database.transaction() as connection:
            rows = (await connection.execute(line, given)).mappings().all()
        return [job_of(row) for row in rows]

    async def claim_queued(
        self, chosen: Collection[int], *, now: datetime, lease: str, until: datetime
    ) -> Sequence[Job]:
        """Lease those of the chosen jobs that still wait to be bought."""
        given = {"chosen": chosen, "limit": len(chosen)}
        return await self._lease(due.picked(), given, now=now, lease=lease, until=until)

    async def claim_cards(
        self, *, now: datetime, lease: str, until: datetime, limit: int
    ) -> Sequence[Job]:
        """Lease jobs whose card wants attention: outcomes before progress."""
        return await self._lease(due.cards(), {"limit": limit}, now=now, lease=lease, until=until)

    async def _lease(
        self,
        claim: UpdateBase,
        given: Mapping[str, object],
        *,
        now: datetime,
        lease: str,
        until: datetime,
    ) -> Sequence[Job]:
        given = {**given, "now": now, "holder": lease, "until": until}
        async with self._database.transaction() as connection:
            rows = (await connection.execute(claim, given)).mappings().all()
        return sorted((job_of(row) for row in rows), key=lambda job: job.id)

    async def void_leases(self) -> None:
        """Free every job: no other process can hold one."""
        async with self._database.transaction() as connection:
            held = jobs.c.lease.is_not(None)
            await connection.execute(update(jobs).where(held).values(lease=None))

    async def next_lease_end(self, *, now: datetime) -> datetime | None:
        """When the first lease ends, if other processes hold some: theirs may have been killed."""
        if self._database.single_process:
            return None
        ends = select(func.min(jobs.c.lease_until)).where(
            jobs.c.lease.is_not(None), jobs.c.lease_until > now
        )
        async with self._database.transaction() as connection:
            first: datetime | None = await connection.scalar(ends)
        return first

    async def next_check_at(
        self, *, limit: int = 1, places: Mapping[str, int] = NO_PLACES
    ) -> datetime | None:
        """When the earliest free job is due of those that `claim_checks` would look at."""
        shares = _shares(places, limit)
        if not shares:
            return None
        earliest = due.earliest_check(frozenset(places), tuple(shares))
        async with self._database.transaction() as connection:
            times = await connection.scalars(earliest)
            return min((time for time in times if time is not None), default=None)

    async def line_times(self, *, now: datetime) -> LineTimes:
        """What the free jobs that wait to be bought wait for."""
        given = {"now": now, "again": now + LOOK_AGAIN_AFTER}
        async with self._database.transaction() as connection:
            times = (await connection.execute(due.line_times(), given)).one()
        return LineTimes(oldest_due_since=times[0], next_due_at=times[1])

    async def next_card_at(self) -> datetime | None:
        """When the earliest card of a free job wants attention."""
        async with self._database.transaction() as connection:
            found: datetime | None = await connection.scalar(due.earliest_card())
        return found


def _shares(places: Mapping[str, int], limit: int) -> Mapping[str | None, int]:
    """How many jobs of each provider a claim is for, None: of all others; without those for whom
    there is no room."""
    shares = [*places.items(), (None, limit)]
    return {name: share for name, share in shares if share > 0}
