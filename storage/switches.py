"""Which providers the admins have switched off. It holds at once, in every process."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, alone, uninterrupted
from storage.insertion import insert_into
from storage.tables import switched_off


@uninterrupted
class Switches:
    """A switch for each provider; it is on unless somebody has turned it off."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._off: frozenset[str] | None = None

    async def off(self) -> frozenset[str]:
        """The providers that get no orders. Wanted for every look at the line."""
        if self._off is not None:
            return self._off
        async with self._database.transaction() as connection:
            off = frozenset(await connection.scalars(select(switched_off.c.provider)))
            if self._database.single_process:
                self._off = off  # before anybody else can turn one
        return off

    async def turn(self, provider: str, *, on: bool, now: datetime) -> None:
        """Turn a switch. After this no purchase begins at a provider that is off."""
        async with self._database.transaction() as connection:
            await alone(connection, places_of(provider))
            if on:
                gone = delete(switched_off).where(switched_off.c.provider == provider)
                await connection.execute(gone)
            else:
                new = insert_into(connection, switched_off).values(provider=provider, off_at=now)
                await connection.execute(new.on_conflict_do_nothing())
            self._off = None


def places_of(provider: str) -> str:
    """What whoever counts or gives away a provider's places is alone with."""
    return f"places/{provider}"


async def is_off(connection: AsyncConnection, provider: str) -> bool:
    """Whether a provider gets no orders, within the caller's transaction."""
    return bool(
        await connection.scalar(select(exists().where(switched_off.c.provider == provider)))
    )
