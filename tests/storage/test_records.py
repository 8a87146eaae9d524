from datetime import timedelta

from storage.inbox import StoredUpdate
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import accepted, draft


async def test_the_latest_time_is_of_what_happened_not_of_what_is_due(
    store: Store, clock: StillClock
) -> None:
    assert await store.records.latest_time() is None
    update = StoredUpdate(update_id=1, sender_key=7, payload="{}")
    received_at = clock.now()
    await store.inbox.put([update], now=received_at)
    await store.inbox.defer(1, until=received_at + timedelta(hours=9))
    assert await store.records.latest_time() == received_at
    created_at = clock.advance(seconds=5)
    await accepted(store, draft(), now=created_at)
    await store.budgets.pause("pixverse", until=created_at + timedelta(hours=9), now=created_at)
    assert await store.records.latest_time() == created_at
