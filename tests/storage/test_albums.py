"""The pictures of an album meet in one job, whatever else is done to that job meanwhile."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from storage.albums import Home, Joined, LeftOut
from storage.claims import LOOK_AGAIN_AFTER, LineTimes
from storage.inbox import StoredUpdate
from storage.jobs import Draft, Job, Request
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, accepted, draft, leased, picture, with_card

IN_JOB, WAITS = Joined(home=Home.JOB), Joined(home=Home.WAITING)
NOTHING_YET = Joined(home=None)


def first(message_id: int = 5, name: str = "p5") -> Draft:
    """The draft of an album's picture that has the words."""
    return draft(message_id, album_id="a", request=Request(prompt="it dawns", pictures=(name,)))


async def join(
    store: Store, clock: StillClock, message_id: int, *, fits: bool = True, update_id: int = 0
) -> Joined:
    """A further picture of the album."""
    return await store.albums.join(
        picture(message_id, f"p{message_id}", album_id="a"),
        fits=lambda _: fits,
        update_id=update_id,
        now=clock.now(),
    )


async def stored(store: Store, job: Job) -> Job:
    found = await store.records.get(job.id)
    assert found is not None
    return found


async def pictures(store: Store, job: Job) -> Sequence[str]:
    return (await stored(store, job)).request.pictures


@pytest.mark.parametrize(("second", "order"), [(6, ("p5", "p6")), (4, ("p4", "p5"))])
async def test_the_second_picture_joins_once_in_the_order_of_the_messages(
    store: Store, clock: StillClock, second: int, order: tuple[str, str]
) -> None:
    job = await accepted(store, first(), now=clock.now())
    for _ in range(2):
        assert await join(store, clock, second) == IN_JOB
        assert await pictures(store, job) == order
    assert await join(store, clock, 7) == Joined(home=Home.JOB, left_out=LeftOut.REST)
    assert await pictures(store, job) == order


async def test_the_update_of_a_picture_leaves_the_inbox_as_it_joins(
    store: Store, clock: StillClock
) -> None:
    updates = [StoredUpdate(update_id=n, sender_key=n, payload="{}") for n in (6, 7)]
    await store.inbox.put(updates, now=clock.now())
    await accepted(store, first(), now=clock.now())
    await join(store, clock, 6, update_id=6)
    await join(store, clock, 7, update_id=7)  # is left out, and has to be told so first
    left = await store.inbox.claim(busy=(), limit=9, now=clock.now(), until=clock.now() + LEASE)
    assert [one.update_id for one in left] == [7]


async def test_of_many_that_come_at_once_one_joins(store: Store, clock: StillClock) -> None:
    job = await accepted(store, first(0, "p0"), now=clock.now())
    await asyncio.gather(*(store.records.running() for _ in range(8)))  # opens connections
    all_joined = await asyncio.gather(*(join(store, clock, number) for number in range(1, 9)))
    assert all_joined.count(IN_JOB) == 1
    assert len(await pictures(store, job)) == 2


async def test_it_is_not_bought_until_a_second_after_its_latest_picture(
    store: Store, clock: StillClock
) -> None:
    await with_card(store, first(), now=clock.now())
    clock.advance(seconds=0.9)
    await join(store, clock, 6)
    clock.advance(seconds=0.9)
    assert await bought(store, clock) == []
    clock.advance(seconds=0.1)
    [job] = await bought(store, clock)
    assert job.request.pictures == ("p5", "p6")


async def test_what_its_sender_has_in_the_inbox_is_looked_at_before_it_is_bought(
    store: Store, clock: StillClock
) -> None:
    now = clock.now()
    for job in (first(5), draft(6, album_id=None)):
        await with_card(store, job, now=now)
    await store.inbox.put([StoredUpdate(update_id=9, sender_key=7, payload="{}")], now=now)
    assert [job.message_id for job in await bought(store, clock)] == [6]
    times = await store.claims.line_times(now=now)
    assert times == LineTimes(oldest_due_since=None, next_due_at=now + LOOK_AGAIN_AFTER)
    await store.inbox.done(9, now=now)
    assert (await store.claims.line_times(now=now)).oldest_due_since == now
    assert [job.message_id for job in await bought(store, clock)] == [5]


async def test_an_album_with_both_pictures_waits_for_no_more(
    store: Store, clock: StillClock
) -> None:
    await with_card(store, first(), now=clock.now())
    await join(store, clock, 6)
    await store.inbox.put([StoredUpdate(update_id=9, sender_key=7, payload="{}")], now=clock.now())
    clock.advance(seconds=1)
    assert len(await bought(store, clock)) == 1


async def bought(store: Store, clock: StillClock) -> Sequence[Job]:
    """Who is claimed to be bought of those that were seen in line a moment ago."""
    line = await store.claims.line(now=clock.now() + LEASE, limit=9)
    return await store.claims.claim_queued(
        [job.id for job in line], now=clock.now(), lease="buy", until=clock.now() + LEASE
    )


