"""What the admins have decided about people: who is banned, and whose limit is their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, alone, uninterrupted
from storage.insertion import insert_into
from storage.tables import people

BANNED: Select[int] = select(people.c.user_id).where(people.c.banned_at.is_not(None))
"""The ids of those who get nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What holds for one person."""

    per_day: int | None = None
    """Jobs within 24 h; None: as many as for everybody."""
    banned_at: datetime | None = None


@uninterrupted
class Standings:
    """Those about whom something was decided."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._banned: set[int] | None = None

    async def get(self, user_id: int) -> Standing:
        """What holds for a person."""
        async with self._database.transaction() as connection:
            return await standing_of(connection, user_id)

    async def is_banned(self, user_id: int) -> bool:
        """Whether a person gets nothing. Wanted for every update."""
        if self._banned is not None:
            return user_id in self._banned
        async with self._database.transaction() as connection:
            if not self._database.single_process:  # another one may ban, too
                return (await standing_of(connection, user_id)).banned_at is not None
            self._banned = set(await connection.scalars(BANNED))  # before anybody else can ban
            return user_id in self._banned

    async def banned(self) -> int:
        """How many are."""
        async with self._database.transaction() as connection:
            wanted = select(func.count()).where(people.c.banned_at.is_not(None))
            return await connection.scalar(wanted) or 0

    async def ban(self, user_id: int, *, now: datetime) -> bool:
        """From now on a person gets nothing; tells whether they did before."""
        async with self._database.transaction() as connection:
            await alone(connection, f"user/{user_id}")  # no job of theirs is accepted meanwhile
            if (await standing_of(connection, user_id)).banned_at is not None:
                return False
            await write_down(connection, user_id, {"banned_at": now}, now)
            if self._banned is not None:
                self._banned.add(user_id)
        return True

    async def lift(self, user_id: int, *, now: datetime) -> bool:
        """End a ban; tells whether there was one."""
        async with self._database.transaction() as connection:
            if (await standing_of(connection, user_id)).banned_at is None:
                return False
            await write_down(connection, user_id, {"banned_at": None}, now)
            if self._banned is not None:
                self._banned.discard(user_id)
        return True

    async def limit(self, user_id: int, per_day: int | None, *, now: datetime) -> None:
        """Give a person a daily limit of their own; None: everybody's again."""
        async with self._database.transaction() as connection:
            await write_down(connection, user_id, {"per_day": per_day}, now)


async def standing_of(connection: AsyncConnection, user_id: int) -> Standing:
    """What holds for a person, within the caller's transaction."""
    theirs = select(people.c.per_day, people.c.banned_at).where(people.c.user_id == user_id)
    row = (await connection.execute(theirs)).one_or_none()
    return Standing(per_day=row.per_day, banned_at=row.banned_at) if row else Standing()


async def write_down(
    connection: AsyncConnection, user_id: int, known: Mapping[str, Any], now: datetime
) -> None:
    """Change columns of a person, within the caller's transaction; whoever has none left goes."""
    kept = {**known, "seen_at": now}
    new = insert_into(connection, people).values(user_id=user_id, **kept)
    await connection.execute(new.on_conflict_do_update(index_elements=["user_id"], set_=kept))
    told = (one for one in people.c if one.name not in {"user_id", "seen_at"})
    nothing = and_(*(one.is_(None) for one in told))
    await connection.execute(delete(people).where(people.c.user_id == user_id, nothing))
