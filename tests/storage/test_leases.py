"""What several processes on one store take, keep and find again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage.inbox import StoredUpdate
from storage.store import Store
from tests.postgres import emptied
from tests.still_clock import StillClock
from tests.storage.samples import LEASE


@pytest.fixture
async def stores(postgres: str) -> AsyncIterator[tuple[Store, Store]]:
    """The stores of two processes that start on an empty database at the same time."""
    await emptied(postgres)
    one, other = await asyncio.gather(Store.open(postgres), Store.open(postgres))
    yield one, other
    await one.close()
    await other.close()


def update(update_id: int, sender_key: int) -> StoredUpdate:
    return StoredUpdate(update_id=update_id, sender_key=sender_key, payload="{}")


async def claimed(store: Store, clock: StillClock, *, limit: int = 99) -> list[int]:
    until = clock.now() + LEASE
    taken = await store.inbox.claim(busy=(), limit=limit, now=clock.now(), until=until)
    return [one.update_id for one in taken]


async def test_each_update_goes_to_one_process(
    stores: tuple[Store, Store], clock: StillClock
) -> None:
    await stores[0].inbox.put([update(n, n) for n in range(60)], now=clock.now())
    taken = await asyncio.gather(*(claimed(stores[n % 2], clock, limit=7) for n in range(20)))
    assert sorted(one for some in taken for one in some) == list(range(60))


async def test_a_senders_later_updates_wait_for_the_first_wherever_it_is_handled(
    stores: tuple[Store, Store], clock: StillClock
) -> None:
    one, other = stores
    await one.inbox.put([update(1, 7), update(2, 7), update(3, 8)], now=clock.now())
    assert await claimed(one, clock, limit=1) == [1]
    assert await claimed(other, clock) == [3]
    await one.inbox.done(1, now=clock.now())
    assert await claimed(other, clock) == [2]


async def test_an_update_that_was_put_off_is_anybodys_when_it_is_due(
    stores: tuple[Store, Store], clock: StillClock
) -> None:
    one, other = stores
    await one.inbox.put([update(1, 7)], now=clock.now())
    await claimed(one, clock)
    await one.inbox.defer(1, until=clock.now() + timedelta(seconds=2))
    clock.advance(seconds=2)
    assert await claimed(other, clock) == [1]


async def test_a_killed_processs_updates_are_found_when_their_lease_has_run_out(
    stores: tuple[Store, Store], clock: StillClock
) -> None:
    killed, other = stores
    await killed.inbox.put([update(1, 7)], now=clock.now())
    await claimed(killed, clock)
    assert await other.inbox.next_due_at(busy=()) == clock.now() + LEASE
    assert await claimed(other, clock) == []
    clock.advance(seconds=LEASE.total_seconds())
    assert await claimed(other, clock) == [1]


async def test_a_slow_handler_keeps_its_update(
    stores: tuple[Store, Store], clock: StillClock
) -> None:
    slow, other = stores
    await slow.inbox.put([update(1, 7)], now=clock.now())
    await claimed(slow, clock)
    await slow.inbox.renew(1, until=clock.now() + 2 * LEASE)
    clock.advance(seconds=LEASE.total_seconds())
    assert await claimed(other, clock) == []
