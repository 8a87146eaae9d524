"""What admins tell everybody: once each, in its own format, and in nobody's way."""

import re
from pathlib import Path

from bot.demo.botapi.chats import Content
from bot.demo.botapi.entities import Entity
from bot.demo.botapi.limits import Limits
from bot.worker.herald import PACE
from tests.fast_clock import FastClock
from tests.whole.broadcasts import NEWS, SENT, asked, heard, known
from tests.whole.conftest import Stage, refused, staged
from tests.whole.holding import HoldAt
from tests.whole.presses import press


async def test_everybody_gets_it_as_it_was_written(stage: Stage) -> None:
    ann, bea, cid = await known(stage, 2001, 2002, 2003)
    admin = stage.chat(stage.admin)
    assert bea.user is not None
    stage.api.world.block(bea.user)
    async with stage.bot():
        await stage.command(admin, "/broadcast", "Write your text after /broadcast")
        await stage.command(admin, f"/ban {cid.id}", "is banned")
        text = f"/broadcast {NEWS}"
        bold = Entity(type="bold", offset=0, length=len(text))  # the command, too
        written = Content(text=text, entities=(bold,))
        stage.api.world.tell(stage.api.world.post(admin, stage.admin, written))
        question = await stage.said(admin, "will get this message, once")
        assert heard(admin) == 1
        assert (heard(ann), heard(bea)) == (0, 0)
        assert await press(stage, question, "📣 Send to 2 people", stage.admin) == "Done."
        await stage.said(admin, f"{SENT}1, blocked the bot: 1, failed: 0.")
        assert question.buttons == {}
        answered = stage.api.world.send_text(admin, stage.admin, "Good <night>")
        stage.api.world.send_text(admin, stage.admin, "/broadcast", reply_to=answered)
        second = await stage.said(admin, "will get this message, once")
        assert await press(stage, second, "Do not send", stage.admin) == "Done."
        await stage.said(admin, "Nothing was sent.")
    assert second.buttons == {}
    assert [(message.text, message.marked("bold")) for message in ann.from_bot] == [(NEWS, [NEWS])]
    assert cid.from_bot == []


async def test_an_outage_leaves_out_one_person_at_most(stage: Stage) -> None:
    chats = await known(stage, *range(2001, 2005))
    down = refused(500, "Internal Server Error")
    async with stage.bot(FastClock(20)):
        question = await asked(stage)
        for method, skip in (("sendMessage", 1), ("editMessageText", 1)):
            stage.api.faults.add(method, down, times=3, skip=skip)
        await press(stage, question, "📣 Send to 4 people", stage.admin)
        await stage.api.until_called("editMessageText", times=4)
        assert [heard(chat) for chat in chats] == [1, 0, 0, 0]
        stage.api.faults.clear()
        await stage.said(stage.chat(stage.admin), f"{SENT}3, blocked the bot: 0, failed: 1.")
    assert [heard(chat) for chat in chats] == [1, 0, 1, 1]


async def test_nobody_gets_it_twice_over_a_restart_and_it_can_be_stopped(stage: Stage) -> None:
    chats = await known(stage, *range(2001, 2006))
    admin = stage.chat(stage.admin)
    hold = HoldAt(chats[1])
    async with stage.bot():
        question = await asked(stage)
        stage.api.faults.add("sendMessage", hold, times=None)
        await press(stage, question, "📣 Send to 5 people", stage.admin)
        await hold.reached.wait()
        await stage.said(admin, "Sending: 0 of 5.")
    hold.release()
    stage.api.faults.clear()
    hold = HoldAt(chats[3])
    stage.api.faults.add("sendMessage", hold, times=None)
    async with stage.bot():
        await hold.reached.wait()
        [stop] = question.buttons
        assert await press(stage, question, stop, stage.admin) == "Done."
        hold.release()
        await stage.said(admin, "The broadcast is stopped. Sent: 3, blocked the bot: 0, failed: 0.")
    assert [heard(chat) for chat in chats] == [1, 1, 1, 1, 0]


async def test_a_video_does_not_wait_behind_it(tmp_path: Path) -> None:
    limits = Limits(per_second=30, private_per_second=1, burst=6)
    async with staged(tmp_path, limits=limits) as stage:
        chats = await known(stage, *range(2001, 2061))
        admin = stage.chat(stage.admin)
        async with stage.bot():
            question = await asked(stage)
            await press(stage, question, "📣 Send to 60 people", stage.admin)
            stage.write("a wolf")
            await stage.video(stage.chat(stage.ann))
            assert not all(heard(chat) for chat in chats)
            await stage.said(admin, f"{SENT}60,")
        assert [heard(chat) for chat in chats] == [1] * 60
        assert any(re.match("📣 Sending: [1-9]", one.text) for one in question.history)
        people = {chat.id for chat in chats}
        told = [
            call.at
            for call in stage.api.calls_of("sendMessage")
            if call.params["chat_id"] in people
        ]
        assert told[-1] - told[0] >= 59 * PACE.total_seconds() - 0.1
        assert {call.status for call in stage.api.calls if call.method[:4] == "send"} == {200}
