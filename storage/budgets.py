"""What a rate limit allows, kept in the store so that it holds over restarts and processes."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, uninterrupted
from storage.insertion import insert_into
from storage.tables import budgets


@uninterrupted
class Budgets:
    """One stream of slots per name; a slot is one request. What is kept of a stream is the time
    when it will have rested enough to be as good as new.

    https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(
        self,
        name: str,
        *,
        interval: timedelta,
        now: datetime,
        burst: int = 1,
        by: datetime | None = None,
    ) -> datetime:
        """Take the next slot: it is the caller's alone and begins at the time given back.

        Slots are `interval` apart; a stream that has rested gives `burst` of them at once. A slot
        that would begin after `by` is not taken.
        """
        async with self._database.transaction() as connection:
            rested_at = await _rested_at(connection, name, now)
            slot = slot_of(rested_at, interval=interval, burst=burst, now=now)
            if by is None or slot <= by:
                await _set(connection, name, max(rested_at, now) + interval)
        return slot

    async def give_back(self, name: str, *, interval: timedelta) -> None:
        """A slot that was taken is free again."""
        async with self._database.transaction() as connection:
            rested_at = await connection.scalar(
                select(budgets.c.next_at).where(budgets.c.name == name).with_for_update()
            )
            if rested_at is not None:
                await _set(connection, name, rested_at - interval)

    async def pause(self, name: str, *, until: datetime, now: datetime) -> None:
        """No slot of a stream without bursts begins before `until`; taken ones stay as they are."""
        async with self._database.transaction() as connection:
            await _set(connection, name, max(await _rested_at(connection, name, now), until))

    async def forget_old(self, *, now: datetime) -> None:
        """Drop the streams that have rested: they begin anew when they are used again."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(budgets).where(budgets.c.next_at < now))


def slot_of(rested_at: datetime, *, interval: timedelta, burst: int, now: datetime) -> datetime:
    """When the next slot begins of a stream that will have rested at `rested_at`."""
    return max(rested_at - (burst - 1) * interval, now)


async def _rested_at(connection: AsyncConnection, name: str, now: datetime) -> datetime:
    """The stream's time, in a row that stays ours until the transaction ends."""
    first = insert_into(connection, budgets).values(name=name, next_at=now)
    locked = first.on_conflict_do_update(index_elements=["name"], set_={"name": name})
    rows = await connection.execute(locked.returning(budgets.c.next_at))
    rested_at: datetime = rows.scalar_one()
    return rested_at


async def _set(connection: AsyncConnection, name: str, next_at: datetime) -> None:
    await connection.execute(update(budgets).where(budgets.c.name == name).values(next_at=next_at))
