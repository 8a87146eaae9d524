"""Moves a whole store into another database, all or nothing.

For a bot that has outgrown SQLite, and for the way back. The source is only read.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Table, func, insert, literal, select, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, StoreError, parsed
from storage.tables import metadata

BATCH = 200
"""Rows in memory at once; a hosted picture may have some megabytes."""
TABLES = metadata.sorted_tables


async def move_store(source: str, target: str) -> Mapping[str, int]:
    """Copy every table into an empty database; gives the number of rows of each.

    The addresses are those of `Database.open`. Both schemas are brought up to date first. Leases
    are left behind. Raises StoreError, which names no address; then the target holds nothing.
    """
    _check_addresses(parsed(source), parsed(target))
    async with (
        _alone_on(source, "the first store") as old,
        _alone_on(target, "the second store") as new,
    ):
        for table in TABLES:
            if await new.scalar(select(literal(1)).select_from(table).limit(1)) is not None:
                raise StoreError(f"the second store is not empty: it has rows in {table.name}")
        for table in TABLES:
            await _copy(table, old, new)
        moved = await _counted(new)
        if moved != await _counted(old):
            raise StoreError("the copy is not complete; nothing was kept of it")
    return moved


def _check_addresses(source: URL, target: URL) -> None:
    if _place(source) == _place(target):
        raise StoreError("both addresses name the same store")
    if source.get_backend_name() == "sqlite" and not Path(source.database or "").is_file():
        raise StoreError("the first store is not there: no such file")


def _place(address: URL) -> tuple[object, ...]:
    if address.get_backend_name() == "sqlite":
        return (Path(address.database or "").resolve(),)
    return (address.host, address.port, address.database, *sorted(address.query.items()))


@asynccontextmanager
async def _alone_on(url: str, name: str) -> AsyncIterator[AsyncConnection]:
    """A transaction on a store that no bot uses."""
    try:
        database = await Database.open(url)
    except StoreError as error:
        raise StoreError(f"{name}: {error}") from None
    try:
        async with database.transaction() as connection:
            if connection.dialect.name == "postgresql" and await connection.scalar(_OTHERS):
                raise StoreError(f"{name} is in use: stop the bot, and whatever else is connected")
            yield connection
    finally:
        await database.close()


# A SQLite file has a lock that keeps a second process out.
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


async def _copy(table: Table, old: AsyncConnection, new: AsyncConnection) -> None:
    """Copy the rows, free of leases: whoever held one is not there any more."""
    free = {name: None for name in ("lease", "lease_until") if name in table.c}
    rows = await old.stream(select(table), execution_options={"yield_per": BATCH})
    async for batch in rows.mappings().partitions():
        await new.execute(insert(table), [{**row, **free} for row in batch])
    counter = table.autoincrement_column
    if counter is not None and new.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, counter.name)
        await new.execute(select(func.setval(sequence, func.max(counter))).select_from(table))


async def _counted(connection: AsyncConnection) -> Mapping[str, int]:
    return {
        table.name: await connection.scalar(select(func.count()).select_from(table)) or 0
        for table in TABLES
    }
