"""What the admins tell everybody, and how far it has come.

Whose turn it is stands in the store before anything is sent: nobody is told twice, and a crash
leaves out one person at most.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    and_,
    delete,
    distinct,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, uninterrupted
from storage.insertion import insert_into
from storage.jobs import FORGET
from storage.standings import BANNED
from storage.tables import broadcasts, jobs

HOLDS = timedelta(days=1)
"""A broadcast that was not confirmed for so long has to be written again."""


class Stage(StrEnum):
    """Where a broadcast is; one that is over is not kept."""

    ASKED = "asked"
    """Shown to its admin, and not confirmed yet."""
    DROPPED = "dropped"
    """Not wanted after all."""
    RUNNING = "running"
    STOPPED = "stopped"
    """Its admin has not heard yet how far it had come."""


NOT_BEGUN = (Stage.ASKED, Stage.DROPPED)


class Result(StrEnum):
    """What became of one person's."""

    SENT = "sent"
    BLOCKED = "blocked"
    """The person has stopped the bot."""
    FAILED = "failed"
    """It was not taken, or nobody knows: it is not sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """A message for everybody, as HTML. `line_id`: the admin's message that tells how far it is."""

    id: int
    admin_id: int
    language: str | None
    html: str
    state: Stage
    line_id: int | None
    total: int
    """How many there were to tell when it began."""
    sent: int
    blocked: int
    failed: int
    lease: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is, and nobody else's ever again; None: nobody's."""

    broadcast: Broadcast
    user_id: int | None


def _in_private() -> ColumnElement[bool]:
    """A job by which somebody is known who has used the bot in private, and whom it may tell."""
    known = and_(jobs.c.user_id > 0, jobs.c.chat_id == jobs.c.user_id)
    forgotten = jobs.c.origin.startswith(FORGET)
    return and_(known, not_(forgotten), jobs.c.user_id.not_in(BANNED))


@uninterrupted
class Broadcasts:
    """Those that are asked for or under way."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recipients(self) -> int:
        """How many people would be told now."""
        async with self._database.transaction() as connection:
            return await _recipients(connection)

    async def ask(
        self, *, admin_id: int, message_id: int, language: str | None, html: str, now: datetime
    ) -> int:
        """Keep what an admin's message wants told, once; gives its number.

        No other one ever has that: SQLite gives the ids of deleted rows again, and an old button
        would send what nobody has seen above it.
        """
        new = {
            "admin_id": admin_id, "message_id": message_id, "language": language, "html": html,
            "state": Stage.ASKED, "asked_at": now, "total": 0, "cursor": 0,
            "sent": 0, "blocked": 0, "failed": 0,
        }  # fmt: skip
        same = and_(broadcasts.c.admin_id == admin_id, broadcasts.c.message_id == message_id)
        async with self._database.transaction() as connection:
            insert = insert_into(connection, broadcasts).values(
                {"id": await _new_id(connection, now), **new}
            )
            await connection.execute(insert.on_conflict_do_nothing())
            number: int = (await connection.scalars(select(broadcasts.c.id).where(same))).one()
        return number

    async def start(self, number: int, *, line_id: int, now: datetime) -> bool:
        """Begin, once; tells whether it is under way. It may be asked for again."""
        asked = and_(broadcasts.c.state == Stage.ASKED, broadcasts.c.asked_at >= now - HOLDS)
        this = broadcasts.c.id == number
        async with self._database.transaction() as connection:
            total = await _recipients(connection)
            begin = update(broadcasts).where(this, asked)
            begun = begin.values(state=Stage.RUNNING, line_id=line_id, total=total)
            await connection.execute(begun)
            state = await connection.scalar(select(broadcasts.c.state).where(this))
        return bool(state == Stage.RUNNING)

    async def drop(self, number: int) -> bool:
        """Never begin one; tells whether that is so. It may be dropped again."""
        asked = and_(broadcasts.c.id == number, broadcasts.c.state.in_(NOT_BEGUN))
        change = update(broadcasts).where(asked).values(state=Stage.DROPPED)
        async with self._database.transaction() as connection:
            return bool((await connection.execute(change)).rowcount)

    async def forget_old(self, *, now: datetime) -> None:
        """Delete what nobody has confirmed."""
        old = and_(broadcasts.c.state.in_(NOT_BEGUN), broadcasts.c.asked_at < now - HOLDS)
        async with self._database.transaction() as connection:
            await connection.execute(delete(broadcasts).where(old))

    async def stop(self, number: int) -> bool:
        """Tell nobody else; tells whether it was running."""
        running = and_(broadcasts.c.id == number, broadcasts.c.state == Stage.RUNNING)
        change = update(broadcasts).where(running).values(state=Stage.STOPPED)
        async with self._database.transaction() as connection:
            return bool((await connection.execute(change)).rowcount)

    async def claim(self, *, now: datetime, lease: str, until: datetime) -> Broadcast | None:
        """Lease the first that is under way, if nobody else carries it out."""
        under_way = broadcasts.c.state.in_((Stage.RUNNING, Stage.STOPPED))
        free = or_(broadcasts.c.lease.is_(None), broadcasts.c.lease_until < now)
        mine = under_way if self._database.single_process else and_(under_way, free)
        first = select(broadcasts.c.id).where(mine).order_by(broadcasts.c.id).limit(1)
        chosen = first.with_for_update(skip_locked=True).cte("chosen")
        take = update(broadcasts).where(broadcasts.c.id.in_(select(chosen.c.id)))
        leased = take.values(lease=lease, lease_until=until).returning(broadcasts)
        async with self._database.transaction() as connection:
            row = (await connection.execute(leased)).mappings().one_or_none()
        return _broadcast_of(row) if row else None

    async def renew(self, broadcast: Broadcast, *, until: datetime) -> None:
        """Keep a lease for longer, while it is there to be kept."""
        kept = update(broadcasts).where(_mine(broadcast)).values(lease_until=until)
        async with self._database.transaction() as connection:
            await connection.execute(kept)

    async def turn(self, broadcast: Broadcast, *, last: Result | None) -> Turn | None:
        """Count what became of the last one's turn, and give the next; None: the lease is lost."""
        unchanged = {"lease": broadcast.lease}
        counted = {last.value: broadcasts.c[last.value] + 1} if last else unchanged
        change = update(broadcasts).where(_mine(broadcast)).values(counted)
        async with self._database.transaction() as connection:
            row = (await connection.execute(change.returning(broadcasts))).mappings().one_or_none()
            if row is None:
                return None
            user_id = await _next(connection, row) if row["state"] == Stage.RUNNING else None
        return Turn(broadcast=_broadcast_of(row), user_id=user_id)

    async def close(self, broadcast: Broadcast) -> None:
        """It is over, and its admin knows."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(broadcasts).where(_mine(broadcast)))


def _mine(broadcast: Broadcast) -> ColumnElement[bool]:
    """Nobody has taken it since."""
    return and_(broadcasts.c.id == broadcast.id, broadcasts.c.lease == broadcast.lease)


async def _new_id(connection: AsyncConnection, now: datetime) -> int:
    """The time in microseconds, or the next number that is free."""
    latest = await connection.scalar(select(func.max(broadcasts.c.id))) or 0
    return max(int(now.timestamp() * 1_000_000), latest + 1)


async def _recipients(connection: AsyncConnection) -> int:
    people = select(func.count(distinct(jobs.c.user_id))).where(_in_private())
    return await connection.scalar(people) or 0


async def _next(connection: AsyncConnection, row: RowMapping) -> int | None:
    """The next person by number, who is passed with that."""
    later = and_(jobs.c.user_id > row["cursor"], _in_private())
    following = select(jobs.c.user_id).where(later).order_by(jobs.c.user_id).limit(1)
    user_id: int | None = await connection.scalar(following)
    if user_id is not None:
        passed = update(broadcasts).where(broadcasts.c.id == row["id"])
        await connection.execute(passed.values(cursor=user_id))
    return user_id


def _broadcast_of(row: RowMapping) -> Broadcast:
    plain: dict[str, Any] = {name: row[name] for name in Broadcast.__slots__ if name != "state"}
    return Broadcast(**plain, state=Stage(row["state"]))
