"""What people want forgotten, and what is old, leaves the jobs.

It goes a batch in each transaction, so that a large clearance holds up nobody.

A job that its person wants forgotten is marked, and emptied as soon as it is closed: its words,
pictures, videos and places go. For a day it still counts against that person's limits; then nothing
tells any more whose it was. What remains are numbers: when, by whom made, how long it took.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    cast,
    delete,
    func,
    literal,
    not_,
    null,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, alone, uninterrupted
from storage.jobs import FORGET, NOWHERE, Request
from storage.nonces import use
from storage.rows import request_column
from storage.states import State
from storage.tables import jobs, proposals, waiting

BATCH = 500
"""Jobs in one transaction: about 15 ms of SQLite's one connection, measured."""
COUNTED = timedelta(days=1)
"""The longest time that a limit looks back."""
NOBODY = 0
"""No person has this id."""

# No other closed job has a due time, so the index of these has little to hold.
_TO_FORGET = and_(jobs.c.state == State.CLOSED, jobs.c.due_at.is_not(None))
_EMPTY = jobs.c.chat_id == NOWHERE


@uninterrupted
class Forgetting:
    """Takes people out of the store. Everything here may be done again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mark(self, user_id: int) -> bool:
        """Drop what waits for a person's word and mark their jobs; tells whether to go on.

        What is marked is forgotten by `empty` and `clear`, or once it is closed, whatever happens.
        """
        theirs = and_(jobs.c.user_id == user_id, not_(jobs.c.origin.startswith(FORGET)))
        marked = {
            "origin": literal(FORGET) + jobs.c.origin,
            "due_at": case((jobs.c.state == State.CLOSED, jobs.c.created_at), else_=jobs.c.due_at),
        }
        async with self._database.transaction() as connection:
            await alone(connection, f"user/{user_id}")
            for table in (waiting, proposals):
                await connection.execute(delete(table).where(table.c.user_id == user_id))
            return await _change_some(connection, theirs, marked)

    async def under_way(self, user_id: int) -> int:
        """How many of a person's jobs are still to come, and are forgotten then."""
        theirs = and_(jobs.c.user_id == user_id, not_(jobs.c.hidden))
        still_open = and_(theirs, jobs.c.state != State.CLOSED)
        async with self._database.transaction() as connection:
            return await connection.scalar(select(func.count()).where(still_open)) or 0

    async def empty(self) -> bool:
        """Empty marked jobs that are closed; tells whether to go on."""
        wanted = and_(_TO_FORGET, not_(_EMPTY), not_(_gone_on_with()))
        async with self._database.transaction() as connection:
            return await _change_some(connection, wanted, _emptied(connection))

    async def clear(self, *, now: datetime) -> bool:
        """Take the person out of what was emptied and counts no more; tells whether to go on."""
        wanted = and_(_TO_FORGET, _EMPTY, jobs.c.due_at <= now - COUNTED)
        async with self._database.transaction() as connection:
            return await _change_some(connection, wanted, _CLEARED)

    async def prune(self, *, before: datetime, after: int = 0) -> int | None:
        """Delete, of the next jobs after this id, those that ended before a time; gives where to
        go on, None for nowhere.

        Ids go up with time, so the old ones are the first. The newest job is emptied and stays:
        SQLite would give its id once more, and an old button would be another job's.
        """
        first = select(jobs.c.id, jobs.c.created_at).where(jobs.c.id > after)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(first.order_by(jobs.c.id).limit(BATCH))).all()
            if not any(created_at < before for _, created_at in rows):
                return None
            last: int = rows[-1][0]
            old = and_(jobs.c.id > after, jobs.c.id <= last, _ended(before))
            newest = jobs.c.id == select(func.max(jobs.c.id)).correlate(None).scalar_subquery()
            await connection.execute(delete(jobs).where(old, not_(newest)))
            whole = {**_emptied(connection), **_CLEARED}
            await connection.execute(update(jobs).where(old, newest, not_(_EMPTY)).values(whole))
        return last

    async def leave_no_trace(self) -> None:
        """Leave nothing that was deleted in SQLite's log either."""
        await self._database.empty_log()

    async def rewrite(self, *, now: datetime) -> None:
        """Once a day, write SQLite's file anew.

        It overwrites what is deleted, but not what it leaves behind when it moves a row to another
        page: of 1,250 prompts one to three could still be found in the file, measured.
        """
        async with self._database.transaction() as connection:
            due = await use(connection, f"rewritten/{now.date()}", now=now)
        if due:
            await self._database.rewrite()


async def empty_job(connection: AsyncConnection, job_id: int) -> None:
    """Empty a marked job that was just closed, within the caller's transaction.

    If an open one needs its video, `empty` finds it later.
    """
    mine = update(jobs).where(jobs.c.id == job_id)
    await connection.execute(mine.values(due_at=jobs.c.created_at))
    await connection.execute(mine.where(not_(_gone_on_with())).values(_emptied(connection)))


async def _change_some(
    connection: AsyncConnection, wanted: ColumnElement[bool], values: dict[str, Any]
) -> bool:
    """Change a batch of jobs; tells whether there may be more."""
    some = select(jobs.c.id).where(wanted).limit(BATCH)
    done = await connection.execute(update(jobs).where(jobs.c.id.in_(some)).values(values))
    return done.rowcount == BATCH


def _ended(before: datetime) -> ColumnElement[bool]:
    closed = and_(jobs.c.state == State.CLOSED, jobs.c.outcome_at < before)
    return and_(closed, not_(_gone_on_with()))


def _gone_on_with() -> ColumnElement[bool]:
    """Whether a job is open whose video, not bought yet, shall go on with this one's."""
    later = jobs.alias()
    extended = later.c.request["extends"].as_integer()
    unbought = and_(
        later.c.state.in_((State.QUEUED, State.SUBMITTING)), later.c.due_at.is_not(None)
    )
    return jobs.c.id.in_(select(extended).where(unbought, extended.is_not(None)))


def _emptied(connection: AsyncConnection) -> dict[str, Any]:
    """What a job has instead of words, and of all that leads to a person but the person's id."""
    gone = (
        "thread_id", "language", "album_id", "card_id", "card_face", "card_due_at", "options",
        "uploads", "uploads_at", "submit_key", "submission_id", "file_ref", "file_key",
    )  # fmt: skip
    return {
        **dict.fromkeys(gone, null()),
        "chat_id": NOWHERE,
        "message_id": 0,
        "request": request_column(Request(prompt="")),
        "outcome": _numbers_of_outcome(connection),
        "due_at": jobs.c.created_at,
    }


def _numbers_of_outcome(connection: AsyncConnection) -> ColumnElement[Any]:
    """The outcome without the video's address and without words."""
    is_sqlite = connection.dialect.name == "sqlite"
    build = func.json_object if is_sqlite else func.json_build_object
    ending, spent = (jobs.c.outcome[name].as_string() for name in ("ending", "credits"))
    return case((jobs.c.outcome.is_not(None), build("ending", ending, "credits", spent)))


_CLEARED: dict[str, Any] = {
    "user_id": NOBODY,
    "origin": literal("forgotten/") + cast(jobs.c.id, String),
    "due_at": None,
}
