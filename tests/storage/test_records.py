from datetime import timedelta

from storage.inbox import StoredUpdate
from storage.states import State
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import VIDEO, accepted, draft, leased, submitting


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


async def test_a_persons_own_job_is_found_by_number_origin_and_video(
    store: Store, clock: StillClock
) -> None:
    origins = ("again:5:0", "again:5:7", "again:51:0", "again:5_")
    ids = [
        (await accepted(store, draft(1, origin=origin), now=clock.now())).id for origin in origins
    ]
    others = await accepted(store, draft(1, origin="again:5:9", user_id=8), now=clock.now())
    found = [await store.records.newest_of(7, origin=begin) for begin in ("again:5:", "again:6:")]
    assert [job and job.id for job in found] == [ids[1], None]
    assert await store.records.own(ids[0], user_id=7)
    assert await store.records.own(others.id, user_id=7) is None
    shown = [
        await store.jobs.release(
            await leased(store, draft(number), now=clock.now()), file_key="clip"
        )
        for number in (1, 2)
    ]
    of_file = store.records.of_file
    assert await of_file("clip", user_id=7) == shown[-1]
    assert [await of_file(key, user_id=who) for key, who in (("clip", 8), ("_lip", 7))] == [
        None
    ] * 2
    await store.forgetting.mark(7)
    assert await of_file("clip", user_id=7) is None
    assert await store.records.own(ids[0], user_id=7) is None


async def test_waiting_times_are_counted_from_the_purchase_to_the_news(
    store: Store, clock: StillClock
) -> None:
    for number, waited_s in enumerate((40.0, 60.0), start=1):
        job = await submitting(store, clock, number)
        bought_at = clock.advance(seconds=9)
        job = await store.jobs.move(
            job, State.GENERATING, submission_id="9", submitted_at=bought_at, pace_key="a"
        )
        now = clock.advance(seconds=waited_s)
        await store.jobs.finish(job, VIDEO, now=now, generated_s=waited_s / 2)
    assert await store.records.waiting_times("a", limit=9) == [60.0, 40.0]
    assert await store.records.waiting_times("a", limit=1) == [60.0]
    assert await store.records.waiting_times("b", limit=9) == []
