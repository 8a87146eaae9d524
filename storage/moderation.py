"""What moderation has stopped of a person since the day began (UTC)."""

from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.jobs import Ending
from storage.tables import jobs

LONGEST_JOB = timedelta(days=2)
"""A job that was accepted earlier has not ended today."""


def day_of(now: datetime) -> datetime:
    """When the day began."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


async def moderated_today(connection: AsyncConnection, user_id: int, *, now: datetime) -> int:
    """How many of a person's jobs, forgotten ones too, within the caller's transaction."""
    today = day_of(now)
    recent = and_(jobs.c.created_at >= today - LONGEST_JOB, jobs.c.outcome_at >= today)
    stopped = jobs.c.outcome["ending"].as_string() == Ending.MODERATED
    theirs = and_(jobs.c.user_id == user_id, recent, stopped)
    return await connection.scalar(select(func.count()).where(theirs)) or 0