async def test_a_card_that_is_being_opened_and_a_picture_do_not_disturb_each_other(
    store: Store, clock: StillClock
) -> None:
    job = await accepted(store, first(), now=clock.now())
    [opening] = await store.claims.claim_cards(
        now=clock.now(), lease="card", until=clock.now() + LEASE, limit=1
    )
    assert await join(store, clock, 6) == IN_JOB
    await store.jobs.release(opening, card_id=1, card_due_at=None)
    assert await pictures(store, job) == ("p5", "p6")
    assert (await stored(store, job)).card_id == 1


@pytest.mark.parametrize("after", [timedelta(0), 2 * LEASE])
async def test_a_picture_is_late_for_a_job_that_is_being_bought(
    store: Store, clock: StillClock, after: timedelta
) -> None:
    """Also when the lease has run out: whoever had it may still be at it."""
    job = await leased(store, first(), now=clock.now())
    clock.advance(seconds=after.total_seconds())
    assert await join(store, clock, 6) == Joined(home=Home.JOB, left_out=LeftOut.LATE)
    assert await pictures(store, job) == ("p5",)


async def test_a_picture_is_late_for_a_job_whose_picture_is_at_a_provider(
    store: Store, clock: StillClock
) -> None:
    job = await leased(store, first(), now=clock.now())
    job = await store.jobs.note(job, uploads=("7",), uploads_at="pixverse")
    await store.jobs.release(job, due_at=clock.now() + LEASE)
    assert await join(store, clock, 4) == Joined(home=Home.JOB, left_out=LeftOut.LATE)
    assert await pictures(store, job) == ("p5",)


async def test_a_picture_still_joins_a_job_in_line_and_never_hastens_one_that_was_put_off(
    store: Store, clock: StillClock
) -> None:
    job = await leased(store, first(), now=clock.now())
    later = clock.now() + LEASE
    await store.jobs.release(job, due_at=later)
    assert await join(store, clock, 6) == IN_JOB
    assert (await stored(store, job)).due_at == later


async def test_what_nobody_can_make_of_two_keeps_its_one_picture(
    store: Store, clock: StillClock
) -> None:
    job = await accepted(store, first(), now=clock.now())
    single = Joined(home=Home.JOB, left_out=LeftOut.SINGLE)
    assert await join(store, clock, 6, fits=False) == single
    assert await pictures(store, job) == ("p5",)


@pytest.mark.parametrize(
    "other",
    [
        draft(5, album_id="a", chat_id=8),
        draft(5, album_id="a", user_id=8),
        draft(5, album_id="b"),
    ],
    ids=["chat", "person", "album"],
)
async def test_another_album_is_another(store: Store, clock: StillClock, other: Draft) -> None:
    await accepted(store, other, now=clock.now())
    assert await join(store, clock, 6) == NOTHING_YET


@pytest.mark.parametrize(("one", "other"), [(5, 6), (6, 5)])
async def test_two_pictures_without_words_wait_together(
    store: Store, clock: StillClock, one: int, other: int
) -> None:
    assert await join(store, clock, one) == NOTHING_YET
    await store.waiting.put(picture(one, f"p{one}", album_id="a"), now=clock.now())
    assert await join(store, clock, one) == NOTHING_YET  # it alone
    for _ in range(2):
        assert await join(store, clock, other) == WAITS
        waiting = await store.waiting.get(chat_id=7, user_id=7, now=clock.now())
        assert waiting is not None
        assert waiting.pictures == ("p5", "p6")
    assert await join(store, clock, 7) == Joined(home=Home.WAITING, left_out=LeftOut.REST)


async def test_of_a_hundred_pictures_one_joins_and_one_may_be_answered(
    store: Store, clock: StillClock
) -> None:
    await accepted(store, first(), now=clock.now())
    joined = [await join(store, clock, 5 + number) for number in range(1, 100)]
    assert (joined.count(IN_JOB), len(joined)) == (1, 99)
    speak = [await may_speak(store, clock, update_id) for update_id in range(2, 100)]
    assert speak == [True] + [False] * 97
    assert await may_speak(store, clock, 2)  # its answer could not be sent
    assert await may_speak(store, clock, 3, topic="something else")


async def may_speak(
    store: Store, clock: StillClock, update_id: int, *, topic: str = "rest/7/a"
) -> bool:
    return await store.albums.may_speak(topic, update_id=update_id, now=clock.now())


async def test_an_album_is_remembered_for_longer_than_its_updates(
    store: Store, clock: StillClock
) -> None:
    await may_speak(store, clock, 5)
    await store.nonces.forget_old(now=clock.advance(days=1.5))
    assert not await may_speak(store, clock, 6)
