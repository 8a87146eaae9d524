"""What the admins have to hear of: each trouble once for each of them, and not once per job."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, update

from storage.database import Database, uninterrupted
from storage.insertion import insert_into
from storage.tables import alerts

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
RETOLD_AFTER = timedelta(minutes=1)
"""An alert that was claimed and did not arrive is free again after this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A trouble of a provider, for one admin. `facts` is what its words need."""

    provider: str
    trouble: str
    admin_id: int
    facts: Mapping[str, str | int] = field(default_factory=dict)


@uninterrupted
class Alerts:
    """The open troubles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, new: Sequence[Alert]) -> None:
        """Note what has to be told; what is open already changes nothing."""
        if not new:
            return
        rows = [
            {
                "provider": one.provider,
                "trouble": one.trouble,
                "admin_id": one.admin_id,
                "facts": dict(one.facts),
                "claimed_at": LONG_AGO,
            }
            for one in new
        ]
        async with self._database.transaction() as connection:
            await connection.execute(insert_into(connection, alerts).on_conflict_do_nothing(), rows)

    async def claim(self, *, now: datetime) -> Sequence[Alert]:
        """The alerts that nobody has told, the caller's alone for RETOLD_AFTER."""
        untold = and_(alerts.c.told_at.is_(None), alerts.c.claimed_at <= now - RETOLD_AFTER)
        claim = update(alerts).where(untold).values(claimed_at=now).returning(alerts)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(claim)).mappings().all()
        return [Alert(**{name: row[name] for name in Alert.__slots__}) for row in rows]

    async def void_claims(self) -> None:
        """Free what was claimed and not told: no other process can be telling it."""
        free = update(alerts).where(alerts.c.told_at.is_(None))
        async with self._database.transaction() as connection:
            await connection.execute(free.values(claimed_at=LONG_AGO))

    async def told(self, alert: Alert, *, now: datetime) -> None:
        """The admin knows; the trouble stays open."""
        change = update(alerts).where(_is(alert)).values(told_at=now)
        async with self._database.transaction() as connection:
            await connection.execute(change)

    async def clear(self, provider: str, troubles: Collection[str]) -> None:
        """These troubles are over; when one comes back, it is told again."""
        over = and_(alerts.c.provider == provider, alerts.c.trouble.in_(troubles))
        async with self._database.transaction() as connection:
            await connection.execute(delete(alerts).where(over))


def _is(alert: Alert) -> ColumnElement[bool]:
    return and_(
        alerts.c.provider == alert.provider,
        alerts.c.trouble == alert.trouble,
        alerts.c.admin_id == alert.admin_id,
    )
