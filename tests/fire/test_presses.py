"""kill -9 just after a press has changed a job on its way, or sent a broadcast."""

import asyncio
import signal

import pytest

from tests.fire import commits
from tests.fire.chain import READY, live_through, send
from tests.fire.commits import visited
from tests.whole.albums import frames
from tests.whole.albums import send as send_album
from tests.whole.broadcasts import SENT, asked, heard, known
from tests.whole.conftest import Stage
from tests.whole.holding import HoldAt
from tests.whole.process import Life, living


async def killed_after(stage: Stage, place: str, card: str, button: str) -> None:
    """Ann presses this button of a card that says this; that is committed, and nothing more."""
    journal, chat = stage.folder / "journal", stage.chat(stage.ann)

    async def press() -> None:
        await chat.until(lambda c: any(card in one.content.text for one in c.from_bot))
        [shown] = chat.from_bot
        [data] = [data for text, data in shown.buttons.items() if button in text]
        await stage.api.world.press(chat, stage.ann, shown.id, data)

    def born() -> Life:
        if visited(journal):
            stage.videos.release()
        return Life(stage, main=commits.main, main_args=(journal, "after", [place]))

    stage.videos.hold()
    pressed = asyncio.create_task(press())
    assert await live_through(stage, born) == 1
    pressed.cancel()
    assert visited(journal) == [place]
    assert len(stage.videos.books.purchases) == 1


@pytest.mark.tried("kill -9 after the commit of a press")
async def test_pictures_that_were_turned_around_stay_so(stage: Stage) -> None:
    send_album(stage, ("it dawns", None))
    await killed_after(stage, "Jobs.change_request (queued)", "first picture", "other way round")
    assert frames(stage) == ["large", "small"]
    [video] = stage.chat(stage.ann).from_bot[:1]
    assert video.video


@pytest.mark.tried("kill -9 after the commit of a press")
async def test_what_was_hidden_is_not_shown(stage: Stage) -> None:
    send(stage, "text")
    await killed_after(stage, "Cancelling.hide (generating)", "Generating", "Cancel")
    [card] = stage.chat(stage.ann).from_bot
    assert not card.video
    assert READY not in card.content.text


async def test_a_broadcast_goes_on_and_nobody_gets_it_twice(stage: Stage) -> None:
    chats = await known(stage, 2001, 2002, 2003)
    journal, admin = stage.folder / "journal", stage.chat(stage.admin)
    places = ["Broadcasts.start (closed)", "Broadcasts.turn (closed)"]

    def born() -> Life:
        return Life(stage, main=commits.main, main_args=(journal, "after", places))

    first = born()
    question = await asked(stage)
    [data] = [data for text, data in question.buttons.items() if "Send to" in text]
    sent = stage.api.world.press(admin, stage.admin, question.id, data)
    answer = asyncio.create_task(sent)
    assert await first.end() == await born().end() == -signal.SIGKILL
    assert visited(journal) == places
    last = HoldAt(chats[-1])
    stage.api.faults.add("sendMessage", last, times=None)
    async with living(stage):
        assert (await answer).text == "Done."  # it is not over yet
        last.release()
        await stage.said(admin, f"{SENT}2, blocked the bot: 0, failed: 0.")
    assert [heard(chat) for chat in chats] == [0, 1, 1]
