import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from storage.claims import LineTimes
from storage.inbox import StoredUpdate
from storage.joblist import LeaseLostError
from storage.jobs import CardFace, Ending, Job, Options, Outcome, Request, Video
from storage.states import State
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, accepted, draft, leased, with_card

VIDEO = Outcome(
    ending=Ending.VIDEO,
    video=Video(url="https://x/1.mp4", width=960, duration_s=5),
    credits=Decimal("4.5"),
)
NOBODY = LineTimes(oldest_due_since=None, next_due_at=None)
OPTIONS = Options(duration_s=5, quality="540p", aspect_ratio="16:9")


async def begin(
    store: Store, job: Job, *, now: datetime, places: int = 100, options: Options = OPTIONS
) -> Job | None:
    return await store.jobs.begin_purchase(
        job,
        provider="pixverse",
        options=options,
        key=f"key {job.id}",
        places=places,
        now=now,
        until=now + LEASE,
    )


async def submitting(store: Store, clock: StillClock, message_id: int = 1) -> Job:
    job = await leased(store, draft(message_id), now=clock.now())
    begun = await begin(store, job, now=clock.now())
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


async def test_the_end_of_a_lease_is_known_where_its_holder_may_be_killed_alone(
    store: Store, clock: StillClock
) -> None:
    assert await store.claims.next_lease_end(now=clock.now()) is None
    await leased(store, draft(), now=clock.now())
    shared = not store.database.single_process
    end = await store.claims.next_lease_end(now=clock.now())
    assert end == (clock.now() + LEASE if shared else None)
    assert await store.claims.next_lease_end(now=clock.now() + LEASE) is None


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


async def test_a_change_that_is_asked_for_twice_is_made_once(
    store: Store, clock: StillClock
) -> None:
    """The update was taken over from a process that stood still, and goes on after it."""
    job = await with_card(store, draft(), now=clock.now())
    await store.inbox.put([StoredUpdate(update_id=1, sender_key=7, payload="")], now=clock.now())

    def longer(asked: Request) -> Request:
        return replace(asked, prompt=f"{asked.prompt}!")

    for _ in range(2):
        assert await store.jobs.change_request(job, longer, update_id=1, now=clock.now())
    left = await store.records.get(job.id)
    assert left is not None
    assert left.request.prompt == "a wolf!"


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


async def test_generation_times_are_those_of_the_same_kind(store: Store, clock: StillClock) -> None:
    for number, took_s in enumerate((30.0, 50.0), start=1):
        job = await submitting(store, clock, number)
        job = await store.jobs.note(job, pace_key="pixverse/text/540p/5s")
        await store.jobs.finish(job, VIDEO, now=clock.advance(seconds=1), generated_s=took_s)
    assert await store.records.generation_times("pixverse/text/540p/5s", limit=9) == [50.0, 30.0]
    assert await store.records.generation_times("pixverse/text/720p/5s", limit=9) == []


async def test_credits_are_those_of_the_same_kind_with_the_same_sound(
    store: Store, clock: StillClock
) -> None:
    for number, (audio, taken) in enumerate(
        [(True, "45"), (False, "35"), (None, "35.5"), (True, None)], start=1
    ):
        job = await leased(store, draft(number), now=clock.now())
        begun = await begin(store, job, options=Options(audio=audio), now=clock.now())
        assert begun is not None
        begun = await store.jobs.note(begun, pace_key="p")
        spent = replace(VIDEO, credits=Decimal(taken) if taken else None)
        await store.jobs.finish(begun, spent, now=clock.advance(seconds=1), generated_s=1.0)
    silent = await store.records.credits_taken("p", audio=False, limit=9)
    assert silent == [Decimal("35.5"), Decimal(35)]
    assert await store.records.credits_taken("p", audio=True, limit=9) == [Decimal(45)]
    assert await store.records.credits_taken("p", audio=True, limit=3) == []
    assert await store.records.credits_taken("q", audio=False, limit=9) == []


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
    await store.claims.void_leases()
    assert await line(store, clock) == [1]
