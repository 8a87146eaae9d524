import asyncio
from datetime import timedelta

from storage.admission import Accepted, Banned, Limit, Limits, OverLimit
from storage.inbox import StoredUpdate
from storage.jobs import Ending, Outcome
from storage.states import State
from storage.store import Store
from storage.waiting import WaitingPicture
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, accepted, draft

TWO_A_MINUTE = Limits(per_minute=2, per_day=3, active=100)


async def ask(
    store: Store, clock: StillClock, message_id: int, limits: Limits | None
) -> Accepted | OverLimit | Banned:
    return await store.admission.accept(
        draft(message_id), limits=limits, update_id=None, now=clock.now()
    )


async def end(store: Store, clock: StillClock, job_id: int, ending: Ending) -> None:
    until = clock.now() + LEASE
    for job in await store.claims.claim_cards(now=clock.now(), lease="x", until=until, limit=100):
        if job.id == job_id:
            await store.jobs.finish(job, Outcome(ending=ending), now=clock.now())
        else:
            await store.jobs.release(job)


async def test_one_origin_makes_one_job(store: Store, clock: StillClock) -> None:
    first = await ask(store, clock, 1, TWO_A_MINUTE)
    again = await ask(store, clock, 1, TWO_A_MINUTE)
    assert isinstance(first, Accepted)
    assert isinstance(again, Accepted)
    assert (again.job.id, first.again, again.again) == (first.job.id, False, True)


async def test_a_repeated_origin_is_not_refused_over_a_limit(
    store: Store, clock: StillClock
) -> None:
    one = Limits(per_minute=1, per_day=1, active=1)
    await ask(store, clock, 1, one)
    assert isinstance(await ask(store, clock, 1, one), Accepted)


async def test_a_minutes_limit_says_when_there_is_room_again(
    store: Store, clock: StillClock
) -> None:
    first_at = clock.now()
    await ask(store, clock, 1, TWO_A_MINUTE)
    clock.advance(seconds=20)
    await ask(store, clock, 2, TWO_A_MINUTE)
    over = await ask(store, clock, 3, TWO_A_MINUTE)
    assert over == OverLimit(
        limit=Limit.PER_MINUTE, allowed=2, until=first_at + timedelta(seconds=60)
    )
    clock.advance(seconds=40)
    assert isinstance(await ask(store, clock, 3, TWO_A_MINUTE), Accepted)


async def test_a_days_limit_is_told_before_a_minutes(store: Store, clock: StillClock) -> None:
    first_at = clock.now()
    for number in range(1, 4):
        await ask(store, clock, number, TWO_A_MINUTE)
        clock.advance(minutes=2)
    over = await ask(store, clock, 4, TWO_A_MINUTE)
    assert over == OverLimit(limit=Limit.PER_DAY, allowed=3, until=first_at + timedelta(days=1))
    clock.advance(days=1)
    assert isinstance(await ask(store, clock, 4, TWO_A_MINUTE), Accepted)


async def test_jobs_under_way_are_limited_until_one_is_closed(
    store: Store, clock: StillClock
) -> None:
    one = Limits(per_minute=100, per_day=100, active=1)
    first = await ask(store, clock, 1, one)
    assert isinstance(first, Accepted)
    assert await ask(store, clock, 2, one) == OverLimit(limit=Limit.ACTIVE, allowed=1, until=None)
    await end(store, clock, first.job.id, Ending.VIDEO)
    [job] = await store.claims.claim_cards(
        now=clock.now(), lease="y", until=clock.now() + LEASE, limit=1
    )
    await store.jobs.move(job, State.CLOSED)
    assert isinstance(await ask(store, clock, 2, one), Accepted)


async def test_what_gave_nothing_through_no_fault_of_the_user_does_not_count(
    store: Store, clock: StillClock
) -> None:
    daily = Limits(per_minute=100, per_day=1, active=100)
    for number, ending in enumerate(Ending, start=1):
        taken = await ask(store, clock, number, None)
        assert isinstance(taken, Accepted)
        await end(store, clock, taken.job.id, ending)
        counted = isinstance(await ask(store, clock, 1000 + number, daily), OverLimit)
        assert counted is (ending in {Ending.VIDEO, Ending.MODERATED}), ending
        clock.advance(days=2)


