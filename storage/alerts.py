"""Which troubles the admins have been told of, so that each is told once and not once per job."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Database, uninterrupted
from storage.tables import alerts

RETOLD_AFTER = timedelta(minutes=1)
"""A claim that was never told, because the process died, is free again after this."""


@uninterrupted
class Alerts:
    """The open troubles, by a key that names the provider and what is wrong."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, key: str, *, now: datetime) -> bool:
        """Whether the caller shall tell this trouble; nobody else is asked to while it does."""
        async with self._database.transaction() as connection:
            dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
            new = dialect.insert(alerts).values(key=key, claimed_at=now).on_conflict_do_nothing()
            if (await connection.execute(new)).rowcount:
                return True
            dropped = and_(
                alerts.c.key == key,
                alerts.c.told_at.is_(None),
                alerts.c.claimed_at <= now - RETOLD_AFTER,
            )
            again = update(alerts).where(dropped).values(claimed_at=now)
            return bool((await connection.execute(again)).rowcount)

    async def told(self, key: str, *, now: datetime) -> None:
        """The admins know; the trouble stays open."""
        async with self._database.transaction() as connection:
            await connection.execute(update(alerts).where(alerts.c.key == key).values(told_at=now))

    async def clear(self, prefix: str) -> None:
        """The troubles whose key begins like this are over; their next occurrence is told again."""
        async with self._database.transaction() as connection:
            over = alerts.c.key.startswith(prefix, autoescape=True)
            await connection.execute(delete(alerts).where(over))
