"""What each provider's rate limit allows, kept in the store so that it holds over restarts."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, uninterrupted
from storage.tables import budgets


@uninterrupted
class Budgets:
    """One evenly spaced stream of slots per name; a slot is one request."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(self, name: str, *, interval: timedelta, now: datetime) -> datetime:
        """Take the next slot: it is the caller's alone and begins at the time given back."""
        async with self._database.transaction() as connection:
            slot = max(await _next_at(connection, name, now), now)
            await _set(connection, name, slot + interval)
        return slot

    async def pause(self, name: str, *, until: datetime, now: datetime) -> None:
        """No slot begins before `until`; slots that were taken already are not touched."""
        async with self._database.transaction() as connection:
            await _set(connection, name, max(await _next_at(connection, name, now), until))


async def _next_at(connection: AsyncConnection, name: str, now: datetime) -> datetime:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    first = dialect.insert(budgets).values(name=name, next_at=now).on_conflict_do_nothing()
    await connection.execute(first)
    locked = select(budgets.c.next_at).where(budgets.c.name == name).with_for_update()
    next_at: datetime = (await connection.execute(locked)).scalar_one()
    return next_at


async def _set(connection: AsyncConnection, name: str, next_at: datetime) -> None:
    await connection.execute(update(budgets).where(budgets.c.name == name).values(next_at=next_at))
