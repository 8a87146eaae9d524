import asyncio

import pytest

from storage.joblist import LeaseLostError
from storage.jobs import CardFace, Ending, Job, Options, Outcome, Request, Video
from storage.states import State
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, accepted, draft, leased, with_card

VIDEO = Outcome(
    ending=Ending.VIDEO, video=Video(url="https://x/1.mp4", width=960, duration_s=5), credits=45
)


async def submitting(store: Store, clock: StillClock, message_id: int = 1) -> Job:
    job = await leased(store, draft(message_id), now=clock.now())
    begun = await store.jobs.begin_purchase(
        job, provider="pixverse", key=clock.new_key(), places=100, now=clock.now()
    )
    assert begun is not None
    return begun


async def generating(store: Store, clock: StillClock, message_id: int = 1) -> Job:
    job = await submitting(store, clock, message_id)
    return await store.jobs.move(
        job, State.GENERATING, submission_id="9", submitted_at=clock.now(), due_at=clock.now()
    )


async def test_a_job_comes_back_as_it_was_stored(store: Store, clock: StillClock) -> None:
    request = Request(
        prompt='"<wolf>" & 🐺 שלום {x}',
        pictures=("one", "two"),
        options=Options(duration_s=8, quality="720p", audio=False),
    )
    stored = await accepted(store, draft(request=request, thread_id=3), now=clock.now())
    assert stored.request == request
    assert stored.created_at == clock.now()
    assert await store.records.get(stored.id) == stored


async def test_a_job_is_not_bought_before_it_has_its_card(store: Store, clock: StillClock) -> None:
    await accepted(store, draft(), now=clock.now())
    claimed = await store.jobs.claim_queued(
        now=clock.now(), lease="a", until=clock.now() + LEASE, limit=9
    )
    assert claimed == []
    assert await store.jobs.next_queued_at() is None


async def test_a_leased_job_is_nobody_elses(store: Store, clock: StillClock) -> None:
    await with_card(store, draft(), now=clock.now())
    until = clock.now() + LEASE
    first, second = await asyncio.gather(
        store.jobs.claim_queued(now=clock.now(), lease="a", until=until, limit=9),
        store.jobs.claim_queued(now=clock.now(), lease="b", until=until, limit=9),
    )
    assert len(first) + len(second) == 1


async def test_a_lease_that_ran_out_is_taken_over_and_its_holder_stopped(
    store: Store, clock: StillClock
) -> None:
    old = await leased(store, draft(), now=clock.now(), lease="old")
    now = clock.advance(seconds=61)
    [new] = await store.jobs.claim_queued(now=now, lease="new", until=now + LEASE, limit=9)
    with pytest.raises(LeaseLostError):
        await store.jobs.begin_purchase(old, provider="pixverse", key="k", places=9, now=now)
    with pytest.raises(LeaseLostError):
        await store.jobs.renew(old, until=now + LEASE)
    assert await store.jobs.begin_purchase(new, provider="pixverse", key="k", places=9, now=now)


async def test_a_renewed_lease_holds(store: Store, clock: StillClock) -> None:
    job = await leased(store, draft(), now=clock.now())
    await store.jobs.renew(job, until=clock.now() + 3 * LEASE)
    now = clock.advance(seconds=61)
    assert await store.jobs.claim_queued(now=now, lease="b", until=now + LEASE, limit=9) == []


async def test_no_more_purchases_run_than_there_are_places(store: Store, clock: StillClock) -> None:
    jobs = [await leased(store, draft(n), now=clock.now(), lease=str(n)) for n in (1, 2, 3)]
    begun = [
        await store.jobs.begin_purchase(job, provider="p", key="k", places=2, now=clock.now())
        for job in jobs
    ]
    assert [one is not None for one in begun] == [True, True, False]
    assert await store.records.running("p") == 2
    third = await store.records.get(jobs[2].id)
    assert third is not None
    assert third.state is State.QUEUED


async def test_a_move_that_the_table_forbids_is_not_made(store: Store, clock: StillClock) -> None:
    job = await leased(store, draft(), now=clock.now())
    with pytest.raises(LeaseLostError):
        await store.jobs.move(job, State.GENERATING, submission_id="1")
    with pytest.raises(LeaseLostError):
        await store.jobs.move(job, State.CLOSED)


async def test_an_outcome_is_stored_before_the_chat_has_it(store: Store, clock: StillClock) -> None:
    bought = await generating(store, clock)
    [job] = await store.jobs.claim_checks(
        now=clock.now(), lease="c", until=clock.now() + LEASE, limit=1
    )
    await store.jobs.finish(job, VIDEO, now=clock.now(), generated_s=42.5)
    stored = await store.records.get(bought.id)
    assert stored is not None
    assert (stored.state, stored.outcome, stored.generated_s) == (State.DELIVERING, VIDEO, 42.5)
    assert await store.jobs.next_card_at() == clock.now()
    assert await store.jobs.next_check_at() is None


