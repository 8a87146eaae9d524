"""What the admins ask: how the jobs of a time ended, what they took and cost, and what one person
has had."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, uninterrupted
from storage.forgetting import NOBODY
from storage.jobs import Ending, Job
from storage.moderation import day_of, moderated_today
from storage.rows import job_of
from storage.states import State
from storage.tables import jobs

BATCH = 1000
"""Jobs that are read in one transaction: about 20 ms of SQLite's one connection, measured."""

_ENDING = jobs.c.outcome["ending"].as_string()
_TOLD = (
    jobs.c.id, jobs.c.user_id, jobs.c.created_at, jobs.c.outcome_at, jobs.c.state, jobs.c.provider,
    jobs.c.generated_s, _ENDING.label("ending"),
    jobs.c.outcome["credits"].as_string().label("credits"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A job in numbers. `ending` None: it is open."""

    id: int
    user_id: int
    created_at: datetime
    outcome_at: datetime | None
    state: str
    provider: str | None
    generated_s: float | None
    ending: str | None
    credits: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds: half of them took no longer than the one, 95 of 100 no longer than the other."""

    median_s: float
    slow_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A provider's videos. `times`: its own; `credits`: as far as it tells."""

    provider: str
    videos: int
    times: Times | None
    credits: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Jobs that were accepted within a time."""

    jobs: int
    people: int
    endings: Mapping[str, int]
    """How many ended in each way, the most first; those that are open by their state."""
    waited: Times | None
    """From accepting to having the video; None: there is none."""
    made: Sequence[Made]
    """The most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one person has had."""

    last_minute: int
    last_day: int
    active: int
    moderated_today: int
    endings: Mapping[str, int]
    """See Figures, but over all that is kept."""
    latest: Sequence[Job]
    """Newest first."""


@uninterrupted
class Stats:
    """Questions of the admins about the stored jobs; nothing here changes one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def accepted_since(self, moment: datetime, *, batch: int = BATCH) -> Sequence[Told]:
        """The jobs that were accepted since then, newest first.

        They are read from the newest back, so many in each transaction: ids go up with time, so
        it costs nothing how many are older, and nobody waits for all of them.
        """
        found: list[Told] = []
        newest_first = select(*_TOLD).order_by(jobs.c.id.desc()).limit(batch)
        wanted = newest_first
        while True:
            async with self._database.transaction() as connection:
                rows = (await connection.execute(wanted)).mappings().all()
            found += [Told(**row) for row in rows if row["created_at"] >= moment]
            if len(rows) < batch or rows[-1]["created_at"] < moment:
                return found
            wanted = newest_first.where(jobs.c.id < rows[-1]["id"])

    async def usage(self, user_id: int, *, latest: int, now: datetime) -> Usage:
        """What a person has had, with so many of their latest jobs."""
        theirs = jobs.c.user_id == user_id
        newest = select(jobs).where(theirs).order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
        windows = {
            "last_minute": jobs.c.created_at > now - timedelta(minutes=1),
            "last_day": and_(jobs.c.counts, jobs.c.created_at > now - timedelta(days=1)),
            "active": and_(jobs.c.counts, jobs.c.state != State.CLOSED),
        }
        async with self._database.transaction() as connection:
            rows = (await connection.execute(newest.limit(latest))).mappings().all()
            return Usage(
                **{
                    name: await _number(connection, and_(theirs, window))
                    for name, window in windows.items()
                },
                moderated_today=await moderated_today(connection, user_id, now=now),
                endings=await _endings(connection, theirs),
                latest=[job_of(row) for row in rows],
            )


def figures(told: Sequence[Told]) -> Figures:
    """Sums these jobs up."""
    videos = [one for one in told if one.ending == Ending.VIDEO]
    waited = [(one.outcome_at or one.created_at) - one.created_at for one in videos]
    makers = Counter(one.provider for one in videos if one.provider)
    endings = Counter(one.ending or one.state for one in told)
    return Figures(
        jobs=len(told),
        people=len({one.user_id for one in told} - {NOBODY}),
        endings=dict(endings.most_common()),
        waited=_times(time.total_seconds() for time in waited),
        made=[
            _made(name, [one for one in videos if one.provider == name])
            for name, _ in makers.most_common()
        ],
    )


def paused(told: Sequence[Told], *, limit: int, exempt: frozenset[int], now: datetime) -> int:
    """How many people are paused because moderation has stopped so many of theirs today."""
    stopped = Counter(
        one.user_id
        for one in told
        if one.ending == Ending.MODERATED and one.outcome_at and one.outcome_at >= day_of(now)
    )
    often = {user_id for user_id, number in stopped.items() if 0 < limit <= number}
    return len(often - exempt - {NOBODY})


def _made(provider: str, videos: Sequence[Told]) -> Made:
    return Made(
        provider=provider,
        videos=len(videos),
        times=_times(one.generated_s for one in videos if one.generated_s is not None),
        credits=sum((Decimal(one.credits) for one in videos if one.credits), Decimal(0)),
    )


def _times(seconds: Iterable[float]) -> Times | None:
    """By nearest rank."""
    took = sorted(seconds)
    if not took:
        return None
    number = len(took)
    return Times(median_s=took[(number + 1) // 2 - 1], slow_s=took[(number * 95 + 99) // 100 - 1])


async def _number(connection: AsyncConnection, wanted: ColumnElement[bool]) -> int:
    return await connection.scalar(select(func.count()).where(wanted)) or 0


async def _endings(connection: AsyncConnection, wanted: ColumnElement[bool]) -> Mapping[str, int]:
    how = func.coalesce(_ENDING, jobs.c.state).label("how")
    number = func.count().label("number")
    grouped = select(how, number).where(wanted).group_by("how").order_by(number.desc(), how)
    return {row.how: row.number for row in await connection.execute(grouped)}
