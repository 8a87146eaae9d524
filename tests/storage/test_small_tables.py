"""Waiting pictures, budgets, alerts and people."""

import asyncio
from datetime import timedelta

from storage.alerts import Alert
from storage.jobs import Choices, Options
from storage.store import Store
from tests.postgres import emptied
from tests.still_clock import StillClock
from tests.storage.samples import picture

SECOND = timedelta(seconds=1)


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


async def test_a_picture_that_has_waited_too_long_is_deleted(
    store: Store, clock: StillClock
) -> None:
    await store.waiting.put(picture(), now=clock.now())
    since = clock.now()
    await store.waiting.forget_old(now=clock.advance(hours=23))
    assert await store.waiting.get(chat_id=7, user_id=7, now=since) is not None
    await store.waiting.forget_old(now=clock.advance(hours=1))
    assert await store.waiting.get(chat_id=7, user_id=7, now=since) is None


async def test_dropping_tells_whether_there_was_one(store: Store, clock: StillClock) -> None:
    await store.waiting.put(picture(), now=clock.now())
    assert await store.waiting.drop(chat_id=7, user_id=7) is True
    assert await store.waiting.drop(chat_id=7, user_id=7) is False


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


async def test_a_stream_that_has_rested_gives_a_burst(store: Store, clock: StillClock) -> None:
    now = clock.now()
    slots = [await store.budgets.reserve("p", interval=SECOND, now=now, burst=3) for _ in range(5)]
    assert slots == [now, now, now, now + SECOND, now + 2 * SECOND]
    later = clock.advance(seconds=4)
    assert await store.budgets.reserve("p", interval=SECOND, now=later, burst=3) == later


async def test_a_slot_that_comes_too_late_is_not_taken(store: Store, clock: StillClock) -> None:
    now = clock.now()
    for _ in range(2):
        slot = await store.budgets.reserve("p", interval=SECOND, now=now, by=now)
        again = await store.budgets.reserve("p", interval=SECOND, now=now, by=now)
        assert (slot, again) == (now, now + SECOND)
        now = clock.advance(seconds=1)


async def test_a_stream_is_forgotten_once_it_has_rested(store: Store, clock: StillClock) -> None:
    now = clock.now()
    await store.budgets.reserve("p", interval=2 * SECOND, now=now)
    await store.budgets.forget_old(now=clock.advance(seconds=1))
    assert await store.budgets.reserve("p", interval=SECOND, now=now) == now + 2 * SECOND
    await store.budgets.forget_old(now=clock.advance(seconds=9))
    assert await store.budgets.reserve("p", interval=SECOND, now=now) == now


def alert(provider: str = "pixverse", trouble: str = "bad-key", admin_id: int = 1) -> Alert:
    return Alert(provider=provider, trouble=trouble, admin_id=admin_id, facts={"left": "3"})


async def test_a_trouble_is_told_once_until_it_is_over(store: Store, clock: StillClock) -> None:
    for _ in range(2):
        await store.alerts.open([alert(), alert(admin_id=2)])
    claims = await asyncio.gather(*(store.alerts.claim(now=clock.now()) for _ in range(3)))
    mine = [one for claim in claims for one in claim]
    assert sorted(mine, key=lambda one: one.admin_id) == [alert(), alert(admin_id=2)]
    for one in mine:
        await store.alerts.told(one, now=clock.now())
    clock.advance(hours=9)
    await store.alerts.open([alert()])
    assert not await store.alerts.claim(now=clock.now())
    await store.alerts.clear("pixverse", ["bad-key"])
    await store.alerts.open([alert()])
    assert await store.alerts.claim(now=clock.now()) == [alert()]


async def test_clearing_leaves_other_providers_and_other_troubles(
    store: Store, clock: StillClock
) -> None:
    kept = [alert("pixverse_web"), alert(trouble="low-balance")]
    await store.alerts.open([*kept, alert()])
    await store.alerts.clear("pixverse", ["bad-key"])
    left = await store.alerts.claim(now=clock.now())
    assert sorted(left, key=lambda one: one.trouble) == kept


async def test_what_an_admin_could_not_be_told_is_told_after_a_while(
    store: Store, clock: StillClock
) -> None:
    await store.alerts.open([alert()])
    assert await store.alerts.claim(now=clock.now())
    assert not await store.alerts.claim(now=clock.advance(seconds=59))
    assert await store.alerts.claim(now=clock.advance(seconds=1))


async def test_what_waits_in_a_chat_moves_with_it(store: Store, clock: StillClock) -> None:
    await store.waiting.put(picture(1, "old"), now=clock.now())
    for _ in range(2):
        await store.chats.move(7, -1007, now=clock.now())
    assert await store.waiting.get(chat_id=7, user_id=7, now=clock.now()) is None
    moved = await store.waiting.get(chat_id=-1007, user_id=7, now=clock.now())
    assert moved is not None
    assert moved.picture == "old"
    await store.waiting.put(picture(2, "older"), now=clock.now())
    await store.chats.move(7, -1007, now=clock.now())
    assert await store.waiting.get(chat_id=-1007, user_id=7, now=clock.now()) == moved


async def test_a_person_has_the_language_that_they_chose_last(
    store: Store, clock: StillClock
) -> None:
    far = 2**52  # ids of people have more than 32 bits
    for language in ("pl", "ru", "ru"):
        await store.people.choose(far, language, now=clock.advance(seconds=1))
    await store.people.choose(8, "zh", now=clock.now())
    for _ in range(2):
        assert [await store.people.language(one) for one in (far, 8, 9)] == ["ru", "zh", None]
    await store.people.choose(9, "en", now=clock.now())
    assert await store.people.language(9) == "en"


async def test_what_a_person_chose_outlives_the_process(address: str, clock: StillClock) -> None:
    choices = Choices(options=Options(quality="720p", audio=False), provider="apixo")
    store = await Store.open(address)
    await store.people.choose(7, "pl", now=clock.now())
    await store.people.prefer(7, choices, now=clock.now())
    await store.close()
    store = await Store.open(address)
    assert await store.people.language(7) == "pl"
    assert await store.people.choices(7) == choices
    await store.close()


async def test_what_a_person_prefers_has_nothing_to_do_with_their_language(
    store: Store, clock: StillClock
) -> None:
    assert await store.people.choices(7) is None
    for choices in (Choices(options=Options(duration_s=8)), Choices(provider="apixo"), None):
        await store.people.prefer(7, choices, now=clock.now())
        assert await store.people.choices(7) == choices
        assert await store.people.language(7) is None
    await store.people.choose(7, "pl", now=clock.now())
    await store.people.prefer(7, Choices(provider="apixo"), now=clock.now())
    assert await store.people.language(7) == "pl"
    await store.people.forget(7, now=clock.now())
    assert (await store.people.language(7), await store.people.choices(7)) == (None, None)


async def test_a_choice_that_another_process_kept_holds_here_at_once(
    postgres: str, clock: StillClock
) -> None:
    address = await emptied(postgres)
    one, other = await Store.open(address), await Store.open(address)
    assert await other.people.language(7) is None
    await one.people.choose(7, "pl", now=clock.now())
    assert await other.people.language(7) == "pl"
    for store in (one, other):
        await store.close()
