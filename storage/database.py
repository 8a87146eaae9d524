"""One door to the database: opens it, brings its schema up to date and gives transactions.

SQLite is used through a single connection: there is one process, every transaction writes, and
a queue in front of one connection never meets "database is locked".
"""

import asyncio
import fcntl
import functools
import inspect
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import func, select
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engines import OUTSIDE, engine_of
from storage.overtaking import hold_update
from storage.sqlite_file import NEWER, fault_of, is_damage, trouble_of

Table = TypeVar("Table")
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

MIGRATIONS = Path(__file__).parent / "migrations"
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class StoreError(Exception):
    """The store cannot be used; the text says why and what to do, for the operator."""


class StoreInUseError(StoreError):
    """Another process works on this SQLite file."""


class Database:
    """An open database. Made by `Database.open`, given back by `close`."""

    def __init__(self, engine: AsyncEngine, lock: IO[bytes] | None) -> None:
        self._engine = engine
        self._lock = lock
        self._damage = asyncio.Event()

    @classmethod
    async def open(cls, url: str) -> "Database":
        """Open (and for SQLite create) the database and apply the migrations it lacks.

        `url` is sqlite:///relative, sqlite:////absolute or postgresql://user:secret@host/name.
        Raises StoreError when the address is not understood, another bot uses the file, or the
        database does not let itself be opened. Nothing is ever overwritten: a SQLite file that is
        damaged, somebody else's or of a newer version is left byte for byte as it is.
        """
        address = parsed(url)
        lock = _lock_file(address) if address.get_backend_name() == "sqlite" else None
        database = cls(engine_of(address), lock)
        try:
            if lock is not None:
                await asyncio.to_thread(_look_at, Path(address.database or ""))
            async with database._engine.connect() as connection:
                await connection.run_sync(_migrate)
        except CommandError:
            await database.close()
            raise StoreError(f"the database cannot be opened: {NEWER}") from None
        except (SQLAlchemyError, OSError) as error:
            await database.close()
            raise StoreError(f"the database cannot be opened: {_failure(error)}") from None
        except BaseException:
            await database.close()
            raise
        return database

    @property
    def single_process(self) -> bool:
        """Whether this process is the only one that uses the database."""
        return self._lock is not None

    async def now(self) -> datetime | None:
        """The time of all processes that use the database; None: this one is alone."""
        if self.single_process:
            return None
        async with self.transaction() as connection:
            time: datetime | None = await connection.scalar(select(func.clock_timestamp()))
        return time

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed at the end of the block, undone by an exception.

        Raises StoreError when the database does not do what it was asked, and OvertakenError, see
        `overtaking`.
        """
        async with self._answering(), self._engine.begin() as connection:
            if not self.single_process:
                await hold_update(connection)
            yield connection

    async def empty_log(self) -> None:
        """Move SQLite's log into its file and cut it off: it holds what the file has no more.

        While another program reads the file, this waits for BUSY_S and does nothing.
        """
        await self._outside("PRAGMA wal_checkpoint(TRUNCATE)")

    async def rewrite(self) -> None:
        """Write SQLite's file anew, without gaps. For that long it needs its size once more."""
        await self._outside("VACUUM")

    async def _outside(self, statement: str) -> None:
        """Have SQLite do what it does in no transaction; a server does such things by itself."""
        if self._engine.dialect.name != "sqlite":
            return
        async with self._answering(), self._engine.connect() as connection:
            await connection.execution_options(**{OUTSIDE: True})
            await connection.exec_driver_sql(statement)

    @asynccontextmanager
    async def _answering(self) -> AsyncIterator[None]:
        """Whatever the database cannot do is a StoreError."""
        if self._damage.is_set():
            raise StoreError("the store failed: it is damaged")
        try:
            yield
        except (SQLAlchemyError, OSError) as error:  # OSError: a server that is not there
            # Neither its text nor its cause goes on: a database tells the failing row, prompts too.
            if is_damage(_sqlite_name(error)):
                self._damage.set()  # whatever it answers from now on would be a guess
            raise StoreError(f"the store failed: {_failure(error)}") from None

    async def damaged(self) -> None:
        """Wait for as long as the database is sound; then raises StoreError."""
        await self._damage.wait()
        raise StoreError(f"{self._engine.url.database}: {trouble_of('SQLITE_CORRUPT')}")

    async def close(self) -> None:
        """Close every connection and let another process in."""
        await self._engine.dispose()
        if self._lock is not None:
            self._lock.close()


async def alone(connection: AsyncConnection, name: str) -> None:
    """Until the transaction ends, nobody else gets past here with this name.

    For counting and then acting on the count. A SQLite transaction is alone from its beginning.
    """
    await connection.run_sync(_alone, name)


def _alone(connection: Connection, name: str) -> None:
    if connection.dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock(func.hashtextextended(name, 0))
        connection.execute(select(lock))


def _failure(error: Exception) -> str:
    """What went wrong, by its names and codes alone, and where it is the machine's, the cure."""
    name = _sqlite_name(error)
    if (trouble := trouble_of(name)) is not None:
        return trouble
    code = name or getattr(getattr(error, "orig", None), "sqlstate", None)
    return f"{type(error).__name__} {code or ''}".rstrip()


def _sqlite_name(error: Exception) -> str | None:
    return getattr(getattr(error, "orig", None), "sqlite_errorname", None)


def uninterrupted(table: type[Table]) -> type[Table]:
    """Let every public coroutine of a class come to its end, also when its caller is cancelled.

    A transaction that is cut in its middle takes its connection with it, and for SQLite that is
    the only one: the next transaction would wait for a lock that nobody gives back.
    """
    for name, member in list(vars(table).items()):
        if inspect.iscoroutinefunction(member) and not name.startswith("_"):
            setattr(table, name, _to_the_end(member))
    return table


def _to_the_end(
    method: Callable[Arguments, Coroutine[Any, Any, Result]],
) -> Callable[Arguments, Coroutine[Any, Any, Result]]:
    @functools.wraps(method)
    async def whole(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        work = asyncio.create_task(method(*args, **kwargs))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait({work})
            work.exception()  # whoever would have heard of it is gone
            raise

    return whole


def parsed(url: str) -> URL:
    """The address of a database, with the driver that is used for it; raises StoreError."""
    try:
        address = make_url(url)
        return address.set(drivername=DRIVERS[address.get_backend_name()])
    except (ArgumentError, KeyError) as error:
        raise StoreError("the address must begin with sqlite:/// or postgresql://") from error


def _lock_file(address: URL) -> IO[bytes]:
    """Keep a second process out: to this one its leases are void, so it would buy twice."""
    if not address.database or address.database == ":memory:":
        raise StoreError("the SQLite address names no file; write sqlite:///data/bot.db")
    path = Path(address.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(path.name + ".lock").open("ab")
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise StoreInUseError(f"another bot is running on {path}; stop it first") from error
    return lock


@functools.cache
def _script() -> ScriptDirectory:
    """The migrations. What was read of them is kept: it takes longer than all else of an open."""
    return ScriptDirectory(str(MIGRATIONS))


def _look_at(path: Path) -> None:
    known = {revision.revision for revision in _script().walk_revisions()}
    if (fault := fault_of(path, revisions=known)) is not None:
        raise StoreError(f"{path} was left as it is: {fault}")


def _migrate(connection: Connection) -> None:
    _alone(connection, "migrations")  # several processes may start at once
    if MigrationContext.configure(connection).get_current_heads() != tuple(_script().get_heads()):
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    connection.commit()