async def test_an_outcome_is_never_replaced(store: Store, clock: StillClock) -> None:
    job = await submitting(store, clock)
    done = await store.jobs.finish(job, VIDEO, now=clock.now())
    with pytest.raises(LeaseLostError):
        await store.jobs.finish(job, Outcome(ending=Ending.FAILED), now=clock.now())
    [again] = await store.jobs.claim_cards(
        now=clock.now(), lease="d", until=clock.now() + LEASE, limit=1
    )
    with pytest.raises(LeaseLostError):
        await store.jobs.finish(again, Outcome(ending=Ending.FAILED), now=clock.now())
    assert done.outcome == VIDEO


async def test_outcomes_are_claimed_before_progress(store: Store, clock: StillClock) -> None:
    job = await submitting(store, clock, 2)
    early = await accepted(store, draft(1), now=clock.now())
    clock.advance(seconds=5)
    await store.jobs.finish(job, VIDEO, now=clock.now())
    claims = [
        await store.jobs.claim_cards(now=clock.now(), lease=str(n), until=clock.now(), limit=1)
        for n in range(2)
    ]
    assert [one.id for claim in claims for one in claim] == [job.id, early.id]


async def test_the_most_overdue_job_is_checked_first(store: Store, clock: StillClock) -> None:
    late = await generating(store, clock, 1)
    clock.advance(seconds=1)
    await generating(store, clock, 2)
    [first] = await store.jobs.claim_checks(
        now=clock.now(), lease="c", until=clock.now() + LEASE, limit=1
    )
    assert first.id == late.id


async def test_jobs_are_bought_in_the_order_they_came(store: Store, clock: StillClock) -> None:
    jobs = [await with_card(store, draft(n), now=clock.now()) for n in (1, 2, 3)]
    until = clock.now() + LEASE
    claimed = await store.jobs.claim_queued(now=clock.now(), lease="a", until=until, limit=2)
    assert [job.id for job in claimed] == [job.id for job in jobs[:2]]
    assert await store.records.queued_before(jobs[2]) == 2


async def test_without_places_only_jobs_past_their_deadline_are_claimed(
    store: Store, clock: StillClock
) -> None:
    old = await with_card(store, draft(1), now=clock.now())
    now = clock.advance(hours=1)
    await with_card(store, draft(2), now=now)
    claimed = await store.jobs.claim_queued(
        now=now, lease="a", until=now + LEASE, limit=9, created_before=now
    )
    assert old.id in {job.id for job in claimed}
    assert await store.jobs.oldest_queued_at() is None


async def test_cancelling_stops_whoever_is_about_to_buy(store: Store, clock: StillClock) -> None:
    job = await leased(store, draft(), now=clock.now())
    assert await store.jobs.cancel_queued(chat_id=7, user_id=7, now=clock.now()) == 1
    with pytest.raises(LeaseLostError):
        await store.jobs.begin_purchase(job, provider="p", key="k", places=9, now=clock.now())


async def test_cancelling_touches_neither_bought_jobs_nor_other_peoples(
    store: Store, clock: StillClock
) -> None:
    await submitting(store, clock, 1)
    await accepted(store, draft(2, user_id=8), now=clock.now())
    assert await store.jobs.cancel_queued(chat_id=7, user_id=7, now=clock.now()) == 0
    assert await store.records.running_of(chat_id=7, user_id=7) == 1


async def test_history_shows_the_latest_of_one_person_in_one_chat(
    store: Store, clock: StillClock
) -> None:
    for number in range(1, 5):
        await accepted(store, draft(number), now=clock.advance(seconds=1))
    await accepted(store, draft(9, user_id=8), now=clock.now())
    await accepted(store, draft(10, chat_id=8), now=clock.now())
    shown = await store.records.history(chat_id=7, user_id=7, limit=3)
    assert [job.message_id for job in shown] == [4, 3, 2]


async def test_generation_times_are_those_of_the_same_kind(store: Store, clock: StillClock) -> None:
    for number, took_s in enumerate((30.0, 50.0), start=1):
        job = await submitting(store, clock, number)
        job = await store.jobs.note(job, pace_key="pixverse/text/540p/5s")
        await store.jobs.finish(job, VIDEO, now=clock.advance(seconds=1), generated_s=took_s)
    assert await store.records.generation_times("pixverse/text/540p/5s", limit=9) == [50.0, 30.0]
    assert await store.records.generation_times("pixverse/text/720p/5s", limit=9) == []


async def test_a_job_remembers_what_steps_write_on_it(store: Store, clock: StillClock) -> None:
    job = await submitting(store, clock)
    await store.jobs.release(
        job, uploads=("11", "12"), card_face=CardFace.GENERATING, file_ref="f", attempts=3
    )
    stored = await store.records.get(job.id)
    assert stored is not None
    assert (stored.uploads, stored.card_face) == (("11", "12"), CardFace.GENERATING)
    assert (stored.file_ref, stored.attempts, stored.lease) == ("f", 3, None)


async def test_a_single_process_frees_what_its_last_life_held(
    store: Store, clock: StillClock
) -> None:
    await leased(store, draft(), now=clock.now())
    await store.jobs.void_leases()
    assert await store.jobs.next_queued_at() == clock.now()
