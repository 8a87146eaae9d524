"""Updates that were stored before they were confirmed, and wait to be handled.

A handled update stays a while as its bare id, so that a late repetition is recognised.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    UpdateBase,
    and_,
    bindparam,
    case,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, uninterrupted
from storage.insertion import insert_into
from storage.overtaking import note_done
from storage.tables import UtcTime, inbox, unhandled

REMEMBERED = timedelta(days=2)
"""Twice as long as Telegram keeps an update that was not confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredUpdate:
    """An update as it arrived. One sender's updates keep their order."""

    update_id: int
    sender_key: int
    payload: str
    attempts: int = 0


@uninterrupted
class Inbox:
    """The stored updates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, updates: Sequence[StoredUpdate], *, now: datetime) -> None:
        """Store a batch in one transaction; updates that are known already change nothing."""
        if not updates:
            return
        rows = [
            {
                "update_id": one.update_id,
                "sender_key": one.sender_key,
                "payload": one.payload,
                "received_at": now,
                "due_at": now,
                "attempts": 0,
            }
            for one in updates
        ]
        async with self._database.transaction() as connection:
            await connection.execute(insert_into(connection, inbox).on_conflict_do_nothing(), rows)

    async def claim(
        self, *, busy: Collection[int], limit: int, now: datetime, until: datetime
    ) -> Sequence[StoredUpdate]:
        """The first unhandled update of each sender that is due and not in `busy`.

        They are the caller's alone until they are done or deferred, or `until`.
        """
        claim = _first_due() if self._database.single_process else _leased()
        given = {"busy": busy, "limit": limit, "now": now, "until": until}
        async with self._database.transaction() as connection:
            rows = (await connection.execute(claim, given)).mappings().all()
        return [
            StoredUpdate(**{name: row[name] for name in StoredUpdate.__slots__})
            for row in sorted(rows, key=lambda row: row["update_id"])
        ]

    async def renew(self, update_id: int, *, until: datetime) -> None:
        """Keep a claimed update for longer."""
        change = update(inbox).where(inbox.c.update_id == update_id, unhandled)
        async with self._database.transaction() as connection:
            await connection.execute(change.values(lease_until=until))

    async def next_due_at(self, *, busy: Collection[int]) -> datetime | None:
        """When `claim` gives something again; None: when something is put or done."""
        async with self._database.transaction() as connection:
            due: datetime | None = await connection.scalar(_earliest(), {"busy": busy})
        return due

    async def done(self, update_id: int, *, now: datetime) -> None:
        """The update needs nothing more; words and sender are forgotten, its id is remembered."""
        async with self._database.transaction() as connection:
            await mark_handled(connection, update_id, now=now)

    async def defer(
        self,
        update_id: int,
        *,
        until: datetime,
        attempts: int = 1,
        left: StoredUpdate | None = None,
    ) -> None:
        """The update could not be handled; it comes again, before its sender's later ones.

        That cost it so many `attempts`. Where a part of it was done, what is `left` takes its
        place, under a sender of its own.
        """
        rest = {"payload": left.payload, "sender_key": left.sender_key} if left else {}
        change = (
            update(inbox)
            .where(inbox.c.update_id == update_id, unhandled)
            .values(due_at=until, lease_until=None, attempts=inbox.c.attempts + attempts, **rest)
        )
        async with self._database.transaction() as connection:
            await connection.execute(change)

    async def forget_old(self, *, now: datetime) -> None:
        """Drop the ids of updates that cannot come again."""
        old = delete(inbox).where(inbox.c.handled_at < now - REMEMBERED)
        async with self._database.transaction() as connection:
            await connection.execute(old)


# What is asked after every update and every wake is built once: that takes longer than to run it.
@cache
def _first_due() -> Select[Any]:
    """The first update of each sender who is not busy, of those that are due."""
    return (
        select(inbox)
        .where(_first_of_senders(), _free_at() <= bindparam("now", type_=UtcTime))
        .order_by(inbox.c.update_id)
        .limit(bindparam("limit", type_=Integer))
    )


@cache
def _leased() -> UpdateBase:
    """Take what is due, for a process that is not the only one.

    (The only one knows who is busy, and what it leased would stay so over a restart.)
    """
    chosen = _first_due().with_for_update(skip_locked=True).cte("chosen")
    # What somebody else has handled since the statement began is seen as such only here.
    mine = and_(inbox.c.update_id.in_(select(chosen.c.update_id)), unhandled)
    return update(inbox).where(mine).values(lease_until=bindparam("until")).returning(inbox)


@cache
def _earliest() -> Select[Any]:
    """When the first update of a sender who is not busy is due."""
    return select(func.min(_free_at())).where(_first_of_senders())


def _first_of_senders() -> ColumnElement[bool]:
    """A sender's later updates wait for its first, also when that one was put off.

    The index is walked from sender to sender: however much one of them has sent, it is one step.
    """
    waiting = inbox.alias()
    is_waiting = waiting.c.handled_at.is_(None)
    lowest = select(func.min(waiting.c.sender_key).label("key")).where(is_waiting)
    senders = lowest.cte("senders", recursive=True)
    higher = lowest.where(waiting.c.sender_key > senders.c.key).correlate(senders)
    senders = senders.union_all(select(higher.scalar_subquery()).where(senders.c.key.is_not(None)))
    first = select(func.min(waiting.c.update_id)).where(
        is_waiting, waiting.c.sender_key == senders.c.key
    )
    theirs = select(first.correlate(senders).scalar_subquery())
    free = senders.c.key.not_in(bindparam("busy", expanding=True))
    return inbox.c.update_id.in_(theirs.where(free))


def _free_at() -> ColumnElement[Any]:
    """When an update may be handled: once it is due and nobody's."""
    taken = inbox.c.lease_until > inbox.c.due_at
    return case((taken, inbox.c.lease_until), else_=inbox.c.due_at)


async def mark_handled(connection: AsyncConnection, update_id: int, *, now: datetime) -> None:
    """Take an update out of the inbox within the caller's transaction."""
    note_done(update_id)
    await connection.execute(
        update(inbox)
        .where(inbox.c.update_id == update_id, unhandled)
        .values(handled_at=now, payload=None, sender_key=0, lease_until=None)
    )
