"""Albums: pictures that were sent as one are one job, and the later ones join the first.

Of an album two pictures are used, in the order of their messages: the first frame and the last.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, alone, uninterrupted
from storage.inbox import mark_handled
from storage.jobs import Job, Request
from storage.nonces import is_used, use
from storage.rows import job_of, request_column
from storage.states import State
from storage.tables import jobs, waiting
from storage.waiting import WaitingPicture, waiting_of

JOINS_WITHIN = timedelta(seconds=1)
"""So long the purchase of an album's job waits for the next picture."""
Fits = Callable[[Request], bool]
"""Whether anybody can make what is asked for."""


class Home(StrEnum):
    """Where an album's first picture is."""

    JOB = "job"
    WAITING = "waiting"


class LeftOut(StrEnum):
    """Why a picture of an album is not used."""

    REST = "rest"
    """Two are."""
    LATE = "late"
    """The album's job is on its way without it."""
    SINGLE = "single"
    """Nobody can make it from two pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What became of a picture. `home` None: the bot has nothing else of its album."""

    home: Home | None
    left_out: LeftOut | None = None


@uninterrupted
class Albums:
    """The albums of which something is stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def join(
        self, picture: WaitingPicture, *, fits: Fits, update_id: int | None, now: datetime
    ) -> Joined:
        """Put a picture beside the first of its album, once, if that is not on its way yet.

        The update of a picture that is used leaves the inbox; None: more has to be done with it.
        """
        async with self._database.transaction() as connection:
            await alone(connection, f"user/{picture.user_id}")
            if (job := await _job_of(connection, picture)) is not None:
                joined = await _join_job(connection, job, picture, fits, now)
            else:
                joined = await _join_waiting(connection, picture, fits, now)
            if joined.home is not None and joined.left_out is None and update_id is not None:
                await mark_handled(connection, update_id, now=now)
        return joined

    async def may_speak(self, topic: str, *, update_id: int, now: datetime) -> bool:
        """Whether to say something about an album: the first update that asks may, over restarts.

        It may when it asks again, too: what it had to say could not be sent.
        """
        async with self._database.transaction() as connection:
            if await use(connection, topic, now=now):
                return await use(connection, f"{topic}/{update_id}", now=now)
            return await is_used(connection, f"{topic}/{update_id}")

    async def was_told(self, topic: str) -> bool:
        """Whether that was said."""
        async with self._database.transaction() as connection:
            return await is_used(connection, topic)


async def _job_of(connection: AsyncConnection, picture: WaitingPicture) -> Job | None:
    album = and_(jobs.c.chat_id == picture.chat_id, jobs.c.album_id == picture.album_id)
    # The message of the job itself, once more, is nothing further.
    other = and_(jobs.c.user_id == picture.user_id, jobs.c.message_id != picture.message_id)
    found = await connection.execute(select(jobs).where(album, other).limit(1))
    row = found.mappings().one_or_none()
    return job_of(row) if row else None


async def _join_job(
    connection: AsyncConnection, job: Job, picture: WaitingPicture, fits: Fits, now: datetime
) -> Joined:
    if picture.picture in job.request.pictures:
        return Joined(home=Home.JOB)
    if len(job.request.pictures) > 1:
        return Joined(home=Home.JOB, left_out=LeftOut.REST)
    both = (*job.request.pictures, picture.picture)
    in_order = both if job.message_id < picture.message_id else both[::-1]
    request = replace(job.request, pictures=in_order)
    if not fits(request):
        return Joined(home=Home.JOB, left_out=LeftOut.SINGLE)
    due_at = max(job.due_at or now, now + JOINS_WITHIN)
    # A card may be under way; a purchase may not: it has read the request already. Whoever leases
    # a job that has its card is buying it, also when that lease has run out.
    unread = and_(jobs.c.state == State.QUEUED, jobs.c.uploads_at.is_(None))
    nobody_buys = or_(jobs.c.lease.is_(None), jobs.c.card_id.is_(None))
    change = update(jobs).where(jobs.c.id == job.id, unread, nobody_buys)
    values = {"request": request_column(request), "due_at": due_at}
    done = (await connection.execute(change.values(values))).rowcount
    return Joined(home=Home.JOB, left_out=None if done else LeftOut.LATE)


async def _join_waiting(
    connection: AsyncConnection, picture: WaitingPicture, fits: Fits, now: datetime
) -> Joined:
    first = await waiting_of(connection, picture.chat_id, picture.user_id, now=now)
    if first is None or first.album_id != picture.album_id:
        return Joined(home=None)
    if picture.picture in first.pictures:
        return Joined(home=Home.WAITING if first.last_picture else None)
    if first.last_picture:
        return Joined(home=Home.WAITING, left_out=LeftOut.REST)
    if not fits(Request(prompt="", pictures=(first.picture, picture.picture))):
        return Joined(home=Home.WAITING, left_out=LeftOut.SINGLE)
    one, other = sorted((first, picture), key=lambda sent: sent.message_id)
    theirs = and_(waiting.c.chat_id == picture.chat_id, waiting.c.user_id == picture.user_id)
    await connection.execute(
        update(waiting)
        .where(theirs)
        .values(message_id=one.message_id, picture=one.picture, last_picture=other.picture)
    )
    return Joined(home=Home.WAITING)