async def test_what_is_taken_back_counts_for_the_minute(store: Store, clock: StillClock) -> None:
    limits = Limits(per_minute=2, per_day=2, active=1)
    for number in (1, 2):
        taken = await ask(store, clock, number, limits)
        assert isinstance(taken, Accepted)
        assert await store.cancelling.cancel(taken.job.id, user_id=7, now=clock.now())
    over = await ask(store, clock, 3, limits)
    assert isinstance(over, OverLimit)
    assert (over.limit, over.until) == (Limit.PER_MINUTE, clock.now() + timedelta(minutes=1))
    used = await store.stats.usage(7, latest=1, now=clock.now())
    assert (used.last_minute, used.last_day, used.active) == (2, 0, 0)
    clock.advance(minutes=1)
    assert isinstance(await ask(store, clock, 3, limits), Accepted)


async def test_another_persons_jobs_do_not_count(store: Store, clock: StillClock) -> None:
    one = Limits(per_minute=1, per_day=1, active=1)
    await accepted(store, draft(1, user_id=8), now=clock.now())
    assert isinstance(await ask(store, clock, 2, one), Accepted)


async def test_no_limits_hold_for_admins(store: Store, clock: StillClock) -> None:
    for number in range(20):
        assert isinstance(await ask(store, clock, number, None), Accepted)


async def test_job_update_and_waiting_picture_change_together(
    store: Store, clock: StillClock
) -> None:
    now = clock.now()
    await store.inbox.put([StoredUpdate(update_id=5, sender_key=7, payload="{}")], now=now)
    picture = WaitingPicture(chat_id=7, user_id=7, message_id=1, picture="p")
    await store.waiting.put(picture, now=now)
    await store.admission.accept(draft(), limits=None, update_id=5, uses_waiting=True, now=now)
    assert await store.inbox.claim(busy=(), limit=9, now=now, until=now) == []
    assert await store.waiting.get(chat_id=7, user_id=7, now=now) is None


async def test_a_refusal_leaves_update_and_picture_where_they_are(
    store: Store, clock: StillClock
) -> None:
    now = clock.now()
    await store.inbox.put([StoredUpdate(update_id=5, sender_key=7, payload="{}")], now=now)
    picture = WaitingPicture(chat_id=7, user_id=7, message_id=1, picture="p")
    await store.waiting.put(picture, now=now)
    none = Limits(per_minute=1, per_day=1, active=0)
    refused = await store.admission.accept(
        draft(), limits=none, update_id=5, uses_waiting=True, now=now
    )
    assert isinstance(refused, OverLimit)
    assert len(await store.inbox.claim(busy=(), limit=9, now=now, until=now)) == 1
    assert await store.waiting.get(chat_id=7, user_id=7, now=now) == picture


async def test_a_limit_holds_when_many_come_at_once(store: Store, clock: StillClock) -> None:
    limits = Limits(per_minute=2, per_day=9, active=9)
    taken = await asyncio.gather(
        *(
            store.admission.accept(draft(number), limits=limits, update_id=None, now=clock.now())
            for number in range(1, 9)
        )
    )
    assert len([one for one in taken if isinstance(one, Accepted)]) == 2


async def test_whom_moderation_stops_often_is_paused_until_the_next_day(
    store: Store, clock: StillClock
) -> None:
    twice = Limits(per_minute=99, per_day=99, active=99, moderated=2)
    always = Limits(per_minute=99, per_day=99, active=99)
    clock.advance(hours=11, minutes=59)  # 23:59
    for number in (1, 2):
        taken = await ask(store, clock, number, twice)
        assert isinstance(taken, Accepted)
        await end(store, clock, taken.job.id, Ending.MODERATED)
    paused = OverLimit(limit=Limit.MODERATED, allowed=2, until=clock.now() + timedelta(minutes=1))
    assert await ask(store, clock, 4, twice) == paused
    assert isinstance(await ask(store, clock, 5, always), Accepted)
    now, until = clock.now(), clock.now() + LEASE
    for job in await store.claims.claim_cards(now=now, lease="y", until=until, limit=2):
        await store.jobs.move(job, State.CLOSED, card_due_at=None)
    await store.forgetting.mark(7)  # that it was stopped is not theirs to forget
    await store.forgetting.empty()
    assert await ask(store, clock, 4, twice) == paused
    clock.advance(minutes=1)
    assert isinstance(await ask(store, clock, 4, twice), Accepted)
