"""Leases: whose turn it is with a job, and for how long."""

import asyncio
from datetime import timedelta

import pytest

from storage.joblist import LeaseLostError
from storage.states import State
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import (
    LEASE,
    NOBODY,
    OPTIONS,
    VIDEO,
    accepted,
    begin,
    draft,
    leased,
    submitting,
    with_card,
)


async def test_a_job_is_not_bought_before_it_has_its_card(store: Store, clock: StillClock) -> None:
    job = await accepted(store, draft(), now=clock.now())
    assert await store.claims.line(now=clock.now(), limit=9) == []
    until = clock.now() + LEASE
    assert await store.claims.claim_queued([job.id], now=clock.now(), lease="a", until=until) == []
    assert await store.claims.line_times(now=clock.now()) == NOBODY


async def test_a_leased_job_is_nobody_elses(store: Store, clock: StillClock) -> None:
    job = await with_card(store, draft(), now=clock.now())
    until = clock.now() + LEASE
    first, second = await asyncio.gather(
        *(
            store.claims.claim_queued([job.id], now=clock.now(), lease=lease, until=until)
            for lease in ("a", "b")
        )
    )
    assert len(first) + len(second) == 1
    assert await store.claims.line(now=clock.now(), limit=9) == []


async def test_a_lease_that_ran_out_is_taken_over_and_its_holder_stopped(
    store: Store, clock: StillClock
) -> None:
    old = await leased(store, draft(), now=clock.now(), lease="old")
    now = clock.advance(seconds=61)
    [new] = await store.claims.claim_queued([old.id], now=now, lease="new", until=now + LEASE)
    with pytest.raises(LeaseLostError):
        await begin(store, old, now=now, places=9)
    with pytest.raises(LeaseLostError):
        await store.jobs.renew(old, until=now + LEASE)
    assert await begin(store, new, now=now, places=9)


async def test_a_renewed_lease_holds(store: Store, clock: StillClock) -> None:
    job = await leased(store, draft(), now=clock.now())
    await store.jobs.renew(job, until=clock.now() + 3 * LEASE)
    now = clock.advance(seconds=61)
    assert await store.claims.claim_queued([job.id], now=now, lease="b", until=now + LEASE) == []


async def test_outcomes_are_claimed_before_progress(store: Store, clock: StillClock) -> None:
    job = await submitting(store, clock, 2)
    early = await accepted(store, draft(1), now=clock.now())
    clock.advance(seconds=5)
    await store.jobs.finish(job, VIDEO, now=clock.now())
    claims = [
        await store.claims.claim_cards(now=clock.now(), lease=str(n), until=clock.now(), limit=1)
        for n in range(2)
    ]
    assert [one.id for claim in claims for one in claim] == [job.id, early.id]


async def made_by(
    store: Store, clock: StillClock, message_id: int, provider: str, *, likely_s: float
) -> int:
    """The id of a job that is due now and whose video is likely there in so many seconds."""
    job = await leased(store, draft(message_id), now=clock.now())
    begun = await store.jobs.begin_purchase(
        job,
        provider=provider,
        options=OPTIONS,
        key="key",
        places=100,
        now=clock.now(),
        until=clock.now() + LEASE,
    )
    assert begun is not None
    likely_at = clock.now() + timedelta(seconds=likely_s)
    bought = await store.jobs.move(
        begun, State.GENERATING, submission_id="9", due_at=clock.now(), likely_at=likely_at
    )
    return bought.id


async def checked(store: Store, clock: StillClock, limit: int, **places: int) -> list[int]:
    """The jobs of one claim, in its order."""
    claimed = await store.claims.claim_checks(
        now=clock.now(), lease="c", until=clock.now() + LEASE, limit=limit, places=places
    )
    return [job.id for job in claimed]


async def test_the_video_that_is_likely_there_for_longest_is_looked_for_first(
    store: Store, clock: StillClock
) -> None:
    jobs = [
        await made_by(store, clock, number, "pixverse", likely_s=likely_s)
        for number, likely_s in enumerate((30, -5, 60, -90), start=1)
    ]
    unclear = await store.jobs.release(await submitting(store, clock, 5))
    assert await checked(store, clock, 3) == [jobs[3], jobs[1], unclear.id]
    assert await checked(store, clock, 3) == [jobs[0], jobs[2]]


async def test_what_is_likely_but_not_due_is_not_looked_for(
    store: Store, clock: StillClock
) -> None:
    await made_by(store, clock, 1, "pixverse", likely_s=-5)
    [job] = await store.claims.claim_checks(
        now=clock.now(), lease="c", until=clock.now() + LEASE, limit=1
    )
    await store.jobs.release(job, due_at=clock.now() + LEASE)
    assert await checked(store, clock, 9) == []


async def test_no_provider_takes_the_places_of_another(store: Store, clock: StillClock) -> None:
    first = [await made_by(store, clock, n, "pixverse", likely_s=-n) for n in (1, 2, 3)]
    other = await made_by(store, clock, 4, "apixo", likely_s=30)
    gone = await made_by(store, clock, 5, "gone", likely_s=40)
    assert await checked(store, clock, 1, pixverse=2, apixo=2) == [first[2], first[1], other, gone]
    due_at = clock.now()
    assert await store.claims.next_check_at(places={"pixverse": 1, "apixo": 1}) == due_at
    assert await store.claims.next_check_at(places={"pixverse": 0, "apixo": 1}) is None
    assert await checked(store, clock, 9, pixverse=0, apixo=2) == []
    assert await checked(store, clock, 9) == [first[0]]


async def test_a_job_that_is_called_about_is_likely_there(store: Store, clock: StillClock) -> None:
    called = await made_by(store, clock, 1, "pixverse", likely_s=60)
    long_due = await made_by(store, clock, 2, "pixverse", likely_s=-60)
    other = await made_by(store, clock, 3, "pixverse", likely_s=30)
    for job in (called, long_due):
        assert await store.jobs.hasten(job, now=clock.now())
    assert await checked(store, clock, 9) == [long_due, called, other]


async def test_the_end_of_a_lease_is_known_where_its_holder_may_be_killed_alone(
    store: Store, clock: StillClock
) -> None:
    assert await store.claims.next_lease_end(now=clock.now()) is None
    await leased(store, draft(), now=clock.now())
    shared = not store.database.single_process
    end = await store.claims.next_lease_end(now=clock.now())
    assert end == (clock.now() + LEASE if shared else None)
    assert await store.claims.next_lease_end(now=clock.now() + LEASE) is None
