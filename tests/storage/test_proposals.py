"""Requests that wait for a person's word."""

from dataclasses import replace
from datetime import timedelta

from storage.jobs import Options, Request
from storage.proposals import KEPT, Proposal
from storage.store import Store
from tests.still_clock import StillClock

REQUEST = Request(prompt='"it" <dawns>', pictures=("p",), options=Options(seed=7))


def proposal(clock: StillClock, message_id: int = 5, user_id: int = 7) -> Proposal:
    return Proposal(
        chat_id=7, message_id=message_id, user_id=user_id, request=REQUEST, made_at=clock.now()
    )


async def test_the_latest_of_a_message_waits_and_is_taken_once(
    store: Store, clock: StillClock
) -> None:
    first = proposal(clock)
    await store.proposals.put(first)
    assert await store.proposals.get(chat_id=7, message_id=5) == first
    latest = replace(first, request=Request(prompt="it rains"), thread_id=3)
    await store.proposals.put(latest)
    assert await store.proposals.get(chat_id=7, message_id=6) is None
    taken = [await store.proposals.take(chat_id=7, message_id=5) for _ in range(2)]
    assert taken == [latest, None]


async def test_a_chats_albums_that_wait_for_a_choice_are_known(
    store: Store, clock: StillClock
) -> None:
    asked = replace(proposal(clock, 1), album_id="a")
    picture = replace(asked, message_id=2, request=replace(REQUEST, prompt=""))
    elsewhere = replace(asked, chat_id=8)
    for one in (asked, picture, elsewhere, proposal(clock, 3)):
        await store.proposals.put(one)
    assert await store.proposals.asked_in(7) == [asked]


async def test_what_nobody_answers_is_forgotten_and_a_persons_with_the_person(
    store: Store, clock: StillClock
) -> None:
    async def left() -> list[int]:
        kept = [await store.proposals.get(chat_id=7, message_id=number) for number in range(9)]
        return [one.message_id for one in kept if one]

    await store.proposals.put(proposal(clock, 1))
    clock.advance(seconds=KEPT.total_seconds() - 1)
    for message_id, user_id in ((2, 7), (3, 8)):
        await store.proposals.put(proposal(clock, message_id, user_id))
    await store.proposals.forget_old(now=clock.now())
    assert await left() == [1, 2, 3]
    await store.proposals.forget_old(now=clock.now() + timedelta(seconds=1))
    assert await left() == [2, 3]
    await store.forgetting.mark(7)
    assert await left() == [3]
