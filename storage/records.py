"""What the jobs tell: how many run, who waits, what was made and how long it took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, func, not_, or_, select, tuple_

from storage.database import Database, uninterrupted
from storage.jobs import Job
from storage.rows import job_of
from storage.states import RUNNING, State
from storage.tables import inbox, jobs, people


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What a person has used up. `per_day`: what is set for this person alone, if anything is."""

    number: int
    per_day: int | None


# Of each kind there is an index that holds little else.
_OPEN = or_(
    and_(jobs.c.state.in_((State.QUEUED, *RUNNING)), jobs.c.due_at.is_not(None)),
    and_(jobs.c.state == State.DELIVERING, jobs.c.card_due_at.is_not(None)),
)


@uninterrupted
class Records:
    """Questions about the stored jobs; nothing here changes one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, job_id: int) -> Job | None:
        """One job."""
        return await self._one(select(jobs).where(jobs.c.id == job_id))

    async def maker_of(self, job_id: int) -> str | None:
        """Who made a job's video; None: it has none, or there is no such job any more."""
        made = await self.get(job_id)
        has_video = made is not None and made.outcome is not None and made.outcome.video
        return made.provider if made and has_video else None

    async def of_message(self, *, chat_id: int, user_id: int, message_id: int) -> Sequence[Job]:
        """The jobs that came of a person's message, the latest first."""
        theirs = and_(jobs.c.user_id == user_id, jobs.c.chat_id == chat_id)
        wanted = select(jobs).where(theirs, jobs.c.message_id == message_id)
        return await self._all(wanted.order_by(jobs.c.id.desc()))

    async def made_from(self, origin: str) -> Job | None:
        """The job that this has made."""
        return await self._one(select(jobs).where(jobs.c.origin == origin))

    async def own(self, job_id: int, *, user_id: int) -> Job | None:
        """One job, if it is this person's and not forgotten."""
        job = await self.get(job_id)
        return job if job and job.user_id == user_id and not job.is_forgotten else None

    async def newest_of(self, user_id: int, *, origin: str) -> Job | None:
        """The latest of a person's jobs whose origin begins like this."""
        return await self._newest(user_id, jobs.c.origin.startswith(origin, autoescape=True))

    async def of_file(self, file_key: str, *, user_id: int) -> Job | None:
        """The latest of a person's jobs whose video is this file."""
        job = await self._newest(user_id, jobs.c.file_key == file_key)
        return job if job and not job.is_forgotten else None

    async def _newest(self, user_id: int, wanted: ColumnElement[bool]) -> Job | None:
        theirs = select(jobs).where(jobs.c.user_id == user_id, wanted)
        return await self._one(theirs.order_by(jobs.c.id.desc()).limit(1))

    async def _one(self, wanted: Select[tuple[object, ...]]) -> Job | None:
        return next(iter(await self._all(wanted)), None)

    async def _all(self, wanted: Select[tuple[object, ...]]) -> Sequence[Job]:
        async with self._database.transaction() as connection:
            rows = (await connection.execute(wanted)).mappings().all()
        return [job_of(row) for row in rows]

    async def latest_time(self) -> datetime | None:
        """When the last thing that is remembered happened; None: nothing ever did."""
        of_jobs = (jobs.c.created_at, jobs.c.submitting_at, jobs.c.submitted_at, jobs.c.outcome_at)
        of_updates = (inbox.c.received_at, inbox.c.handled_at)
        times: list[datetime | None] = []
        async with self._database.transaction() as connection:
            for columns in (of_jobs, of_updates):
                latest = select(*(func.max(column) for column in columns))
                times += (await connection.execute(latest)).one()
        return max((time for time in times if time is not None), default=None)

    async def running(self) -> Mapping[str, int]:
        """How many jobs take a place at each provider; a provider without any is left out."""
        taken = (
            select(jobs.c.provider, func.count())
            .where(jobs.c.state.in_(RUNNING), jobs.c.due_at.is_not(None))
            .group_by(jobs.c.provider)
        )
        async with self._database.transaction() as connection:
            return {name: number for name, number in (await connection.execute(taken)) if name}

    async def in_care(self, provider: str, submission_id: str) -> int | None:
        """The job that this submission of a provider is for, while it is being made."""
        wanted = select(jobs.c.id).where(
            jobs.c.state == State.GENERATING,
            jobs.c.due_at.is_not(None),
            jobs.c.provider == provider,
            jobs.c.submission_id == submission_id,
        )
        async with self._database.transaction() as connection:
            found: int | None = await connection.scalar(wanted.limit(1))
        return found

    async def running_of(self, *, chat_id: int, user_id: int) -> int:
        """How many of a person's jobs in a chat are in the care of a provider and will be shown."""
        theirs = and_(jobs.c.user_id == user_id, jobs.c.chat_id == chat_id)
        async with self._database.transaction() as connection:
            running = and_(theirs, jobs.c.state.in_(RUNNING), not_(jobs.c.hidden))
            wanted = select(func.count()).where(running)
            return await connection.scalar(wanted) or 0

    async def queued_before(self, job: Job) -> int:
        """How many jobs are bought before this one, as the line stands now."""
        other = jobs.alias()
        theirs = tuple_(func.coalesce(other.c.line_at, other.c.created_at), other.c.id)
        own = tuple_(func.coalesce(jobs.c.line_at, jobs.c.created_at), jobs.c.id)
        waits = and_(other.c.state == State.QUEUED, other.c.due_at.is_not(None))
        before = select(func.count()).where(jobs.c.id == job.id, waits, theirs < own)
        async with self._database.transaction() as connection:
            return await connection.scalar(before) or 0

    async def used_by(self, user_id: int, *, since: datetime) -> Used:
        """What counts of a person's jobs since then, and how many they may have."""
        counted = and_(jobs.c.user_id == user_id, jobs.c.counts, jobs.c.created_at > since)
        number = select(func.count()).select_from(jobs).where(counted).scalar_subquery()
        set_for = select(people.c.per_day).where(people.c.user_id == user_id).scalar_subquery()
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(number, set_for))).one()
        return Used(number=row[0], per_day=row[1])

    async def cards_kept(self) -> int:
        """How many jobs have a card that is to be written, now or later."""
        wanted = select(func.count()).where(jobs.c.card_due_at.is_not(None))
        async with self._database.transaction() as connection:
            return await connection.scalar(wanted) or 0

    async def open_by_state(self) -> Mapping[str, int]:
        """How many jobs are open in each state."""
        grouped = select(jobs.c.state, func.count()).where(_OPEN).group_by(jobs.c.state)
        async with self._database.transaction() as connection:
            return {row.state: row[1] for row in await connection.execute(grouped)}

    async def stuck(self, *, limit: int) -> Sequence[Job]:
        """Open jobs: first those whose step failed most often, then the oldest.

        (When one is likely to be there tells nothing: each look at it moves that on.)
        """
        tries = (jobs.c.attempts + jobs.c.misses).desc()
        wanted = select(jobs).where(_OPEN).order_by(tries, jobs.c.created_at, jobs.c.id)
        return await self._all(wanted.limit(limit))

    async def generation_times(self, pace_key: str, *, limit: int) -> Sequence[float]:
        """How long, in seconds, the latest videos of this kind took their provider."""
        wanted = _videos(pace_key, jobs.c.generated_s, limit=limit)
        async with self._database.transaction() as connection:
            return [float(took) for took in (await connection.scalars(wanted)) if took is not None]

    async def waiting_times(self, pace_key: str, *, limit: int) -> Sequence[float]:
        """How long, in seconds, it took from buying the latest videos of this kind to seeing them.

        Longer than they took their provider: they were queued there, and looked for now and then.
        """
        wanted = _videos(pace_key, jobs.c.submitted_at, jobs.c.outcome_at, limit=limit)
        async with self._database.transaction() as connection:
            times = (await connection.execute(wanted)).all()
        return [(seen_at - bought_at).total_seconds() for bought_at, seen_at in times if bought_at]

    async def credits_taken(self, pace_key: str, *, audio: bool, limit: int) -> Sequence[Decimal]:
        """What the latest videos of this kind, with or without sound, took, newest first.

        As their provider said; of `limit` videos, which may say nothing or be of the other sort.
        """
        wanted = _videos(pace_key, jobs.c.outcome, jobs.c.options, limit=limit)
        async with self._database.transaction() as connection:
            videos = (await connection.execute(wanted)).all()
        return [
            Decimal(outcome["credits"])
            for outcome, options in videos
            if options and bool(options["audio"]) == audio and outcome.get("credits")
        ]


def _videos(pace_key: str, *columns: Column[Any], limit: int) -> Select[tuple[Any, ...]]:
    """Asks for this of the latest videos of a kind, newest first."""
    videos = select(*columns).where(jobs.c.pace_key == pace_key, jobs.c.generated_s.is_not(None))
    return videos.order_by(jobs.c.outcome_at.desc()).limit(limit)
