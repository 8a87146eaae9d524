"""Waiting pictures, budgets and alerts."""

import asyncio
from datetime import timedelta

from storage.store import Store
from storage.waiting import WaitingPicture
from tests.still_clock import StillClock
from tests.storage.samples import accepted, draft

SECOND = timedelta(seconds=1)


def picture(message_id: int = 1, name: str = "p", album_id: str | None = None) -> WaitingPicture:
    return WaitingPicture(
        chat_id=7, user_id=7, message_id=message_id, picture=name, album_id=album_id
    )


async def test_the_latest_picture_waits(store: Store, clock: StillClock) -> None:
    await store.waiting.put(picture(1, "old"), now=clock.now())
    await store.waiting.put(picture(2, "new"), now=clock.now())
    waiting = await store.waiting.get(chat_id=7, user_id=7, now=clock.now())
    assert waiting == picture(2, "new")
    assert await store.waiting.get(chat_id=7, user_id=8, now=clock.now()) is None


async def test_a_picture_waits_a_day(store: Store, clock: StillClock) -> None:
    await store.waiting.put(picture(), now=clock.now())
    later = clock.advance(hours=23)
    assert await store.waiting.get(chat_id=7, user_id=7, now=later) is not None
    later = clock.advance(hours=2)
    assert await store.waiting.get(chat_id=7, user_id=7, now=later) is None


async def test_dropping_tells_whether_there_was_one(store: Store, clock: StillClock) -> None:
    await store.waiting.put(picture(), now=clock.now())
    assert await store.waiting.drop(chat_id=7, user_id=7) is True
    assert await store.waiting.drop(chat_id=7, user_id=7) is False


async def test_an_albums_first_picture_is_known(store: Store, clock: StillClock) -> None:
    assert await store.waiting.first_of_album(chat_id=7, album_id="a") is None
    await store.waiting.put(picture(5, album_id="a"), now=clock.now())
    assert await store.waiting.first_of_album(chat_id=7, album_id="a") == 5
    await accepted(store, draft(9, album_id="b"), now=clock.now())
    assert await store.waiting.first_of_album(chat_id=7, album_id="b") == 9


async def test_slots_are_evenly_spaced_also_for_those_who_ask_at_once(
    store: Store, clock: StillClock
) -> None:
    now = clock.now()
    slots = await asyncio.gather(
        *(store.budgets.reserve("p", interval=SECOND, now=now) for _ in range(5))
    )
    assert sorted(slots) == [now + SECOND * n for n in range(5)]


async def test_unused_time_is_not_saved_up(store: Store, clock: StillClock) -> None:
    await store.budgets.reserve("p", interval=SECOND, now=clock.now())
    now = clock.advance(hours=1)
    assert await store.budgets.reserve("p", interval=SECOND, now=now) == now
    assert await store.budgets.reserve("p", interval=SECOND, now=now) == now + SECOND


async def test_a_pause_holds_back_the_next_slot_and_never_brings_it_forward(
    store: Store, clock: StillClock
) -> None:
    now = clock.now()
    await store.budgets.pause("p", until=now + 9 * SECOND, now=now)
    await store.budgets.pause("p", until=now + 3 * SECOND, now=now)
    assert await store.budgets.reserve("p", interval=SECOND, now=now) == now + 9 * SECOND
    assert await store.budgets.reserve("other", interval=SECOND, now=now) == now


async def test_a_trouble_is_told_once_until_it_is_over(store: Store, clock: StillClock) -> None:
    claims = await asyncio.gather(
        *(store.alerts.claim("pixverse/bad-key", now=clock.now()) for _ in range(3))
    )
    assert sorted(claims) == [False, False, True]
    await store.alerts.told("pixverse/bad-key", now=clock.now())
    assert not await store.alerts.claim("pixverse/bad-key", now=clock.advance(hours=9))
    await store.alerts.clear("pixverse/")
    assert await store.alerts.claim("pixverse/bad-key", now=clock.now())


async def test_clearing_one_provider_leaves_the_others(store: Store, clock: StillClock) -> None:
    await store.alerts.claim("pixverse_web/bad-key", now=clock.now())
    await store.alerts.clear("pixverse/")
    await store.alerts.clear("pixverse%/")
    assert not await store.alerts.claim("pixverse_web/bad-key", now=clock.now())


async def test_a_trouble_that_was_claimed_and_never_told_is_told_after_a_while(
    store: Store, clock: StillClock
) -> None:
    await store.alerts.claim("p/x", now=clock.now())
    assert not await store.alerts.claim("p/x", now=clock.advance(seconds=59))
    assert await store.alerts.claim("p/x", now=clock.advance(seconds=1))
