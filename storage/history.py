"""What people have had made, newest first, without what they want hidden or forgotten.

Pages go on from a job, not from a number of jobs: what is made or deleted meanwhile shifts nothing.
The index of a person's jobs is read from the page on, so how many there are does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, not_, select, tuple_

from storage.database import Database, uninterrupted
from storage.jobs import FORGET, Job
from storage.rows import job_of
from storage.tables import jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """A person's jobs: those of one chat, or (None) of all."""

    user_id: int
    chat_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A video that a chat has, as little of it as a list needs."""

    job_id: int
    prompt: str
    file_ref: str
    created_at: datetime


@uninterrupted
class History:
    """Questions about what was made for somebody."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def older(self, whose: Whose, *, than: int | None, limit: int) -> Sequence[Job]:
        """Their jobs before this one (None: the latest), newest first; none when it is gone."""
        wanted = select(jobs).where(_theirs(whose))
        if than is not None:
            wanted = wanted.where(_PLACE.op("<")(_place_of(than)))
        return await self._jobs(wanted.order_by(*_NEWEST_FIRST).limit(limit))

    async def newer(self, whose: Whose, *, than: int, limit: int) -> Sequence[Job]:
        """Their jobs next after this one, newest first all the same; none when it is gone."""
        wanted = select(jobs).where(_theirs(whose), _PLACE.op(">")(_place_of(than)))
        nearest = await self._jobs(wanted.order_by(jobs.c.created_at, jobs.c.id).limit(limit))
        return nearest[::-1]

    async def videos(self, whose: Whose, *, limit: int) -> Sequence[Finished]:
        """Their latest videos that a chat can show again, the highest job first."""
        prompt = jobs.c.request["prompt"].as_string()
        shown = and_(_theirs(whose), jobs.c.file_ref.is_not(None))
        wanted = select(jobs.c.id, prompt, jobs.c.file_ref, jobs.c.created_at).where(shown)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(wanted.order_by(*_NEWEST_FIRST).limit(limit))).all()
        return [
            Finished(job_id=job_id, prompt=prompt, file_ref=file_ref, created_at=created_at)
            for job_id, prompt, file_ref, created_at in sorted(rows, reverse=True)
        ]

    async def _jobs(self, wanted: Select[tuple[object, ...]]) -> list[Job]:
        async with self._database.transaction() as connection:
            return [job_of(row) for row in (await connection.execute(wanted)).mappings()]


# Ids alone would do for the order, but no index has them beside the person.
_NEWEST_FIRST = (jobs.c.created_at.desc(), jobs.c.id.desc())
_PLACE = tuple_(jobs.c.created_at, jobs.c.id)


def _place_of(job_id: int) -> ColumnElement[tuple[datetime, int]]:
    """Stands on the right of a comparison: on the left PostgreSQL takes one column only."""
    one = jobs.alias()
    return select(one.c.created_at, one.c.id).where(one.c.id == job_id).scalar_subquery()


def _theirs(whose: Whose) -> ColumnElement[bool]:
    shown = and_(not_(jobs.c.hidden), not_(jobs.c.origin.startswith(FORGET)))
    theirs = and_(jobs.c.user_id == whose.user_id, shown)
    return theirs if whose.chat_id is None else and_(theirs, jobs.c.chat_id == whose.chat_id)
