"""Every fault of Telegram on the calls by which the bot answers people."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest

from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.inline import Offer
from bot.demo.botapi.people import User
from bot.demo.faults import Effect
from bot.demo.patience import PATIENCE_S
from tests.fast_clock import FastClock
from tests.whole.conftest import Stage
from tests.whole.finished import finished
from tests.whole.presses import press
from tests.whole.troubles import CLOCK, FAULTS, OF_PEOPLE, QUICK, TRIED, Met

WOLVES = [f"wolf {number}" for number in range(7)]


@pytest.mark.tried(TRIED, times=len(FAULTS) * len(OF_PEOPLE))
async def test_whoever_asks_is_answered_in_the_end_and_nothing_is_bought_twice(
    stage: Stage,
) -> None:
    stage.patience = QUICK
    people = bea, cid, dan, eve = [stage.person(2000 + n, f"P{n}") for n in range(4)]
    wolves = [await finished(stage, WOLVES, user=person) for person in people]
    async with stage.bot(FastClock(CLOCK), status_poll_seconds=2):
        await presses_are_answered(stage)
        reels = await reels_of(stage, cid)
        await asyncio.gather(
            pages_turn(stage, bea),
            reels_turn(stage, cid, reels),
            words_are_answered(stage, dan),
            videos_are_shown(stage, eve, f"/show {wolves[-1][0]}"),
        )
    assert {rule.met for rule in stage.api.faults.rules} == {1}
    assert len(stage.videos.books.purchases) == 2


def spoilt(stage: Stage, method: str, effect: Effect) -> Met:
    """The next call of this method meets this."""
    met = Met(effect)
    stage.api.faults.add(method, met)
    return met


async def presses_are_answered(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    stage.write("a wolf #failed")
    card = await stage.said(chat, "could not make this one")
    await press(stage, card, "Try again", stage.ann)
    for effect in FAULTS.values():
        spoilt(stage, "answerCallbackQuery", effect())
        assert await press(stage, card, "Try again", stage.ann)
        await stage.settled(chat)


async def pages_turn(stage: Stage, person: User) -> None:
    chat = stage.chat(person)
    pages = [await stage.command(chat, "/history", "Your last videos") for _ in FAULTS]
    for page, effect in zip(pages, FAULTS.values(), strict=True):
        spoilt(stage, "editMessageText", effect())
        await press(stage, page, "▶", person)
        assert "wolf 0" in page.content.text


async def reels_of(stage: Stage, person: User) -> Sequence[Message]:
    """Enough of them, all at the newest."""
    chat = stage.chat(person)
    page = await stage.command(chat, "/history", "Your last videos")
    for _ in FAULTS:
        await press(stage, page, "One by one", person)
    return videos(chat)


async def reels_turn(stage: Stage, person: User, reels: Sequence[Message]) -> None:
    """Where nobody knows whether the video was changed, it is changed again."""
    for reel, effect in zip(reels, FAULTS.values(), strict=True):
        spoilt(stage, "editMessageMedia", effect())
        await press(stage, reel, "▶", person)
        assert (reel.caption or "").endswith("wolf 5")


async def videos_are_shown(stage: Stage, person: User, command: str) -> None:
    """Perhaps once more where Telegram's answer was lost, for that is no outcome of a job."""
    chat = stage.chat(person)
    for effect in FAULTS.values():
        before = len(videos(chat))
        spoilt(stage, "sendVideo", effect())
        stage.api.world.send_text(chat, person, command)
        await stage.settled(chat)
        assert len(videos(chat)) > before


async def words_are_answered(stage: Stage, person: User) -> None:
    """Nothing is said again to whoever types: their next letter asks again."""
    chat, world = stage.chat(person), stage.api.world
    for number, effect in enumerate(FAULTS.values()):
        met = spoilt(stage, "answerInlineQuery", effect())
        lost = asyncio.create_task(world.ask_inline(chat, person, "w" + " " * number))
        async with asyncio.timeout(PATIENCE_S):
            await met.all.wait()
        assert (await typed(stage, person, "wolf 5" + " " * number)).titles == ["wolf 5"]
        lost.cancel()


async def typed(stage: Stage, person: User, words: str) -> Offer:
    """What is offered in the end to somebody who types and types."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            with suppress(TimeoutError):
                return await stage.api.world.ask_inline(
                    stage.chat(person), person, words, timeout_s=2
                )
            words += " "


def videos(chat: Chat) -> Sequence[Message]:
    return [message for message in chat.from_bot if message.video]
