"""Files that must not be opened: each is refused with the way out, and left as it is."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from storage.database import Database, StoreError
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import accepted, draft

MANY = 40
"""Jobs, so that the file has a middle."""


@pytest.fixture
async def file(tmp_path: Path, clock: StillClock) -> Path:
    """A good store, closed."""
    path = tmp_path / "bot.db"
    store = await Store.open(f"sqlite:///{path}")
    for number in range(MANY):
        await accepted(store, draft(number, prompt="a wolf " * 300), now=clock.now())
    await store.close()
    return path


def empty_out(path: Path) -> None:
    path.write_bytes(b"")
    path.with_name("bot.db-wal").write_bytes(b"what was not yet moved into the file")


def overwrite_the_middle(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(os.urandom(size // 4))


def end_early(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def garble(path: Path) -> None:
    path.write_bytes(b"precious letters, and many of them" * 100)


def give_to_another_program(path: Path) -> None:
    path.unlink()
    run(path, "CREATE TABLE recipes (name TEXT)")


def let_a_newer_version_work(path: Path) -> None:
    run(path, "UPDATE alembic_version SET version_num = '9999'")


def run(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def contents(folder: Path) -> Mapping[str, str]:
    """Of the files that hold something. An empty log may appear where somebody has looked."""
    files = (path for path in folder.iterdir() if path.suffix in {".db", ".db-wal"})
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.stat().st_size > 0
    }


@pytest.mark.tried("a database that is damaged, or not the bot's")
@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (overwrite_the_middle, "it is damaged; restore a backup, try `sqlite3 FILE .recover`"),
        (end_early, "it is damaged; restore a backup"),
        (garble, "it is no SQLite database; restore a backup"),
        (empty_out, "it is empty, but bot.db-wal beside it is not"),
        (give_to_another_program, "it belongs to another program"),
        (let_a_newer_version_work, "a newer version of the bot has worked with it"),
    ],
)
async def test_a_file_that_must_not_be_opened_is_left_as_it_is(
    file: Path, spoil: Callable[[Path], None], line: str
) -> None:
    spoil(file)
    before = contents(file.parent)
    with pytest.raises(StoreError) as refused:
        await Database.open(f"sqlite:///{file}")
    assert str(refused.value).startswith(f"{file} was left as it is: {line}")
    assert contents(file.parent) == before


async def test_a_newer_log_is_left_as_it_is_too(file: Path) -> None:
    """A log that was not yet moved into its file is not moved there by a look at it."""
    die_writing(file, "UPDATE alembic_version SET version_num = '9999'")
    before = contents(file.parent)
    assert "bot.db-wal" in before
    with pytest.raises(StoreError, match="a newer version"):
        await Database.open(f"sqlite:///{file}")
    assert contents(file.parent) == before


async def test_a_directory_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="it is a directory"):
        await Database.open(f"sqlite:///{tmp_path}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
async def test_a_file_that_nobody_may_read_is_no_new_one(file: Path) -> None:
    file.chmod(0)  # noqa: ASYNC240 (takes no time)
    with pytest.raises(StoreError, match="it cannot be read and written; look at its"):
        await Database.open(f"sqlite:///{file}")


async def test_an_empty_file_is_a_new_database(tmp_path: Path) -> None:
    (tmp_path / "bot.db").touch()
    await (await Database.open(f"sqlite:///{tmp_path}/bot.db")).close()


async def test_a_log_that_a_killed_bot_left_is_no_damage(file: Path) -> None:
    die_writing(file, "UPDATE jobs SET attempts = 7 WHERE id = 1")
    store = await Store.open(f"sqlite:///{file}")
    job = await store.records.get(1)
    await store.close()
    assert job is not None
    assert job.attempts == 7


async def test_a_database_that_another_program_keeps_locked_is_named(file: Path) -> None:
    other = sqlite3.connect(file)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="another program keeps it locked; end that program"):
        await Database.open(f"sqlite:///{file}")
    other.close()
    await (await Database.open(f"sqlite:///{file}")).close()


async def test_damage_that_shows_only_later_is_noticed(file: Path) -> None:
    database = await Database.open(f"sqlite:///{file}")
    other = sqlite3.connect(file)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    overwrite_the_middle(file)
    other.execute("PRAGMA user_version = 1")  # what the bot remembers of the file is out of date
    other.close()
    with pytest.raises(StoreError, match="SQLITE_CORRUPT"):
        async with database.transaction() as connection:
            await connection.exec_driver_sql("SELECT sum(length(request)) FROM jobs")
    with pytest.raises(StoreError, match=r"bot\.db: it is damaged"):
        await database.damaged()
    with pytest.raises(StoreError):
        async with database.transaction():
            pass
    await database.close()


def die_writing(path: Path, statement: str) -> None:
    """Another process writes, and is killed before the file has what its log has."""
    program = (
        "import os, signal, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1])\n"
        "connection.execute(sys.argv[2])\n"
        "connection.commit()\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path), statement], check=False)
