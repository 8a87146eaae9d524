"""How the connections to each kind of database are made."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.sqlite_file import BUSY_S

OUTSIDE = "outside_of_transactions"
"""The option of a connection for what SQLite does in none."""
STANDS_STILL = "2min"
"""So long a transaction may wait for its process. Whatever one that stands still has locked, as the
places of a provider, is locked to all others."""


def engine_of(address: URL) -> AsyncEngine:
    """The engine of an address; it connects when it is first used."""
    if address.get_backend_name() != "sqlite":
        engine = create_async_engine(address, pool_pre_ping=True)
        event.listen(engine.sync_engine, "connect", _prepare_postgresql)
        return engine
    # Whoever waits for the one connection waits as long as it takes.
    engine = create_async_engine(address, pool_size=1, max_overflow=0, pool_timeout=None)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    """As a statement: what stands between us and the server may know no such parameter."""
    cursor = connection.cursor()
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{STANDS_STILL}'")
    cursor.close()
    connection.commit()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL with FULL: what was committed is on the disk, also after a power cut.

    What is deleted is overwritten: else people's words would stay in free pages for months.
    """
    connection.isolation_level = None  # the driver's own BEGIN comes too late
    cursor = connection.cursor()
    busy = f"busy_timeout={BUSY_S * 1000}"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", busy):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and writes later could otherwise fail half-way.
    if OUTSIDE not in connection.get_execution_options():
        connection.exec_driver_sql("BEGIN IMMEDIATE")
