"""The pictures of an album meet in one job, whatever else is done to that job meanwhile."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from storage.claims import LOOK_AGAIN_AFTER, LineTimes
from storage.inbox import StoredUpdate
from storage.joblist import LeaseLostError
from storage.jobs import CardFace, Draft, Job, Request
from storage.joining import ASKED, JOINS_WITHIN, MOST, SWAPS_WITHIN, Home, Joined, LeftOut
from storage.proposals import Proposal
from storage.states import State
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, accepted, begin, draft, leased, picture, with_card

IN_JOB = Joined(home=Home.JOB, has_changed=True)
LATE = Joined(home=Home.JOB, left_out=LeftOut.LATE)


def first(message_id: int = 5) -> Draft:
    """The draft of an album's picture that has the words."""
    request = Request(prompt="it dawns", pictures=(f"p{message_id}",))
    return draft(message_id, album_id="a", request=request)


async def join(
    store: Store,
    clock: StillClock,
    message_id: int,
    *,
    fits: bool = True,
    update_id: int = 0,
    is_first: bool = True,
) -> Joined:
    """A picture of the album."""
    return await store.albums.join(
        picture(message_id, f"p{message_id}", album_id="a"),
        fits=lambda _: fits,
        update_id=update_id,
        now=clock.now(),
        is_first=is_first,
    )


async def begun(store: Store, clock: StillClock, message_id: int = 5) -> Job:
    """The job of an album's first picture."""
    assert (await join(store, clock, message_id)).home is None
    return await accepted(store, first(message_id), now=clock.now())


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
    job = await begun(store, clock)
    for answer in (IN_JOB, Joined(home=Home.JOB)):
        assert await join(store, clock, second) == answer
        assert await pictures(store, job) == order


async def test_the_update_of_a_picture_leaves_the_inbox_as_it_joins(
    store: Store, clock: StillClock
) -> None:
    updates = [StoredUpdate(update_id=n, sender_key=n, payload="{}") for n in (6, 7, 8)]
    await store.inbox.put(updates, now=clock.now())
    await begun(store, clock)
    await join(store, clock, 6, update_id=6)
    await join(store, clock, 7, update_id=7)  # of these the person has to be asked first
    await join(store, clock, 8, update_id=8)
    left = await store.inbox.claim(busy=(), limit=9, now=clock.now(), until=clock.now() + LEASE)
    assert [one.update_id for one in left] == [7, 8]


async def test_many_that_come_at_once_are_asked_about(store: Store, clock: StillClock) -> None:
    job = await begun(store, clock, 0)
    await asyncio.gather(*(store.records.running() for _ in range(8)))  # opens connections
    joined = await asyncio.gather(*(join(store, clock, number) for number in range(1, 9)))
    assert [one.home for one in joined].count(Home.ASKED) == 7
    assert await store.records.get(job.id) is None
    album = await store.albums.waiting(chat_id=7, message_id=0)
    assert album is not None
    assert [one.message_id for one in album.pictures] == [*range(9)]


@pytest.mark.parametrize("fits", [True, False])
async def test_of_more_pictures_than_one_video_is_made_from_nothing_is_left_but_a_choice(
    store: Store, clock: StillClock, fits: bool
) -> None:
    job = await begun(store, clock)
    numbers = [6, 4, *range(7, 20)] if fits else [6]
    joined = [await join(store, clock, number, fits=fits) for number in numbers]
    asked = [one.home for one in joined if one.asked is not None]
    assert asked == [Home.ASKED] * (MOST - 2 if fits else 1)
    assert await store.records.get(job.id) is None
    album = await store.albums.waiting(chat_id=7, message_id=5)
    assert album is not None
    assert album.asked.request == first().request
    kept = [one.request.pictures[0] for one in album.pictures]
    assert kept == ["p4", *(f"p{n}" for n in range(5, 4 + MOST))] if fits else ["p5", "p6"]
    await store.albums.drop(album)
    assert await store.albums.waiting(chat_id=7, message_id=5) is None


@pytest.mark.parametrize("is_opening", [True, False])
async def test_a_card_that_was_shown_says_that_there_is_a_choice(
    store: Store, clock: StillClock, is_opening: bool
) -> None:
    await begun(store, clock)
    until = clock.now() + LEASE
    [opening] = await store.claims.claim_cards(now=clock.now(), lease="c", until=until, limit=1)
    if not is_opening:
        await store.jobs.release(opening, card_id=9, card_face=CardFace.ACCEPTED, card_due_at=None)
    clock.advance(seconds=1)
    assert (await join(store, clock, 6)).home is Home.JOB
    assert (await join(store, clock, 7)).home is Home.ASKED
    if is_opening:
        await store.jobs.release(opening, card_id=9, card_face=CardFace.ACCEPTED, card_due_at=None)
    [ended] = await store.claims.claim_cards(now=clock.now(), lease="d", until=until, limit=9)
    assert (ended.card_id, ended.state) == (9, State.DELIVERING)
    assert ended.outcome is not None
    assert ended.outcome.reason == ASKED


async def test_it_waits_a_second_for_the_next_picture_and_then_for_its_person(
    store: Store, clock: StillClock
) -> None:
    job = await begun(store, clock)
    assert await join(store, clock, 6) == IN_JOB
    job = await stored(store, job)
    times = (job.card_due_at, job.due_at)
    assert times == (clock.now() + JOINS_WITHIN, clock.now() + SWAPS_WITHIN)


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


