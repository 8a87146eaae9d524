"""What a person takes back ends at once, or is hidden; what was bought goes its way."""

from datetime import datetime, timedelta

import pytest

from storage.claims import LineTimes
from storage.joblist import LeaseLostError
from storage.jobs import CardFace, Ending, Job, Options, Outcome, Video
from storage.states import State
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, accepted, draft, leased

VIDEO = Outcome(ending=Ending.VIDEO, video=Video(url="https://x/1.mp4"))


async def begun(store: Store, job: Job, *, now: datetime) -> Job:
    """The leased job, being bought."""
    found = await store.jobs.begin_purchase(
        job, provider="pixverse", options=Options(), key="key", places=9, now=now, until=now + LEASE
    )
    assert found is not None
    return found


async def submitting(store: Store, clock: StillClock, message_id: int = 1) -> Job:
    job = await leased(store, draft(message_id), now=clock.now())
    return await begun(store, job, now=clock.now())


async def stored(store: Store, job: Job) -> Job:
    found = await store.records.get(job.id)
    assert found is not None
    return found


async def next_card(store: Store, clock: StillClock) -> Job | None:
    """The job whose card wants attention, leased."""
    now = clock.now()
    claimed = await store.claims.claim_cards(now=now, lease="card", until=now + LEASE, limit=9)
    return claimed[0] if claimed else None


async def test_what_is_not_bought_is_ended_by_its_person_alone(
    store: Store, clock: StillClock
) -> None:
    job, now = await leased(store, draft(), now=clock.now()), clock.now()
    assert not await store.cancelling.cancel(job.id, user_id=8, now=now)
    assert not await store.cancelling.hide(job.id, user_id=7, now=now)
    assert await store.cancelling.cancel(job.id, user_id=7, now=now)
    assert not await store.cancelling.cancel(job.id, user_id=7, now=now)
    ended = await stored(store, job)
    assert ended.state is State.DELIVERING
    assert ended.outcome == Outcome(ending=Ending.CANCELLED)
    with pytest.raises(LeaseLostError):  # whoever is about to buy it
        await begun(store, job, now=now)


async def test_all_that_is_not_bought_in_a_chat_is_ended_and_nothing_else(
    store: Store, clock: StillClock
) -> None:
    bought = await submitting(store, clock, 1)
    await accepted(store, draft(2, user_id=8), now=clock.now())
    await accepted(store, draft(3, chat_id=9), now=clock.now())
    assert await store.cancelling.cancel_all(chat_id=7, user_id=7, now=clock.now()) == 0
    mine = await leased(store, draft(4), now=clock.now())
    assert await store.cancelling.cancel_all(chat_id=7, user_id=7, now=clock.now()) == 1
    assert (await stored(store, mine)).state is State.DELIVERING
    assert await store.records.running_of(chat_id=7, user_id=7) == 1
    assert await store.cancelling.hide(bought.id, user_id=7, now=clock.now())
    assert await store.records.running_of(chat_id=7, user_id=7) == 0


async def test_what_is_bought_goes_on_when_it_is_hidden_and_its_card_hears_of_it(
    store: Store, clock: StillClock
) -> None:
    """Its purchase is under way and its card is being written: neither may lose its lease."""
    job = await submitting(store, clock)
    job = await store.jobs.move(job, State.GENERATING, due_at=clock.now(), card_due_at=clock.now())
    writing = await next_card(store, clock)
    assert writing is not None
    assert not await store.cancelling.cancel(job.id, user_id=7, now=clock.now())
    assert not await store.cancelling.hide(job.id, user_id=8, now=clock.now())
    assert await store.cancelling.hide(job.id, user_id=7, now=clock.now())
    later = clock.now() + timedelta(minutes=1)
    left = await store.jobs.release(writing, card_due_at=later)
    assert (left.state, left.hidden, left.card_due_at) == (State.GENERATING, True, clock.now())
    assert await store.cancelling.unhide(job.id, user_id=7, now=clock.now())
    assert not await store.cancelling.unhide(job.id, user_id=7, now=clock.now())


async def test_what_was_hidden_and_then_not_bought_is_never_bought(
    store: Store, clock: StillClock
) -> None:
    job = await submitting(store, clock)
    await store.cancelling.hide(job.id, user_id=7, now=clock.now())
    await store.jobs.move(job, State.QUEUED, due_at=clock.now())
    assert await store.claims.line(now=clock.now(), limit=9) == []
    times = await store.claims.line_times(now=clock.now())
    assert times == LineTimes(oldest_due_since=None, next_due_at=None)
    assert await next_card(store, clock) is not None


async def test_a_closed_job_stays_closed_when_what_it_held_back_is_shown(
    store: Store, clock: StillClock
) -> None:
    job = await submitting(store, clock)
    await store.cancelling.hide(job.id, user_id=7, now=clock.now())
    await store.jobs.finish(job, VIDEO, now=clock.now())
    showing = await next_card(store, clock)
    assert showing is not None
    assert showing.hidden
    closed = await store.jobs.move(
        showing, State.CLOSED, card_face=CardFace.HIDDEN, card_due_at=None
    )
    assert await next_card(store, clock) is None
    assert await store.cancelling.unhide(closed.id, user_id=7, now=clock.now())
    shown = await next_card(store, clock)
    assert shown is not None
    assert (shown.state, shown.hidden) == (State.CLOSED, False)
    gone = await store.jobs.amend(shown, Outcome(ending=Ending.GONE))
    assert (gone.state, gone.outcome) == (State.CLOSED, Outcome(ending=Ending.GONE))


async def test_showing_it_while_its_card_is_closed_over_it_is_not_forgotten(
    store: Store, clock: StillClock
) -> None:
    job = await submitting(store, clock)
    await store.cancelling.hide(job.id, user_id=7, now=clock.now())
    await store.jobs.finish(job, VIDEO, now=clock.now())
    showing = await next_card(store, clock)
    assert showing is not None
    assert await store.cancelling.unhide(job.id, user_id=7, now=clock.now())
    face = CardFace.HIDDEN
    await store.jobs.move(showing, State.CLOSED, card_face=face, card_due_at=None)
    shown = await next_card(store, clock)
    assert shown is not None
    assert (shown.hidden, shown.card_face) == (False, CardFace.HIDDEN)
    await store.jobs.release(shown, card_face=None, card_due_at=None)
    assert not await store.cancelling.unhide(job.id, user_id=7, now=clock.now())


async def test_cancelling_takes_what_came_of_one_message(store: Store, clock: StillClock) -> None:
    jobs = [await accepted(store, draft(number), now=clock.now()) for number in (1, 2)]
    taken = await store.cancelling.cancel_all(chat_id=7, user_id=7, message_id=2, now=clock.now())
    assert taken == 1
    states = [(await store.records.get(job.id)) for job in jobs]
    assert [job.state for job in states if job] == [State.QUEUED, State.DELIVERING]
