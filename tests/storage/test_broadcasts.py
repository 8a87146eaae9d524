from collections.abc import Sequence
from datetime import timedelta

from storage.broadcasts import Broadcast, Result, Stage
from storage.store import Store
from tests.postgres import emptied
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, accepted, draft


async def known(store: Store, clock: StillClock, *people: int) -> None:
    """People who have used the bot in private."""
    for person in people:
        for number in (1, 2):
            origin = f"message:{person}:{number}"
            sample = draft(number, user_id=person, chat_id=person, origin=origin)
            await accepted(store, sample, now=clock.now())


async def begun(store: Store, clock: StillClock, message_id: int = 1) -> int:
    number = await store.broadcasts.ask(
        admin_id=1, message_id=message_id, language="pl", html="<b>Hi</b>", now=clock.now()
    )
    assert await store.broadcasts.start(number, line_id=5, now=clock.now())
    return number


async def claimed(store: Store, clock: StillClock, lease: str = "x") -> Broadcast:
    clock.advance(minutes=2)  # whoever had it before is gone
    found = await store.broadcasts.claim(now=clock.now(), lease=lease, until=clock.now() + LEASE)
    assert found is not None
    return found


async def told(store: Store, clock: StillClock, broadcast: Broadcast) -> Sequence[int]:
    """Who is told from here on."""
    people: list[int] = []
    last: Result | None = None
    while True:
        turn = await store.broadcasts.turn(broadcast, last=last)
        assert turn is not None
        if turn.user_id is None:
            return people
        people.append(turn.user_id)
        last = Result.SENT


async def test_everybody_who_is_known_in_private_is_told_once(
    store: Store, clock: StillClock
) -> None:
    far = 2**52
    await known(store, clock, 9, 7, far, 8, 6)
    await accepted(store, draft(1, user_id=5, chat_id=-5), now=clock.now())
    await store.standings.ban(8, now=clock.now())
    await store.forgetting.mark(6)
    assert await store.broadcasts.recipients() == 3
    await begun(store, clock)
    broadcast = await claimed(store, clock)
    assert (broadcast.total, broadcast.html, broadcast.line_id) == (3, "<b>Hi</b>", 5)
    assert await told(store, clock, broadcast) == [7, 9, far]
    after = await claimed(store, clock)
    assert (after.sent, after.blocked, after.failed) == (3, 0, 0)
    await store.broadcasts.close(after)
    assert await store.broadcasts.claim(now=clock.now(), lease="y", until=clock.now()) is None


async def test_it_goes_on_after_whoever_s_turn_it_was(address: str, clock: StillClock) -> None:
    store = await Store.open(address)
    await known(store, clock, 7, 8, 9)
    await begun(store, clock)
    first = await claimed(store, clock)
    for person, last in ((7, None), (8, Result.BLOCKED)):
        turn = await store.broadcasts.turn(first, last=last)
        assert turn is not None
        assert turn.user_id == person
    await store.close()  # nobody knows whether 8 was told
    clock.advance(minutes=2)
    store = await Store.open(address)
    second = await claimed(store, clock, "y")
    assert (second.sent, second.blocked) == (0, 1)
    assert await store.broadcasts.turn(first, last=Result.SENT) is None
    assert await told(store, clock, second) == [9]
    await store.close()


async def test_one_process_carries_it_out(postgres: str, clock: StillClock) -> None:
    store = await Store.open(await emptied(postgres))
    await known(store, clock, 7)
    await begun(store, clock)
    await claimed(store, clock)
    now = clock.now()
    assert await store.broadcasts.claim(now=now, lease="y", until=now + LEASE) is None
    clock.advance(minutes=2)
    await claimed(store, clock, "y")
    await store.close()


async def test_it_begins_once_and_only_when_it_was_confirmed(
    store: Store, clock: StillClock
) -> None:
    await known(store, clock, 7, 8)
    now = clock.now()
    number, again = [
        await store.broadcasts.ask(admin_id=1, message_id=1, language=None, html="Hi", now=now)
        for _ in range(2)
    ]
    assert number == again
    assert await store.broadcasts.claim(now=now, lease="x", until=now + LEASE) is None
    begins = [await store.broadcasts.start(number, line_id=line, now=now) for line in (5, 6)]
    assert begins == [True, True]
    assert not await store.broadcasts.drop(number)
    stopped = await claimed(store, clock)
    assert stopped.line_id == 5
    assert [await store.broadcasts.stop(number) for _ in range(2)] == [True, False]
    assert await told(store, clock, stopped) == []
    assert (await claimed(store, clock)).state is Stage.STOPPED
    other = await store.broadcasts.ask(admin_id=1, message_id=2, language=None, html="Hi", now=now)
    assert [await store.broadcasts.drop(other) for _ in range(2)] == [True, True]
    assert not await store.broadcasts.start(other, line_id=5, now=now)
    old = await store.broadcasts.ask(admin_id=1, message_id=3, language=None, html="Hi", now=now)
    later = clock.now() + timedelta(days=1, seconds=1)
    assert not await store.broadcasts.start(old, line_id=5, now=later)
    await store.broadcasts.forget_old(now=later)
    assert not await store.broadcasts.drop(old)
    assert (await claimed(store, clock)).id == number


async def test_an_old_button_never_sends_another_one(store: Store, clock: StillClock) -> None:
    now = clock.now()
    old = await store.broadcasts.ask(admin_id=1, message_id=1, language=None, html="Hi", now=now)
    later = clock.advance(days=2)
    await store.broadcasts.forget_old(now=later)  # its question still stands in the chat
    for message_id in (2, 3):
        await store.broadcasts.ask(
            admin_id=1, message_id=message_id, language=None, html="Bye", now=later
        )
    assert not await store.broadcasts.start(old, line_id=5, now=later)
