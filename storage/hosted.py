"""Prepared pictures, kept for the providers that fetch them, for as long as their job is open."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, uninterrupted
from storage.tables import hosted, jobs


@uninterrupted
class Hosted:
    """Pictures by names that nobody can guess."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, name: str, jpeg: bytes, *, job_id: int, expires_at: datetime) -> None:
        """Keep a picture until its job has ended, and never after `expires_at`.

        Of a job that has ended meanwhile nothing is kept.
        """
        ended = select(jobs.c.id).where(jobs.c.id == job_id, jobs.c.outcome_at.is_not(None))
        picture = insert(hosted).values(name=name, jpeg=jpeg, job_id=job_id, expires_at=expires_at)
        async with self._database.transaction() as connection:
            if await connection.scalar(ended.with_for_update()) is None:
                await connection.execute(picture)

    async def get(self, name: str, *, now: datetime) -> bytes | None:
        """A picture; None when there is none of that name, or none any more."""
        wanted = select(hosted.c.jpeg).where(hosted.c.name == name, hosted.c.expires_at > now)
        async with self._database.transaction() as connection:
            jpeg: bytes | None = await connection.scalar(wanted)
        return jpeg

    async def forget_old(self, *, now: datetime) -> None:
        """Drop what has expired."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(hosted).where(hosted.c.expires_at <= now))


async def drop_hosted(connection: AsyncConnection, job_id: int) -> None:
    """Drop a job's pictures within the caller's transaction."""
    await connection.execute(delete(hosted).where(hosted.c.job_id == job_id))
