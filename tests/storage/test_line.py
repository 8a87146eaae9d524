"""The line: who waits to be bought, and in which order."""

from storage.claims import LineTimes
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, NOBODY, draft, leased, submitting, with_card


async def line(store: Store, clock: StillClock, limit: int = 9) -> list[int]:
    """The messages of the jobs in line."""
    return [job.message_id for job in await store.claims.line(now=clock.now(), limit=limit)]


async def test_one_users_jobs_stand_in_line_as_they_came(store: Store, clock: StillClock) -> None:
    for number in (1, 2, 3):
        await with_card(store, draft(number), now=clock.now())
    assert await line(store, clock, limit=2) == [1, 2]


async def test_users_take_turns(store: Store, clock: StillClock) -> None:
    for number in range(1, 5):
        await with_card(store, draft(number, user_id=7), now=clock.now())
    for number, user_id in ((5, 8), (6, 8)):
        await with_card(store, draft(number, user_id=user_id), now=clock.now())
    last = await with_card(store, draft(7, user_id=9), now=clock.now())
    assert await line(store, clock) == [1, 5, 7, 2, 6, 3, 4]
    assert await store.records.queued_before(last) == 2


async def test_who_has_something_running_comes_after_who_has_nothing(
    store: Store, clock: StillClock
) -> None:
    await submitting(store, clock, 1)
    await leased(store, draft(2), now=clock.now())
    await with_card(store, draft(3, user_id=7), now=clock.now())
    await with_card(store, draft(4, user_id=8), now=clock.now())
    await with_card(store, draft(5, user_id=8), now=clock.now())
    assert await line(store, clock) == [4, 5, 3]


async def test_who_stands_far_back_is_not_passed_by_newcomers_for_ever(
    store: Store, clock: StillClock
) -> None:
    for number in (1, 2, 3):
        await with_card(store, draft(number, user_id=7), now=clock.now())
    now = clock.advance(minutes=11)
    await with_card(store, draft(4, user_id=8), now=now)
    assert await line(store, clock) == [1, 2, 4, 3]


async def test_those_past_a_deadline_can_be_picked_out_of_the_line(
    store: Store, clock: StillClock
) -> None:
    old = await with_card(store, draft(1), now=clock.now())
    now = clock.advance(hours=1)
    await with_card(store, draft(2), now=now)
    late = await store.claims.line(now=now, limit=9, created_before=now)
    assert [job.id for job in late] == [old.id]
    waiting = await store.claims.line_times(now=clock.now())
    assert waiting == LineTimes(oldest_due_since=old.created_at, next_due_at=None)


async def test_a_job_that_waits_for_later_is_not_in_line(store: Store, clock: StillClock) -> None:
    job = await leased(store, draft(), now=clock.now())
    soon = clock.now() + LEASE
    await store.jobs.release(job, due_at=soon)
    assert await line(store, clock) == []
    waiting = await store.claims.line_times(now=clock.now())
    assert waiting == LineTimes(oldest_due_since=None, next_due_at=soon)
    clock.advance(seconds=60)
    assert await line(store, clock) == [1]
    waiting = await store.claims.line_times(now=clock.now())
    assert waiting == LineTimes(oldest_due_since=job.created_at, next_due_at=None)


async def test_a_job_whose_lease_ran_out_waits_again(store: Store, clock: StillClock) -> None:
    job = await leased(store, draft(), now=clock.now())
    assert await store.claims.line_times(now=clock.now()) == NOBODY
    clock.advance(seconds=61)
    waiting = await store.claims.line_times(now=clock.now())
    assert waiting.oldest_due_since == job.created_at


async def test_a_single_process_frees_what_its_last_life_held(
    store: Store, clock: StillClock
) -> None:
    await leased(store, draft(), now=clock.now())
    await store.claims.void_leases()
    assert await line(store, clock) == [1]
