"""The jobs that wait for a step: who is due, whose turn it is, and who has taken which.

A claim is a lease: until it runs out, or is given back, nobody else works on the job.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    not_,
    select,
    union_all,
    update,
)

from storage.database import Database, uninterrupted
from storage.jobs import Job
from storage.rows import job_of
from storage.states import RUNNING, State
from storage.tables import UtcTime, inbox, jobs, unhandled

NO_PLACES: Mapping[str, int] = MappingProxyType({})
DUE = jobs.c.due_at.is_not(None)
"""True of every job that is not bought or not finished, and lets their index be used."""
_BUYABLE = and_(jobs.c.state == State.QUEUED, DUE, jobs.c.card_id.is_not(None), not_(jobs.c.hidden))
"""In line to be bought. Without its card a job is not: its chat may be out of reach. Nor is one
that was hidden and then refused: nobody wants it any more."""
_SENT_MORE = and_(
    jobs.c.album_id.is_not(None),
    exists().where(inbox.c.sender_key == jobs.c.user_id, unhandled),
)
"""The next picture of its album may be in the inbox: after a restart nobody has looked yet."""
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
        due = and_(jobs.c.state.in_(RUNNING), jobs.c.due_at <= now)
        chosen = [
            _free(and_(theirs, due), jobs.c.likely_at, now=now, limit=share)
            for theirs, share in _shares(places, limit)
        ]
        claimed = await self._lease(chosen, lease=lease, until=until)
        return sorted(claimed, key=lambda job: (job.likely_at or now, job.id))

    async def line(
        self, *, now: datetime, limit: int, created_before: datetime | None = None
    ) -> Sequence[Job]:
        """The free jobs that have their card and wait to be bought, in the order of their turn."""
        old = () if created_before is None else (jobs.c.created_at < created_before,)
        line = (
            select(jobs)
            .where(_ready(now), not_(_taken(now)), *old)
            # Jobs of an older schema have no other time.
            .order_by(func.coalesce(jobs.c.line_at, jobs.c.created_at), jobs.c.id)
            .limit(limit)
        )
        async with self._database.transaction() as connection:
            rows = (await connection.execute(line)).mappings().all()
        return [job_of(row) for row in rows]

    async def claim_queued(
        self, chosen: Collection[int], *, now: datetime, lease: str, until: datetime
    ) -> Sequence[Job]:
        """Lease those of the chosen jobs that still wait to be bought."""
        wanted = and_(_ready(now), jobs.c.id.in_(chosen))
        free = _free(wanted, jobs.c.id, now=now, limit=len(chosen))
        return await self._lease([free], lease=lease, until=until)

    async def claim_cards(
        self, *, now: datetime, lease: str, until: datetime, limit: int
    ) -> Sequence[Job]:
        """Lease jobs whose card wants attention: outcomes before progress."""
        first = (jobs.c.state != State.DELIVERING, jobs.c.card_due_at)
        free = _free(jobs.c.card_due_at <= now, *first, now=now, limit=limit)
        return await self._lease([free], lease=lease, until=until)

    async def _lease(
        self, chosen: Sequence[Select[int]], *, lease: str, until: datetime
    ) -> Sequence[Job]:
        """Lease all that were chosen, in one statement."""
        if not chosen:
            return ()
        # A subquery in its place may be run again for every row, and lease more than was asked for.
        ids = union_all(*(select(some.subquery().c.id) for some in chosen)).cte("chosen")
        take = (
            update(jobs)
            .where(jobs.c.id.in_(select(ids.c.id)))
            .values(lease=lease, lease_until=until)
            .returning(jobs)
        )
        async with self._database.transaction() as connection:
            rows = (await connection.execute(take)).mappings().all()
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
        free = and_(DUE, jobs.c.lease.is_(None))
        earliest = [
            # With one state and one provider the index has the earliest at its front.
            select(func.min(jobs.c.due_at)).where(jobs.c.state == state, free, theirs)
            for theirs, _ in _shares(places, limit)
            for state in RUNNING
        ]
        if not earliest:
            return None
        async with self._database.transaction() as connection:
            times = await connection.scalars(union_all(*earliest))
            return min((time for time in times if time is not None), default=None)

    async def line_times(self, *, now: datetime) -> LineTimes:
        """What the free jobs that wait to be bought wait for."""
        ready = _ready(now)
        again = literal(now + LOOK_AGAIN_AFTER, UtcTime)
        ready_at = case((jobs.c.due_at > now, jobs.c.due_at), else_=again)
        times = select(
            func.min(case((ready, jobs.c.created_at))), func.min(case((not_(ready), ready_at)))
        ).where(not_(_taken(now)), _BUYABLE)
        async with self._database.transaction() as connection:
            oldest_due_since, next_due_at = (await connection.execute(times)).one()
        return LineTimes(oldest_due_since=oldest_due_since, next_due_at=next_due_at)

    async def next_card_at(self) -> datetime | None:
        """When the earliest card of a free job wants attention."""
        wanted = and_(jobs.c.lease.is_(None), jobs.c.card_due_at.is_not(None))
        first = select(func.min(jobs.c.card_due_at)).where(wanted)
        async with self._database.transaction() as connection:
            found: datetime | None = await connection.scalar(first)
        return found


def _shares(places: Mapping[str, int], limit: int) -> Sequence[tuple[ColumnElement[bool], int]]:
    """Which jobs each share of a claim is for, and how many; without those that have no room."""
    shares = [(jobs.c.provider == name, share) for name, share in places.items()]
    others = jobs.c.provider.not_in(places)
    return [(theirs, share) for theirs, share in (*shares, (others, limit)) if share > 0]


def _free(
    wanted: ColumnElement[bool], *order: ColumnElement[Any], now: datetime, limit: int
) -> Select[int]:
    """The ids of so many jobs of these that nobody works on; they are locked for the claim."""
    return (
        select(jobs.c.id)
        .where(wanted, not_(_taken(now)))
        .order_by(*order)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def _taken(now: datetime) -> ColumnElement[bool]:
    """Somebody works on the job."""
    return and_(jobs.c.lease.is_not(None), jobs.c.lease_until >= now)


def _ready(now: datetime) -> ColumnElement[bool]:
    """The job waits for nothing but its turn."""
    return and_(_BUYABLE, jobs.c.due_at <= now, not_(_SENT_MORE))
