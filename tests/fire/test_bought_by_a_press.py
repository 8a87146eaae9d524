"""kill -9 around the commit that accepts what a press asks for: it is bought once."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.demo.botapi.chats import Message
from tests.fire import commits
from tests.fire.commits import When, visited
from tests.whole.conftest import Stage
from tests.whole.pictures import picture
from tests.whole.process import Life, living

ACCEPTED = "Admission.accept (queued)"


async def made(stage: Stage) -> Message:
    """A finished video."""
    stage.write("a wolf")
    video = await stage.video(stage.chat(stage.ann))
    await stage.said(stage.chat(stage.ann), "Your video is ready")
    return video


async def failed(stage: Stage) -> Message:
    """The card of a job that failed."""
    stage.write("a wolf #failed")
    return await stage.said(stage.chat(stage.ann), "could not make this one")


async def reworded(stage: Stage) -> Message:
    """What is said of an edit that comes after the video."""
    prompt = stage.write("a wolf")
    await stage.video(stage.chat(stage.ann))
    stage.api.world.edit_text(prompt, "two wolves")
    return await stage.said(stage.chat(stage.ann), "earlier words")


async def asked_of(stage: Stage) -> Message:
    """The question what to make of three pictures."""
    chat = stage.chat(stage.ann)
    for width in (320, 330, 340):
        sent = picture(size=(width, 240))
        stage.api.world.send_photo(chat, stage.ann, sent, caption="a wolf", media_group_id="three")
    return await stage.said(chat, "What should I make from these pictures?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """A press that buys: how it comes to the button, and what is bought and shown in the end."""

    begin: Callable[[Stage], Awaitable[Message]]
    button: str
    bought: tuple[str, ...]
    videos: int


GESTURES = {
    "again": Gesture(begin=made, button="Again", bought=("text", "text"), videos=2),
    "try again": Gesture(begin=failed, button="Try again", bought=("text", "text"), videos=0),
    "new words": Gesture(begin=reworded, button="new words", bought=("text", "text"), videos=2),
    "first to last": Gesture(
        begin=asked_of, button="From the first", bought=("transition",), videos=1
    ),
    "each": Gesture(begin=asked_of, button="A video from each", bought=("img",) * 3, videos=3),
}


@pytest.mark.tried("kill -9 around the commit of a press that buys")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", GESTURES)
async def test_what_a_press_asks_for_is_bought_once(stage: Stage, name: str, when: When) -> None:
    gesture, chat = GESTURES[name], stage.chat(stage.ann)
    journal = stage.folder / "journal"
    async with living(stage):
        message = await gesture.begin(stage)
        await stage.settled(chat)
    [data] = [data for text, data in message.buttons.items() if gesture.button in text]
    press = asyncio.create_task(stage.api.world.press(chat, stage.ann, message.id, data))
    killed = Life(stage, main=commits.main, main_args=(journal, when, [ACCEPTED]))
    assert await killed.end() == -signal.SIGKILL, killed.log
    assert visited(journal) == [ACCEPTED]
    async with living(stage):
        await chat.until(lambda _: all_is_done(stage, gesture))
        await stage.settled(chat)
    press.cancel()
    assert [one.what for one in stage.videos.books.purchases] == list(gesture.bought)
    assert len([shown for shown in chat.from_bot if shown.video]) == gesture.videos


def all_is_done(stage: Stage, gesture: Gesture) -> bool:
    """Whether everything was bought, and every video of it is shown, or its failure told."""
    shown = stage.chat(stage.ann).from_bot
    videos = len([one for one in shown if one.video])
    failures = len([one for one in shown if "could not make this one" in one.content.text])
    return videos + failures >= len(gesture.bought)
