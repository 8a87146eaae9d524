"""Names of what happens once: a signed message, a word to somebody about an album or a ban."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, uninterrupted
from storage.insertion import insert_into
from storage.tables import nonces

REMEMBERED = timedelta(days=2)
"""Longer than any signed message is accepted, and than any update waits at Telegram."""


@uninterrupted
class Nonces:
    """The names that were used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def use(self, nonce: str, *, now: datetime) -> bool:
        """Whether this is the first use."""
        async with self._database.transaction() as connection:
            return await use(connection, nonce, now=now)

    async def may_speak(self, topic: str, *, update_id: int, now: datetime) -> bool:
        """Whether to say something that is said once: the first update that asks may.

        It may when it asks again, too, also after a restart: it could not be sent, then.
        """
        async with self._database.transaction() as connection:
            if await use(connection, topic, now=now):
                return await use(connection, f"{topic}/{update_id}", now=now)
            return await _is_used(connection, f"{topic}/{update_id}")

    async def was_told(self, topic: str) -> bool:
        """Whether that was said."""
        async with self._database.transaction() as connection:
            return await _is_used(connection, topic)

    async def forget_old(self, *, now: datetime) -> None:
        """Drop the names of what cannot come again."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(nonces).where(nonces.c.seen_at < now - REMEMBERED))


async def use(connection: AsyncConnection, nonce: str, *, now: datetime) -> bool:
    """Whether this is the first use, within the caller's transaction."""
    new = insert_into(connection, nonces).values(nonce=nonce, seen_at=now).on_conflict_do_nothing()
    return bool((await connection.execute(new)).rowcount)


async def _is_used(connection: AsyncConnection, nonce: str) -> bool:
    return bool(await connection.scalar(select(exists().where(nonces.c.nonce == nonce))))
