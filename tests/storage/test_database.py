import asyncio
import re
import traceback
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import update
from sqlalchemy.engine import Connection

from storage.database import Database, StoreError, StoreInUseError
from storage.store import Store
from storage.tables import jobs, metadata
from tests.postgres import emptied
from tests.still_clock import StillClock
from tests.storage.samples import accepted, draft


async def test_migrations_and_tables_agree(store: Store) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with store.database.transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_what_was_stored_is_there_after_the_next_start(
    address: str, clock: StillClock
) -> None:
    store = await Store.open(address)
    job = await accepted(store, draft(), now=clock.now())
    await store.close()
    store = await Store.open(address)
    assert await store.records.get(job.id) == job
    await store.close()


async def test_sqlite_writes_ahead_and_survives_a_power_cut(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/bot.db")
    async with database.transaction() as connection:
        modes = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous")
        ]
    await database.close()
    assert modes == ["wal", 2]  # 2 is FULL


async def test_a_second_bot_on_the_same_file_is_sent_away(tmp_path: Path) -> None:
    first = await Database.open(f"sqlite:///{tmp_path}/bot.db")
    with pytest.raises(StoreInUseError, match="another bot is running"):
        await Database.open(f"sqlite:///{tmp_path}/bot.db")
    await first.close()
    second = await Database.open(f"sqlite:///{tmp_path}/bot.db")
    await second.close()


async def test_a_schema_of_a_newer_version_is_left_alone(store: Store, address: str) -> None:
    async with store.database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    await store.close()
    with pytest.raises(StoreError, match="a newer version of the bot has worked with it"):
        await Store.open(address)


async def test_a_server_that_goes_away_is_the_stores_error(store: Store) -> None:
    with pytest.raises(StoreError, match="ConnectionRefusedError"):
        async with store.database.transaction():
            raise ConnectionRefusedError


async def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        await Database.open("postgresql://me@127.0.0.1:1/bot")


@pytest.mark.parametrize("address", ["mysql://x/y", "bot.db", "", "sqlite://"])
async def test_an_address_that_is_none_is_explained(address: str) -> None:
    with pytest.raises(StoreError, match="sqlite:///"):
        await Database.open(address)


async def test_a_failed_statement_is_the_stores_error(store: Store) -> None:
    with pytest.raises(StoreError):
        async with store.database.transaction() as connection:
            await connection.exec_driver_sql("SELECT * FROM nothing_here")


async def test_no_error_of_the_store_tells_a_prompt(store: Store, clock: StillClock) -> None:
    job = await accepted(store, draft(prompt="a secret wolf"), now=clock.now())
    wrong = draft(2, prompt="a secret wolf", chat_id=None)
    with pytest.raises(StoreError) as failed:
        await accepted(store, wrong, now=clock.now())
    assert "secret" not in "".join(traceback.format_exception(failed.value))
    assert re.fullmatch(r"the store failed: IntegrityError (SQLITE_\w+|\d+)", str(failed.value))
    async with store.database.transaction() as connection:
        await connection.execute(update(jobs).values(request={"prompt": ["a secret wolf"]}))
    with pytest.raises(StoreError, match="cannot be read") as spoilt:
        await store.records.get(job.id)
    assert "secret" not in "".join(traceback.format_exception(spoilt.value))


async def test_an_exception_undoes_the_transaction(store: Store, clock: StillClock) -> None:
    job = await accepted(store, draft(), now=clock.now())
    with pytest.raises(KeyError):  # noqa: PT012 (what is undone has to stand in the block)
        async with store.database.transaction() as connection:
            await connection.exec_driver_sql("DELETE FROM jobs")
            raise KeyError
    assert await store.records.get(job.id) == job


async def test_a_time_without_a_zone_is_refused(store: Store, clock: StillClock) -> None:
    with pytest.raises(StoreError):
        await accepted(store, draft(), now=datetime(2026, 1, 1))  # noqa: DTZ001


async def test_the_folder_is_made_when_it_is_missing(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a/b/bot.db")
    await database.close()
    assert (tmp_path / "a/b/bot.db").is_file()


async def test_a_cancelled_caller_leaves_no_half_transaction_behind(
    store: Store, clock: StillClock
) -> None:
    """The next one would otherwise wait for a lock that nobody gives back."""
    for number in range(100):
        asking = [
            asyncio.create_task(accepted(store, draft(number * 4 + n), now=clock.now()))
            for n in range(4)
        ]
        await asyncio.sleep(number / 20_000)  # into every part of the transactions
        for one in asking:
            one.cancel()
        await asyncio.wait(asking)
        await accepted(store, draft(1000 + number), now=clock.now())


async def test_a_server_ends_the_transaction_of_a_process_that_stands_still(postgres: str) -> None:
    """What it has locked would stay so; to wait for that here would take minutes."""
    database = await Database.open(await emptied(postgres))
    async with database.transaction() as connection:
        ends_after = await connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout")
        assert ends_after.scalar_one() == "2min"
    await database.close()
