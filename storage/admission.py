"""Turns drafts into jobs: the limits, the job and the end of its update in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, alone, uninterrupted
from storage.inbox import mark_handled
from storage.jobs import FORGET, Draft, Job
from storage.moderation import day_of, moderated_today
from storage.moves import log_move
from storage.rows import columns_of, job_of
from storage.standings import standing_of
from storage.states import RUNNING, State
from storage.tables import jobs
from storage.waiting import drop_waiting

STEP_BACK = timedelta(minutes=10)
"""For each open job that a person has already, the next one stands so much further back in line:
one person's many do not hold up another's first, and still come to their turn."""


class Limit(StrEnum):
    """What a person may use up."""

    PER_MINUTE = "per-minute"
    PER_DAY = "per-day"
    ACTIVE = "active"
    MODERATED = "moderated"
    """Prompts that moderation stops: whoever sends many of them puts the operator's account at
    risk, and is paused until the next day (UTC) begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many jobs of one person are accepted within 60 s, within 24 h, and open at once.

    What gave its person nothing leaves room for the day, and none for the minute: that one is for
    the sake of the chat and of the providers. `moderated`: so many of a day's may moderation stop;
    0: all of them.
    """

    per_minute: int
    per_day: int
    active: int
    moderated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The draft is a job now; `again` when the same origin had made it before."""

    job: Job
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OverLimit:
    """Nothing was stored. `until` is when the next one is possible; None: when a job ends."""

    limit: Limit
    allowed: int
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Banned:
    """Nothing was stored: this person gets nothing."""


@uninterrupted
class Admission:
    """The way in for drafts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def accept(
        self,
        draft: Draft,
        *,
        limits: Limits | None,
        update_id: int | None,
        uses_waiting: bool = False,
        wait: timedelta = timedelta(0),
        unseen: timedelta = timedelta(0),
        now: datetime,
    ) -> Accepted | OverLimit | Banned:
        """Store a draft as a job, once per origin, unless its person is banned or over a limit.

        `limits` None: nothing of that holds for this person. With the job the update that brought
        it leaves the inbox and, when it `uses_waiting`, so does the picture that waited. So long
        as `wait` it is not bought, so that its person can still change it, and for as long as
        `unseen` it gets no card, so that the rest of its album can join.
        """
        async with self._database.transaction() as connection:
            await alone(connection, f"user/{draft.user_id}")
            job = await _made_before(connection, draft.origin)
            if job is None and limits is not None:
                refusal = await _refusal(connection, draft.user_id, limits, now)
                if refusal is not None:
                    return refusal
            new = {"created_at": now, "due_at": now + wait, "card_due_at": now + unseen}
            accepted = Accepted(job=job or await _insert(connection, draft, new), again=bool(job))
            if update_id is not None:
                await mark_handled(connection, update_id, now=now)
            if uses_waiting:
                await drop_waiting(connection, chat_id=draft.chat_id, user_id=draft.user_id)
        if not accepted.again:
            log_move(accepted.job)
        return accepted


async def _made_before(connection: AsyncConnection, origin: str) -> Job | None:
    known = jobs.c.origin.in_((origin, FORGET + origin))
    found = await connection.execute(select(jobs).where(known))
    row = found.mappings().one_or_none()
    return job_of(row) if row else None


async def _insert(connection: AsyncConnection, draft: Draft, times: Mapping[str, datetime]) -> Job:
    before = and_(jobs.c.user_id == draft.user_id, jobs.c.state.in_((State.QUEUED, *RUNNING)))
    open_before = await connection.scalar(select(func.count()).where(before)) or 0
    new = {
        "state": State.QUEUED, "counts": True, "attempts": 0,
        "line_at": times["created_at"] + open_before * STEP_BACK,
    }  # fmt: skip
    stored = insert(jobs).values({**columns_of(draft), **new, **times}).returning(jobs)
    return job_of((await connection.execute(stored)).mappings().one())


async def _refusal(
    connection: AsyncConnection, user_id: int, limits: Limits, now: datetime
) -> OverLimit | Banned | None:
    standing = await standing_of(connection, user_id)
    if standing.banned_at is not None:
        return Banned()
    stopped = await moderated_today(connection, user_id, now=now)
    if 0 < limits.moderated <= stopped:
        tomorrow = day_of(now) + timedelta(days=1)
        return OverLimit(limit=Limit.MODERATED, allowed=limits.moderated, until=tomorrow)
    if standing.per_day is not None:
        limits = replace(limits, per_day=standing.per_day)
    return await _over(connection, user_id, limits, now)


async def _over(
    connection: AsyncConnection, user_id: int, limits: Limits, now: datetime
) -> OverLimit | None:
    theirs = jobs.c.user_id == user_id
    counted = and_(theirs, jobs.c.counts)
    open_now = and_(counted, jobs.c.state != State.CLOSED)
    active = await connection.scalar(select(func.count()).where(open_now)) or 0
    if active >= limits.active:
        return OverLimit(limit=Limit.ACTIVE, allowed=limits.active, until=None)
    windows = (
        (Limit.PER_DAY, counted, limits.per_day, timedelta(days=1)),
        (Limit.PER_MINUTE, theirs, limits.per_minute, timedelta(minutes=1)),
    )
    for limit, asked, allowed, window in windows:
        until = await _free_again(connection, asked, allowed, window, now)
        if until is not None:
            return OverLimit(limit=limit, allowed=allowed, until=until)
    return None


async def _free_again(
    connection: AsyncConnection,
    theirs: ColumnElement[bool],
    allowed: int,
    window: timedelta,
    now: datetime,
) -> datetime | None:
    """When a sliding window has room again; None: it has.

    With `allowed` jobs inside the window, room comes when the oldest of those leaves it.
    """
    if allowed == 0:
        return now + window
    blocking = (
        select(jobs.c.created_at)
        .where(theirs, jobs.c.created_at > now - window)
        .order_by(jobs.c.created_at.desc())
        .offset(allowed - 1)
        .limit(1)
    )
    oldest: datetime | None = await connection.scalar(blocking)
    return None if oldest is None else oldest + window
