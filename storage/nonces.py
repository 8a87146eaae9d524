"""Numbers that a signed message may be used with once."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Database, uninterrupted
from storage.tables import nonces

REMEMBERED = timedelta(hours=1)
"""Longer than any signed message is accepted."""


@uninterrupted
class Nonces:
    """The numbers that were used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def use(self, nonce: str, *, now: datetime) -> bool:
        """Whether this is the first use."""
        async with self._database.transaction() as connection:
            dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
            new = dialect.insert(nonces).values(nonce=nonce, seen_at=now).on_conflict_do_nothing()
            return bool((await connection.execute(new)).rowcount)

    async def forget_old(self, *, now: datetime) -> None:
        """Drop the numbers of messages that would be refused for their age."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(nonces).where(nonces.c.seen_at < now - REMEMBERED))
