"""The bot keeps Telegram's limits by itself."""

import asyncio
from bisect import bisect_left
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.demo.botapi.limits import Limits
from bot.demo.botapi.server import Call
from tests.fast_clock import FastClock
from tests.whole.conftest import Stage, refused, staged

FLOOD = Limits(per_second=30, private_per_second=1, burst=6, group_per_minute=20)
MANY: dict[str, Any] = {"user_limit_active": 99, "user_limit_per_minute": 99}
PEOPLE = 12


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage whose Telegram has flood limits."""
    async with staged(tmp_path, limits=FLOOD) as stage:
        yield stage


def spoken(stage: Stage) -> list[Call]:
    """The calls that put something into a chat, in their order."""
    speaking = {"send", "edit"}
    calls = (
        call
        for call in stage.api.calls
        if call.method[:4] in speaking and call.method != "sendChatAction"
    )
    return sorted(calls, key=lambda call: call.at)


def most_within(calls: list[Call], seconds: float) -> int:
    """The most calls that began within so many seconds."""
    times = [call.at for call in calls]
    return max(bisect_left(times, at + seconds) - first for first, at in enumerate(times))


async def test_a_busy_bot_is_never_told_to_slow_down(strict: Stage) -> None:
    people = [strict.person(2000 + number, f"P{number}") for number in range(PEOPLE)]
    group = strict.api.world.group(-1001, "Group", people)
    async with strict.bot(**MANY):
        for number in range(2):
            for person in people:
                strict.write(f"wolf {number}", person)
        for person in people[:3]:
            strict.api.world.send_text(group, person, "/video a fox")
        chats = [strict.chat(person) for person in people]
        videos = (strict.video(chat, count=2) for chat in chats)
        await asyncio.gather(*videos, strict.video(group, count=3))
    assert {call.status for call in spoken(strict)} == {200}
    assert most_within(spoken(strict), 1) <= 30
    assert len(strict.videos.books.purchases) == 2 * PEOPLE + 3


async def test_progress_is_thinned_out_before_a_video_waits(strict: Stage) -> None:
    """One person's four jobs want sixteen messages at once; what is left out is progress."""
    chat = strict.chat(strict.ann)
    async with strict.bot(**MANY):
        for number in range(4):
            strict.write(f"wolf {number}")
        await strict.video(chat, count=4)
    assert {call.status for call in spoken(strict)} == {200}
    assert len(strict.api.calls_of("editMessageMedia")) == 4
    assert len(strict.api.calls_of("editMessageText")) <= 1


async def test_an_answer_that_waits_for_its_group_holds_nobody_up_elsewhere(stage: Stage) -> None:
    group = stage.api.world.group(-1001, "Group", [stage.ann])
    wait = refused(429, "Too Many Requests: retry after 600", retry_after=600)
    stage.api.faults.add("sendMessage", wait)
    async with stage.bot():
        stage.api.world.send_text(group, stage.ann, "/help@DemoVideoBot")
        await stage.api.until_called("sendMessage")
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))


async def test_a_ping_that_has_to_wait_comes_later_and_once(stage: Stage) -> None:
    """In a group the video often takes the last turn for five seconds."""
    chat, ready = stage.chat(stage.ann), "Your video is ready"
    wait = refused(429, "Too Many Requests: retry after 300", retry_after=300)
    stage.api.faults.add("sendMessage", wait, skip=1)
    async with stage.bot():
        stage.write("a wolf")
        await stage.video(chat)
        await stage.api.until_called("sendMessage", times=2)
    assert ready not in chat.transcript()
    async with stage.bot(FastClock(200)):
        await stage.said(chat, ready)
        await stage.settled(chat)
    assert chat.transcript().count(ready) == 1
