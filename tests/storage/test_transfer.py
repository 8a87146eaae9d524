import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, Engine, event, insert, select

from bot.demo.patience import PATIENCE_S
from storage.database import Database, StoreError
from storage.store import Store
from storage.transfer import TABLES, move_store
from tests.postgres import emptied
from tests.still_clock import StillClock
from tests.storage.samples import accepted, draft

ROWS = 450  # more than two batches
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LEASES = {"lease", "lease_until"}


@pytest.fixture(params=["to postgresql", "to sqlite"])
async def addresses(
    request: pytest.FixtureRequest, postgres: str, tmp_path: Path
) -> tuple[str, str]:
    """Of the store that is left and of the one that is moved to."""
    both = f"sqlite:///{tmp_path}/bot.db", await emptied(postgres)
    return both if request.param == "to postgresql" else both[::-1]


VALUES: Mapping[type, Callable[[int], Any]] = {
    object: lambda n: {"who": "wölf 🐺", "n": [n, 1.5, None, True], "deep": {"a": {}}},
    bool: lambda n: n % 2 == 0,
    float: lambda n: n / 8,
    int: lambda n: n,
    bytes: lambda n: bytes(range(256)) * 9 + n.to_bytes(2),
    datetime: lambda n: NOON + timedelta(minutes=n, microseconds=123456),
    str: lambda n: f"{n} 🐺",
}


def value(column: Column[Any], number: int) -> Any:
    """Something that this column can hold; every fifth is NULL where that is possible."""
    if column.nullable and number % 5 == 0:
        return None
    kind = getattr(column.type, "impl_instance", column.type)
    far = 2**40 if isinstance(kind, BigInteger) else 0
    return VALUES[kind.python_type](number + far)


async def fill(url: str, rows: int = ROWS) -> None:
    database = await Database.open(url)
    async with database.transaction() as connection:
        for table in TABLES:
            new = [{one.name: value(one, n) for one in table.c} for n in range(1, rows + 1)]
            await connection.execute(insert(table), new)
    await database.close()


async def content(url: str) -> Mapping[str, Sequence[Any]]:
    """All rows of all tables, without their leases."""
    database = await Database.open(url)
    found = {}
    async with database.transaction() as connection:
        for table in TABLES:
            plain = [one for one in table.c if one.name not in LEASES]
            wanted = select(*plain).order_by(*table.primary_key)
            found[table.name] = (await connection.execute(wanted)).all()
    await database.close()
    return found


async def leases(url: str) -> set[Any]:
    database = await Database.open(url)
    held = (one for table in TABLES for one in table.c if one.name in LEASES)
    async with database.transaction() as connection:
        found = [set(await connection.scalars(select(one))) for one in held]
    await database.close()
    return set().union(*found)


async def move(source: str, target: str) -> Mapping[str, int]:
    """Move a store; a server still sees for a moment who has just left it."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                return await move_store(source, target)
            except StoreError as error:
                if "in use" not in str(error):
                    raise
                await asyncio.sleep(0.05)


@contextmanager
def broken(statement: str) -> Iterator[None]:
    """Every connection breaks over such a statement."""

    def hear(_connection: Any, _cursor: Any, sent: str, *_: Any) -> None:
        if sent.startswith(statement):
            raise ConnectionResetError

    event.listen(Engine, "before_cursor_execute", hear)
    yield
    event.remove(Engine, "before_cursor_execute", hear)


async def test_every_row_of_every_table_is_there_afterwards_free_of_leases(
    addresses: tuple[str, str],
) -> None:
    source, target = addresses
    await fill(source)
    before = await content(source)
    moved = await move(source, target)
    assert moved == {table.name: ROWS for table in TABLES}
    assert await content(target) == before == await content(source)
    assert await leases(target) == {None}


async def test_the_next_job_has_the_next_id(addresses: tuple[str, str], clock: StillClock) -> None:
    source, target = addresses
    old = await Store.open(source)
    jobs = [await accepted(old, draft(n), now=clock.now()) for n in range(1, 4)]
    await old.close()
    await move(source, target)
    new = await Store.open(target)
    assert await new.records.get(jobs[1].id) == jobs[1]
    assert (await accepted(new, draft(4), now=clock.now())).id == jobs[-1].id + 1
    await new.close()


async def test_an_empty_store_can_be_moved(addresses: tuple[str, str], clock: StillClock) -> None:
    source, target = addresses
    await (await Store.open(source)).close()
    await move(source, target)
    new = await Store.open(target)
    assert (await accepted(new, draft(), now=clock.now())).id == 1
    await new.close()


async def test_nothing_is_moved_into_a_store_that_has_something(
    addresses: tuple[str, str], clock: StillClock
) -> None:
    source, target = addresses
    await (await Store.open(source)).close()
    new = await Store.open(target)
    job = await accepted(new, draft(), now=clock.now())
    await new.close()
    with pytest.raises(StoreError, match="the second store is not empty: it has rows in jobs"):
        await move(source, target)
    new = await Store.open(target)
    assert await new.records.get(job.id) == job
    await new.close()


async def test_a_store_that_a_bot_uses_is_left_alone(addresses: tuple[str, str]) -> None:
    source, target = addresses
    old = await Store.open(source)
    with pytest.raises(StoreError, match=r"the first store( is in use|: another bot is running)"):
        await move_store(source, target)
    await old.close()


async def test_what_breaks_off_leaves_nothing_behind_and_can_be_done_again(
    addresses: tuple[str, str],
) -> None:
    source, target = addresses
    await fill(source)
    with broken("INSERT INTO jobs"), pytest.raises(StoreError, match="the store failed"):
        await move(source, target)
    assert not any((await content(target)).values())
    await move(source, target)
    assert await content(target) == await content(source)


async def test_what_cannot_be_moved_is_said_in_one_line(tmp_path: Path) -> None:
    here = f"sqlite:///{tmp_path}/bot.db"
    with pytest.raises(StoreError, match="no such file"):
        await move_store(here, "postgresql://me:secret@127.0.0.1:1/bot")
    assert not [*tmp_path.iterdir()]  # noqa: ASYNC240 (one small folder)
    await (await Store.open(here)).close()
    with pytest.raises(StoreError, match="both addresses name the same store"):
        await move_store(here, f"sqlite:///{tmp_path}/../{tmp_path.name}/bot.db")
    with pytest.raises(
        StoreError, match="the second store: the database cannot be opened"
    ) as error:
        await move_store(here, "postgresql://me:secret@127.0.0.1:1/bot")
    assert "secret" not in str(error.value)
