"""The pace of what the bot says, by a clock that stands still."""

import asyncio
from bisect import bisect_left
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Rank, SlowDown
from bot.telegram.api import Refusal
from bot.telegram.outflow import OVERALL, Memory, Outflow, Slots, Stream, stream_of
from storage.store import Store
from tests.still_clock import StillClock

ANN, BEA, CID, GROUP = 1, 2, 3, -5


@pytest.fixture(params=["memory", "store"])
async def slots(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Slots]:
    """What one process keeps, and what several share."""
    if request.param == "memory":
        yield Memory()
        return
    store = await Store.open(f"sqlite:///{tmp_path}/bot.db")
    yield store.budgets
    await store.close()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def outflow(slots: Slots, clock: StillClock) -> Outflow:
    return Outflow(slots, clock)


async def said(outflow: Outflow, chat_id: int, rank: Rank = Rank.OUTCOME) -> float | None:
    """Seconds that somebody who wants to speak is sent away for; None: nobody is."""
    try:
        async with outflow.turn(chat_id, rank):
            return None
    except SlowDown as error:
        return error.seconds


async def refused(outflow: Outflow, chat_id: int, rank: Rank = Rank.OUTCOME) -> None:
    """Telegram asks to be left alone for half a minute."""
    with pytest.raises(Refusal):
        async with outflow.turn(chat_id, rank):
            raise Refusal(429, retry_after_s=30)


LIMITS = {OVERALL: (30, 1), stream_of(GROUP): (20, 60), stream_of(ANN): (15, 10)}
"""So many slots within so many seconds."""


@given(st.sampled_from([*LIMITS]), st.lists(st.floats(0, 90)))
async def test_no_stream_ever_exceeds_its_limit(stream: Stream, asked: list[float]) -> None:
    memory, start = Memory(), StillClock().now()
    took: list[datetime] = []
    for at in sorted(asked):
        now = start + timedelta(seconds=at)
        slot = await memory.reserve(
            stream.name, interval=stream.interval, now=now, burst=stream.burst, by=None
        )
        took.append(slot)
    assert took == sorted(took)
    most, window_s = LIMITS[stream]
    until = [bisect_left(took, at + timedelta(seconds=window_s)) for at in took]
    assert all(end - first <= most for first, end in enumerate(until))


async def test_a_burst_is_said_at_once_and_progress_leaves_room_in_it(
    outflow: Outflow, clock: StillClock
) -> None:
    for _ in range(3):
        assert await said(outflow, ANN, Rank.PROGRESS) is None
        clock.advance(milliseconds=40)
    assert await said(outflow, ANN, Rank.PROGRESS) == 3
    for _ in range(2):
        assert await said(outflow, ANN) is None
    clock.advance(milliseconds=80)
    assert await said(outflow, BEA, Rank.PROGRESS) is None


@pytest.mark.parametrize("chat_id", [GROUP, ANN])
async def test_answers_leave_room_for_an_outcome_however_many_there_are(
    chat_id: int, clock: StillClock
) -> None:
    """Somebody asks for help just before every turn that anybody else was put off to."""
    outflow = Outflow(Memory(), clock)
    async with asyncio.TaskGroup() as everybody:
        for _ in range(300):
            everybody.create_task(said(outflow, chat_id, Rank.ANSWER))
            await asyncio.sleep(0)
            clock.advance(milliseconds=100)
        outcome = everybody.create_task(said(outflow, chat_id))
        await asyncio.sleep(0)
        clock.advance(seconds=2)
    assert outcome.result() is None


async def test_news_gives_way_to_everything_and_knows_when_to_come_again(
    outflow: Outflow, clock: StillClock
) -> None:
    assert await said(outflow, ANN, Rank.PROGRESS) is None
    assert await said(outflow, BEA, Rank.NEWS) == pytest.approx(0.04)
    clock.advance(milliseconds=40)
    assert await said(outflow, BEA, Rank.NEWS) is None
    assert await said(outflow, CID, Rank.PROGRESS) is None
    clock.advance(seconds=1)
    await refused(outflow, BEA, Rank.NEWS)
    assert await said(outflow, BEA, Rank.ANSWER) is not None


async def test_nobody_waits_long(outflow: Outflow, clock: StillClock) -> None:
    for _ in range(8):
        assert await said(outflow, GROUP) is None
        clock.advance(milliseconds=40)
    wait_s = await said(outflow, GROUP)
    assert wait_s == pytest.approx(5 - 8 * 0.04)
    assert await said(outflow, GROUP) == wait_s, "who was sent away has taken no turn"
    assert await said(outflow, ANN) is None


async def test_who_is_put_off_by_all_the_others_has_taken_no_turn_in_its_chat(
    slots: Slots, outflow: Outflow, clock: StillClock
) -> None:
    await slots.pause(OVERALL.name, until=clock.now() + timedelta(seconds=3), now=clock.now())
    for _ in range(20):
        assert await said(outflow, GROUP) is not None
    clock.advance(seconds=3)
    assert await said(outflow, GROUP, Rank.ANSWER) is None


async def test_a_chat_that_refuses_is_left_alone_and_no_other(
    outflow: Outflow, clock: StillClock
) -> None:
    await refused(outflow, ANN)
    assert await said(outflow, ANN) == 30
    assert await said(outflow, BEA) is None
    clock.advance(seconds=30)
    assert await said(outflow, ANN) is None


async def test_a_second_chat_that_refuses_stops_everything(
    outflow: Outflow, clock: StillClock
) -> None:
    await refused(outflow, ANN)
    clock.advance(seconds=10)
    await refused(outflow, BEA)
    assert await said(outflow, CID) == 30
    clock.advance(seconds=30)
    assert await said(outflow, CID) is None


async def test_one_chat_that_refuses_twice_stops_nothing_else(outflow: Outflow) -> None:
    await refused(outflow, ANN, Rank.PROGRESS)
    await refused(outflow, ANN)
    assert await said(outflow, BEA) is None


async def test_progress_that_is_refused_holds_up_no_video(outflow: Outflow) -> None:
    await refused(outflow, ANN, Rank.PROGRESS)
    assert await said(outflow, ANN) is None


async def test_progress_that_is_refused_in_two_chats_holds_up_nobody(outflow: Outflow) -> None:
    await refused(outflow, ANN, Rank.PROGRESS)
    await refused(outflow, BEA, Rank.PROGRESS)
    assert await said(outflow, CID) is None
    await refused(outflow, CID)
    assert await said(outflow, GROUP) is None


async def test_several_processes_keep_the_limits_together(slots: Slots, clock: StillClock) -> None:
    processes = [Outflow(slots, clock) for _ in range(2)]
    for number in range(8):
        assert await said(processes[number % 2], GROUP) is None
        clock.advance(milliseconds=40)
    assert await said(processes[0], GROUP) is not None
    assert await said(processes[1], GROUP) is not None


async def test_memory_keeps_only_streams_that_have_not_rested() -> None:
    memory, now = Memory(), StillClock().now()
    for number in range(3000):
        moment = now + timedelta(seconds=number)
        await memory.reserve(
            f"chat/{number}", interval=timedelta(seconds=1), now=moment, burst=5, by=None
        )
    assert len(memory._rested_at) < 1100