async def bought(store: Store, clock: StillClock) -> Sequence[Job]:
    """Who is claimed to be bought of those that were seen in line a moment ago."""
    line = await store.claims.line(now=clock.now() + LEASE, limit=9)
    return await store.claims.claim_queued(
        [job.id for job in line], now=clock.now(), lease="buy", until=clock.now() + LEASE
    )


async def test_a_card_that_is_being_opened_and_a_picture_do_not_disturb_each_other(
    store: Store, clock: StillClock
) -> None:
    job = await begun(store, clock)
    [opening] = await store.claims.claim_cards(
        now=clock.now(), lease="card", until=clock.now() + LEASE, limit=1
    )
    assert await join(store, clock, 6) == IN_JOB
    await store.jobs.release(opening, card_id=1, card_due_at=None)
    assert await pictures(store, job) == ("p5", "p6")
    assert (await stored(store, job)).card_id == 1


async def test_a_picture_joins_a_job_that_somebody_is_about_to_buy(
    store: Store, clock: StillClock
) -> None:
    await join(store, clock, 5)
    job = await leased(store, first(), now=clock.now())
    job = await store.jobs.note(job, uploads=("7",), uploads_at="pixverse")
    assert await join(store, clock, 6) == IN_JOB
    with pytest.raises(LeaseLostError):
        await begin(store, job, now=clock.now())
    job = await stored(store, job)
    assert (job.request.pictures, job.uploads) == (("p5", "p6"), ())


async def test_a_picture_is_late_for_a_job_that_is_being_bought(
    store: Store, clock: StillClock
) -> None:
    await join(store, clock, 5)
    job = await leased(store, first(), now=clock.now())
    await begin(store, job, now=clock.now())
    assert await join(store, clock, 6) == LATE
    assert await pictures(store, job) == ("p5",)


async def test_a_picture_still_joins_a_job_in_line_and_never_hastens_one_that_was_put_off(
    store: Store, clock: StillClock
) -> None:
    await join(store, clock, 5)
    job = await leased(store, first(), now=clock.now())
    later = clock.now() + LEASE
    await store.jobs.release(job, due_at=later)
    assert await join(store, clock, 6) == IN_JOB
    assert (await stored(store, job)).due_at == later


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
    assert (await join(store, clock, 6, is_first=False)).home is None
    assert (await join(store, clock, 6)).pictures == ("p6",)


@pytest.mark.parametrize(("one", "other"), [(5, 6), (6, 5)])
async def test_pictures_without_words_wait_together_and_then_for_a_choice(
    store: Store, clock: StillClock, one: int, other: int
) -> None:
    assert await join(store, clock, one) == Joined(home=None, pictures=(f"p{one}",))
    await store.waiting.put(picture(one, f"p{one}", album_id="a"), now=clock.now())
    assert (await join(store, clock, one)).home is None  # it alone
    for _ in range(2):
        joined = await join(store, clock, other)
        assert joined == Joined(home=Home.WAITING, pictures=("p5", "p6"))
        waiting = await store.waiting.get(chat_id=7, user_id=7, now=clock.now())
        assert waiting is not None
        assert waiting.pictures == ("p5", "p6")
    assert (await join(store, clock, 4)).pictures == ("p4", "p5", "p6")
    for _ in range(2):
        await store.albums.ask(words(clock))
        album = await store.albums.waiting(chat_id=7, message_id=9)
        assert album is not None
        assert album.asked == words(clock)
        assert [one.message_id for one in album.pictures] == [4, 5, 6]
    assert await store.waiting.get(chat_id=7, user_id=7, now=clock.now()) is None
    assert (await join(store, clock, 7)).asked == words(clock)
    assert await store.albums.give_up(chat_id=7, user_id=7)
    assert not await store.albums.give_up(chat_id=7, user_id=7)


async def test_words_that_come_with_a_picture_leave_it_one(store: Store, clock: StillClock) -> None:
    for number in (4, 5, 6):
        await join(store, clock, number)
    await store.albums.ask(replace(words(clock), message_id=5))
    album = await store.albums.waiting(chat_id=7, message_id=5)
    assert album is not None
    assert [one.message_id for one in album.pictures] == [4, 5, 6]


def words(clock: StillClock) -> Proposal:
    """What somebody has written about the album."""
    return Proposal(
        chat_id=7,
        message_id=9,
        user_id=7,
        album_id="a",
        request=Request(prompt="it dawns"),
        made_at=clock.now(),
    )


async def test_one_picture_of_many_may_be_answered(store: Store, clock: StillClock) -> None:
    speak = [await may_speak(store, clock, update_id) for update_id in range(2, 100)]
    assert speak == [True] + [False] * 97
    assert await may_speak(store, clock, 2)  # its answer could not be sent
    assert await may_speak(store, clock, 3, topic="something else")


async def may_speak(
    store: Store, clock: StillClock, update_id: int, *, topic: str = "rest/7/a"
) -> bool:
    return await store.nonces.may_speak(topic, update_id=update_id, now=clock.now())


async def test_an_album_is_remembered_for_longer_than_its_updates(
    store: Store, clock: StillClock
) -> None:
    await may_speak(store, clock, 5)
    await store.nonces.forget_old(now=clock.advance(days=1.5))
    assert not await may_speak(store, clock, 6)
