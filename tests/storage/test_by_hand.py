"""What admins do with open jobs and with providers."""

from typing import Any

import pytest

from storage.joblist import LeaseLostError
from storage.jobs import Ending, Job, Options, Outcome
from storage.states import State
from storage.store import Store
from tests.postgres import emptied
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, accepted, draft, leased, with_card


async def begun(store: Store, clock: StillClock, job: Job, places: int = 9) -> Job | None:
    return await store.jobs.begin_purchase(
        job,
        provider="pixverse",
        options=Options(),
        key=clock.new_key(),
        places=places,
        now=clock.now(),
        until=clock.now() + LEASE,
    )


async def submitting(store: Store, clock: StillClock, number: int = 1) -> Job:
    job = await begun(store, clock, await leased(store, draft(number), now=clock.now()))
    assert job is not None
    return job


async def generating(store: Store, clock: StillClock, number: int = 1, **changes: Any) -> Job:
    job = await submitting(store, clock, number)
    due_at = clock.now() + 9 * LEASE
    return await store.jobs.move(
        job, State.GENERATING, submission_id="1", due_at=due_at, **{"likely_at": due_at, **changes}
    )


async def test_what_waits_is_due_now(store: Store, clock: StillClock) -> None:
    made, later = await generating(store, clock, 1), clock.now() + 9 * LEASE
    queued = await leased(store, draft(2), now=clock.now())
    await store.jobs.release(queued, due_at=later, card_due_at=later)
    for job in (made, queued):
        assert await store.by_hand.hasten(job.id, now=clock.now())
        found = await store.records.get(job.id)
        assert found is not None
        assert found.due_at == clock.now()
        assert found.likely_at == (clock.now() if job is made else None)
        assert found.card_due_at == (clock.now() if job is queued else None)
    assert not await store.by_hand.hasten(99, now=clock.now())


async def test_what_is_given_up_ends_as_what_is_known_of_it(
    store: Store, clock: StillClock
) -> None:
    queued = await leased(store, draft(1), now=clock.now())
    unclear, made = await submitting(store, clock, 2), await generating(store, clock, 3)
    ends = [await store.by_hand.end(one.id, now=clock.now()) for one in (queued, made)]
    assert ends == [Ending.UNAVAILABLE, Ending.EXPIRED]
    assert await store.by_hand.end(unclear.id, now=clock.now()) is None  # its order is out
    with pytest.raises(LeaseLostError):
        await begun(store, clock, queued)
    clock.advance(minutes=9)
    assert await store.by_hand.end(unclear.id, now=clock.now()) is Ending.UNKNOWN
    with pytest.raises(LeaseLostError):
        await store.jobs.move(unclear, State.GENERATING, submission_id="1")
    for job in (queued, unclear, made):
        assert await store.by_hand.end(job.id, now=clock.now()) is None
        found = await store.records.get(job.id)
        assert found is not None
        assert found.state is State.DELIVERING


async def next_card(store: Store, clock: StillClock) -> Job | None:
    now = clock.now()
    found = await store.claims.claim_cards(now=now, lease="card", until=now + LEASE, limit=9)
    return found[0] if found else None


async def test_what_is_being_shown_is_not_due_once_more(store: Store, clock: StillClock) -> None:
    """The phone rings for a closed job whose card is due."""
    job = await submitting(store, clock)
    await store.jobs.finish(job, Outcome(ending=Ending.FAILED), now=clock.now())
    showing = await next_card(store, clock)
    assert showing is not None
    clock.advance(seconds=1)
    assert await store.by_hand.hasten(job.id, now=clock.now())
    await store.jobs.move(showing, State.CLOSED, card_due_at=None)
    assert await next_card(store, clock) is None


async def test_the_card_that_is_being_opened_tells_that_its_job_is_given_up(
    store: Store, clock: StillClock
) -> None:
    """Else a second one would, and the first would stand beside it for ever."""
    job = await accepted(store, draft(), now=clock.now())
    opening = await next_card(store, clock)
    assert opening is not None
    clock.advance(seconds=1)
    assert await store.by_hand.end(job.id, now=clock.now()) is Ending.UNAVAILABLE
    assert await next_card(store, clock) is None
    await store.jobs.release(opening, card_id=5, card_due_at=None)
    telling = await next_card(store, clock)
    assert telling is not None
    assert (telling.state, telling.card_id) == (State.DELIVERING, 5)


async def test_the_open_jobs_come_with_those_first_that_are_stuck(
    store: Store, clock: StillClock
) -> None:
    closed = await leased(store, draft(1), now=clock.now())
    await store.jobs.finish(closed, Outcome(ending=Ending.FAILED), now=clock.now())
    now = clock.now()
    [closing] = await store.claims.claim_cards(now=now, lease="c", until=now + LEASE, limit=1)
    await store.jobs.move(closing, State.CLOSED, card_due_at=None)
    late = await generating(store, clock, 2)
    clock.advance(minutes=1)
    queued = await with_card(store, draft(3), now=clock.now())
    tried = await generating(store, clock, 4, misses=1)
    delivering = await leased(store, draft(5), now=clock.now())
    await store.jobs.finish(delivering, Outcome(ending=Ending.FAILED), now=clock.now())
    stuck = await store.records.stuck(limit=9)
    assert [job.id for job in stuck] == [tried.id, late.id, queued.id, delivering.id]
    assert await store.records.open_by_state() == {"queued": 1, "generating": 2, "delivering": 1}


async def test_where_a_provider_is_off_no_purchase_begins(store: Store, clock: StillClock) -> None:
    job = await leased(store, draft(1), now=clock.now())
    assert await store.switches.off() == frozenset()
    for _ in range(2):
        await store.switches.turn("pixverse", on=False, now=clock.now())
    assert await store.switches.off() == {"pixverse"}
    assert await begun(store, clock, job) is None
    await store.switches.turn("pixverse", on=True, now=clock.now())
    assert await store.switches.off() == frozenset()
    assert await begun(store, clock, job) is not None


async def test_a_switch_holds_in_every_process_at_once(postgres: str, clock: StillClock) -> None:
    address = await emptied(postgres)
    one, other = await Store.open(address), await Store.open(address)
    assert await other.switches.off() == frozenset()
    await one.switches.turn("apixo", on=False, now=clock.now())
    assert await other.switches.off() == {"apixo"}
    for store in (one, other):
        await store.close()
