"""Moves of a job: each is guarded, and made once."""

import asyncio
from dataclasses import replace

import pytest

from storage.joblist import LeaseLostError
from storage.jobs import CardFace, Ending, Options, Outcome, Request
from storage.states import State
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import (
    LEASE,
    OPTIONS,
    VIDEO,
    accepted,
    begin,
    draft,
    generating,
    leased,
    submitting,
    with_card,
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


async def test_no_more_purchases_run_than_there_are_places(store: Store, clock: StillClock) -> None:
    jobs = [await leased(store, draft(n), now=clock.now(), lease=str(n)) for n in (1, 2, 3)]
    begun = [await begin(store, job, now=clock.now(), places=2) for job in jobs]
    assert [one is not None for one in begun] == [True, True, False]
    assert await store.records.running() == {"pixverse": 2}
    third = await store.records.get(jobs[2].id)
    assert third is not None
    assert third.state is State.QUEUED


async def test_nor_when_many_begin_at_once(store: Store, clock: StillClock) -> None:
    jobs = [await leased(store, draft(n), now=clock.now(), lease=str(n)) for n in range(1, 9)]
    begun = await asyncio.gather(*(begin(store, job, now=clock.now(), places=2) for job in jobs))
    assert len([one for one in begun if one is not None]) == 2
    assert await store.records.running() == {"pixverse": 2}


async def test_a_move_that_the_table_forbids_is_not_made(store: Store, clock: StillClock) -> None:
    job = await leased(store, draft(), now=clock.now())
    with pytest.raises(LeaseLostError):
        await store.jobs.move(job, State.GENERATING, submission_id="1")
    with pytest.raises(LeaseLostError):
        await store.jobs.move(job, State.CLOSED)


async def test_an_outcome_is_stored_before_the_chat_has_it(store: Store, clock: StillClock) -> None:
    bought = await generating(store, clock)
    [job] = await store.claims.claim_checks(
        now=clock.now(), lease="c", until=clock.now() + LEASE, limit=1
    )
    await store.jobs.finish(job, VIDEO, now=clock.now(), generated_s=42.5)
    stored = await store.records.get(bought.id)
    assert stored is not None
    assert (stored.state, stored.outcome, stored.generated_s) == (State.DELIVERING, VIDEO, 42.5)
    assert await store.claims.next_card_at() == clock.now()
    assert await store.claims.next_check_at() is None


async def test_an_outcome_is_never_replaced(store: Store, clock: StillClock) -> None:
    job = await submitting(store, clock)
    done = await store.jobs.finish(job, VIDEO, now=clock.now())
    with pytest.raises(LeaseLostError):
        await store.jobs.finish(job, Outcome(ending=Ending.FAILED), now=clock.now())
    [again] = await store.claims.claim_cards(
        now=clock.now(), lease="d", until=clock.now() + LEASE, limit=1
    )
    with pytest.raises(LeaseLostError):
        await store.jobs.finish(again, Outcome(ending=Ending.FAILED), now=clock.now())
    assert done.outcome == VIDEO


async def test_a_picture_for_a_job_that_has_ended_is_not_kept(
    store: Store, clock: StillClock
) -> None:
    job = await leased(store, draft(), now=clock.now())
    await store.jobs.finish(job, VIDEO, now=clock.now())
    await store.hosted.put("late", b"jpeg", job_id=job.id, expires_at=clock.now() + LEASE)
    assert await store.hosted.get("late", now=clock.now()) is None


async def test_a_callback_makes_a_job_due_and_nothing_else(store: Store, clock: StillClock) -> None:
    job = await generating(store, clock, 1)
    queued = await with_card(store, draft(2), now=clock.now())
    now = clock.advance(seconds=1)
    assert await store.jobs.hasten(job.id, now=now)
    assert not await store.jobs.hasten(queued.id, now=now)
    assert not await store.jobs.hasten(404, now=now)
    assert await store.records.in_care("pixverse", job.submission_id or "") == job.id
    assert await store.records.in_care("apixo", job.submission_id or "") is None
    [claimed] = await store.claims.claim_checks(now=now, lease="c", until=now + LEASE, limit=9)
    assert claimed.id == job.id


async def test_what_was_asked_of_a_provider_is_remembered(store: Store, clock: StillClock) -> None:
    job = await leased(store, draft(), now=clock.now())
    job = await store.jobs.note(job, passed_over=("apixo",), uploads=("1",), uploads_at="gateway")
    begun = await begin(store, job, now=clock.now())
    stored = await store.records.get(job.id)
    assert stored == begun
    assert stored is not None
    assert (stored.options, stored.passed_over) == (OPTIONS, ("apixo",))
    assert (stored.uploads, stored.uploads_at) == (("1",), "gateway")


async def test_hosted_pictures_go_with_their_job(store: Store, clock: StillClock) -> None:
    later = clock.now() + LEASE
    for number, end in ((1, "finish"), (2, "cancel")):
        job = await leased(store, draft(number), now=clock.now())
        await store.hosted.put(end, b"jpeg", job_id=job.id, expires_at=later)
        assert await store.hosted.get(end, now=clock.now()) == b"jpeg"
        if end == "finish":
            await store.jobs.finish(job, VIDEO, now=clock.now())
        else:
            await store.cancelling.cancel_all(chat_id=7, user_id=7, now=clock.now())
        assert await store.hosted.get(end, now=clock.now()) is None


async def test_other_words_come_in_time_for_whoever_has_not_begun_to_buy(
    store: Store, clock: StillClock
) -> None:
    def reword(asked: Request) -> Request:
        return replace(asked, prompt="a fox")

    request = Request(prompt="a wolf", pictures=("p",))
    job = await leased(store, draft(request=request), now=clock.now())
    assert await store.jobs.change_request(job, reword, now=clock.now(), passed_over=())
    with pytest.raises(LeaseLostError):
        await begin(store, job, now=clock.now())
    [job] = await store.records.of_message(chat_id=7, user_id=7, message_id=1)
    assert job.request == Request(prompt="a fox", pictures=("p",))
    [job] = await store.claims.claim_queued(
        [job.id], now=clock.now(), lease="again", until=clock.now() + LEASE
    )
    await begin(store, job, now=clock.now())
    assert not await store.jobs.change_request(job, lambda _: request, now=clock.now())


async def test_nor_is_it_bought_as_it_was_when_its_chat_has_moved_meanwhile(
    store: Store, clock: StillClock
) -> None:
    """A job without a card keeps its lease, and in a new chat it has none for a moment."""
    job = await leased(store, draft(), now=clock.now())
    await store.chats.move(7, -1007, now=clock.now())
    reworded = Request(prompt="a fox")
    assert await store.jobs.change_request(job, lambda _: reworded, now=clock.now())
    with pytest.raises(LeaseLostError):
        await begin(store, job, now=clock.now())
    left = await store.records.get(job.id)
    assert left is not None
    assert (left.state, left.request) == (State.QUEUED, reworded)


async def test_what_a_card_said_in_a_chat_that_was_left_is_not_noted_in_the_new_one(
    store: Store, clock: StillClock
) -> None:
    """Else a job would wait without a card, and nobody would ever open one."""
    job = await with_card(store, draft(), now=clock.now())
    [queued] = await store.claims.claim_queued(
        [job.id], now=clock.now(), lease="a", until=clock.now() + LEASE
    )
    await store.jobs.release(queued, card_due_at=clock.now())
    until = clock.now() + LEASE
    [shown] = await store.claims.claim_cards(now=clock.now(), lease="b", until=until, limit=9)
    await store.chats.move(7, -1007, now=clock.now())
    with pytest.raises(LeaseLostError):
        await store.jobs.release(shown, card_face=CardFace.IN_LINE, card_due_at=None)
    now = clock.advance(seconds=2 * LEASE.total_seconds())
    [moved] = await store.claims.claim_cards(now=now, lease="c", until=now + LEASE, limit=9)
    assert (moved.chat_id, moved.card_id) == (-1007, None)


async def test_no_message_of_a_new_chat_is_taken_for_the_card_of_a_closed_job(
    store: Store, clock: StillClock
) -> None:
    """A ping would answer it, and a video that was held back would take its place."""
    job = await leased(store, draft(), now=clock.now())
    await store.jobs.finish(job, VIDEO, now=clock.now())
    until = clock.now() + LEASE
    [job] = await store.claims.claim_cards(now=clock.now(), lease="b", until=until, limit=9)
    assert job.card_id is not None
    closed = await store.jobs.move(job, State.CLOSED, card_face=CardFace.HIDDEN)
    await store.chats.move(7, -1007, now=clock.now())
    moved = await store.records.get(closed.id)
    assert moved == replace(closed, chat_id=-1007, message_id=0, card_id=None)


async def test_the_card_of_a_job_in_line_can_be_written_anew_and_no_other(
    store: Store, clock: StillClock
) -> None:
    job = await with_card(store, draft(), now=clock.now())
    await store.jobs.redraw(job, now=clock.now())
    assert await store.claims.next_card_at() == clock.now()
    bought = await submitting(store, clock, 2)
    await store.jobs.redraw(bought, now=clock.now())
    assert (await store.records.get(bought.id)) == bought


async def test_a_job_remembers_what_steps_write_on_it(store: Store, clock: StillClock) -> None:
    job = await submitting(store, clock)
    await store.jobs.release(
        job, uploads=("11", "12"), card_face=CardFace.GENERATING, file_ref="f", attempts=3
    )
    stored = await store.records.get(job.id)
    assert stored is not None
    assert (stored.uploads, stored.card_face) == (("11", "12"), CardFace.GENERATING)
    assert (stored.file_ref, stored.attempts, stored.lease) == ("f", 3, None)
