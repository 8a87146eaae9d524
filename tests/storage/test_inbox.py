from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from storage.inbox import StoredUpdate
from storage.store import Store
from storage.tables import inbox
from tests.still_clock import StillClock


def update(update_id: int, sender_key: int = 1) -> StoredUpdate:
    return StoredUpdate(update_id=update_id, sender_key=sender_key, payload=f'{{"n":{update_id}}}')


async def ids(
    store: Store, clock: StillClock, *busy: int, lease: timedelta = timedelta(0)
) -> list[int]:
    """What a claim gives; its lease has run out at once unless it is said."""
    now = clock.now()
    claimed = await store.inbox.claim(busy=busy, limit=9, now=now, until=now + lease)
    return [one.update_id for one in claimed]


async def test_an_update_that_comes_twice_is_stored_once(store: Store, clock: StillClock) -> None:
    await store.inbox.put([update(1), update(2, 2)], now=clock.now())
    await store.inbox.put([update(1), update(3, 3)], now=clock.now())
    assert await ids(store, clock) == [1, 2, 3]


async def test_a_handled_update_is_recognised_when_it_comes_again(
    store: Store, clock: StillClock
) -> None:
    await store.inbox.put([update(1)], now=clock.now())
    await store.inbox.done(1, now=clock.now())
    await store.inbox.put([update(1)], now=clock.now())
    assert await ids(store, clock) == []


async def test_one_senders_updates_come_one_by_one_in_their_order(
    store: Store, clock: StillClock
) -> None:
    await store.inbox.put([update(3), update(2), update(7, 2)], now=clock.now())
    assert await ids(store, clock) == [2, 7]
    assert await ids(store, clock, 1) == [7]
    await store.inbox.done(2, now=clock.now())
    assert await ids(store, clock) == [3, 7]


async def test_an_update_that_was_put_off_holds_back_its_senders_later_ones(
    store: Store, clock: StillClock
) -> None:
    await store.inbox.put([update(1), update(2), update(3, 2)], now=clock.now())
    later = clock.now() + timedelta(seconds=10)
    await store.inbox.defer(1, until=later)
    assert await ids(store, clock) == [3]
    assert await store.inbox.next_due_at(busy=()) == clock.now()
    await store.inbox.done(3, now=clock.now())
    assert await store.inbox.next_due_at(busy=()) == later
    clock.advance(seconds=10)
    [again] = await store.inbox.claim(busy=(), limit=9, now=clock.now(), until=clock.now())
    assert (again.update_id, again.attempts) == (1, 1)


async def test_of_an_update_that_was_put_off_a_part_may_be_left(
    store: Store, clock: StillClock
) -> None:
    await store.inbox.put([update(1), update(2)], now=clock.now())
    part = replace(update(1, -5), payload="a part")
    await store.inbox.defer(1, until=clock.now(), attempts=0, left=part)
    await store.inbox.defer(1, until=clock.now())
    assert await ids(store, clock) == [1, 2]
    [again] = await store.inbox.claim(busy=[1], limit=9, now=clock.now(), until=clock.now())
    assert again == replace(part, attempts=1)


async def test_a_busy_senders_updates_are_not_what_to_wake_for(
    store: Store, clock: StillClock
) -> None:
    await store.inbox.put([update(1)], now=clock.now())
    assert await store.inbox.next_due_at(busy=(1,)) is None


async def test_a_handled_updates_words_are_forgotten_and_later_its_id(
    store: Store, clock: StillClock
) -> None:
    await store.inbox.put([update(1)], now=clock.now())
    await store.inbox.done(1, now=clock.now())
    await store.inbox.forget_old(now=clock.advance(hours=47))
    await store.inbox.put([update(1)], now=clock.now())
    assert await ids(store, clock) == []
    await store.inbox.forget_old(now=clock.advance(hours=2))
    await store.inbox.put([update(1)], now=clock.now())
    assert await ids(store, clock) == [1]


async def test_an_empty_batch_is_nothing(store: Store, clock: StillClock) -> None:
    await store.inbox.put([], now=clock.now())
    assert await store.inbox.next_due_at(busy=()) is None


async def test_a_handled_update_tells_neither_its_words_nor_its_sender(
    store: Store, clock: StillClock
) -> None:
    await store.inbox.put([update(1, sender_key=7)], now=clock.now())
    await store.inbox.done(1, now=clock.now())
    async with store.database.transaction() as connection:
        [row] = (await connection.execute(select(inbox))).mappings()
    assert (row["sender_key"], row["payload"]) == (0, None)
