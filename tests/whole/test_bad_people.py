"""People who mean the bot, or its other users, no good."""

import asyncio

import pytest

from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.people import User
from tests.whole.conftest import Stage, refused
from tests.whole.holding import HoldAt
from tests.whole.pictures import picture
from tests.whole.presses import press_data
from tests.whole.process import living, says_nothing


@pytest.mark.tried("a flood of messages from one person", times=2000)
async def test_a_flood_keeps_nobody_else_waiting(stage: Stage) -> None:
    """The flooder's handler stands still meanwhile: two thousand wait, and the other is served."""
    eve = stage.person(666, "Eve")
    hold = HoldAt(stage.chat(eve), carried_out=False)
    stage.api.faults.add("sendMessage", hold, times=None)
    async with stage.bot():
        stage.write("/start", eve)
        await hold.reached.wait()
        for number in range(2000):
            stage.write(f"/start {number}", eve)
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
        await stage.api.updates.until_confirmed()
        assert stage.chat(eve).from_bot == []


@pytest.mark.tried("a flood of messages from many people at once", times=1000)
async def test_a_newcomer_comes_before_what_is_left_of_fifty_floods(stage: Stage) -> None:
    for number in range(50):
        eve = stage.person(5000 + number, "Eve")
        for _ in range(20):
            stage.write("/help", eve)
    sent = stage.write("a wolf")
    async with stage.bot():
        card = await stage.said(stage.chat(stage.ann), "Accepted")
        said_before = [m for c in stage.api.world.chats.values() for m in c.from_bot]
    assert sent.update_id is not None
    assert card.reply_to is sent
    assert len(said_before) < 200


@pytest.mark.long
@pytest.mark.tried("an album of a thousand pictures")
async def test_an_album_of_a_thousand_pictures_is_one_question_and_keeps_nobody_waiting(
    stage: Stage,
) -> None:
    eve = stage.person(666, "Eve")
    chat, small = stage.chat(eve), picture(size=(90, 90))  # which is quickly made
    for caption, shown in [("it dawns", picture()), (None, picture()), *[(None, small)] * 998]:
        stage.api.world.send_photo(chat, eve, shown, caption=caption, media_group_id="album")
    stage.write("a wolf")
    async with stage.bot():
        await stage.video(stage.chat(stage.ann))
        question = await stage.said(chat, "What should I make from these pictures?")
        await stage.api.updates.until_confirmed()
        stage.write("/start", eve)  # is answered after all of them
        await stage.said(chat, "Send me a prompt", timeout_s=300)
        asked = [m for m in chat.from_bot if m.buttons]
        await press_data(stage, eve, question, question.buttons["Only the first"])
        await stage.video(chat)
    assert asked == [question]
    assert sorted(one.what for one in stage.videos.books.purchases) == ["img", "text"]


async def test_a_flood_of_prompts_gets_what_the_limits_allow(stage: Stage) -> None:
    eve = stage.person(666, "Eve")
    for number in range(100):
        stage.write(f"fox {number}", eve)
    async with stage.bot(user_limit_per_day=3):
        await stage.video(stage.chat(eve), count=3)
        await stage.api.updates.until_confirmed()
        await stage.settled(stage.chat(stage.ann))
    assert len(stage.videos.books.purchases) == 3


@pytest.mark.tried("one button pressed many times at once", times=100)
async def test_a_button_that_is_pressed_a_hundred_times_makes_one_job(stage: Stage) -> None:
    async with stage.bot():
        card = await failed_job(stage)
        [data] = card.buttons.values()
        presses = (press_data(stage, stage.ann, card, data) for _ in range(100))
        answers = await asyncio.gather(*presses)
        await stage.settled(stage.chat(stage.ann))
    assert sorted(answers) == ["It is on its way again."] + ["It is on its way already."] * 99
    assert len(stage.videos.books.purchases) == 2


FORGED = [
    "", "retry", "retry:", "retry:0", "retry:-1", "retry:+1", "retry: 1", "retry:1 ", "retry:1e0",
    "retry:٣", "retry:²", "retry:1\n", "retry:999999999999999999", "retry:" + "9" * 58,
    "retry:1;2", "RETRY:1", "buy:1", "cancel:999", "\0", "😀" * 16,
]  # fmt: skip


@pytest.mark.tried("buttons with forged data, or from elsewhere", times=len(FORGED) + 4)
async def test_forged_presses_do_nothing(stage: Stage) -> None:
    bob = stage.person(1002, "Bob")
    async with stage.bot():
        card = await failed_job(stage)
        for data in FORGED:
            assert "no longer works" in await press_data(stage, stage.ann, card, data)
        [data] = card.buttons.values()
        await stage.settled(stage.chat(bob))
        elsewhere = stage.chat(bob).messages[-1]
        assert "somebody else" in await press_data(stage, bob, elsewhere, data)
        assert "somebody else" in await press_data(stage, bob, card, data)
        assert "no longer works" in await press_data(stage, stage.ann, None, data)
        gone = {"chat": {"id": 1001, "type": "private"}, "message_id": 5, "date": 0}
        assert "on its way again" in await press_data(stage, stage.ann, None, data, message=gone)
        await stage.chat(stage.ann).until(
            lambda c: [m for m in c.from_bot if "could not make" in m.content.text][1:]
        )
    assert len(stage.videos.books.purchases) == 2


async def test_what_is_under_way_or_came_is_not_made_again(stage: Stage) -> None:
    stage.videos.hold()
    async with stage.bot():
        stage.write("a wolf")
        card = await stage.said(stage.chat(stage.ann), "Generating")
        assert "no longer works" in await press_data(stage, stage.ann, card, "retry:1")
        stage.videos.release()
        await stage.said(stage.chat(stage.ann), "Your video is ready")
        assert "no longer works" in await press_data(stage, stage.ann, card, "retry:1")
    assert len(stage.videos.books.purchases) == 1


@pytest.mark.tried("a try at another person's job", times=5)
async def test_nobody_sees_or_touches_anothers_job(stage: Stage) -> None:
    bob = stage.person(1002, "Bob")
    world = stage.api.world
    group = world.group(-1001, "Friends", [stage.ann, bob], supergroup=True)
    async with stage.bot(pixverse_max_running=1):
        world.send_text(group, stage.ann, "/video a secret #failed")
        card = await stage.said(group, "could not make this one")
        [data] = card.buttons.values()
        stage.videos.hold()
        stage.write("something that takes the place", stage.admin)
        await stage.said(stage.chat(stage.admin), "Generating")
        sent = world.send_text(group, stage.ann, "/video a wolf in line")
        await group.until(lambda c: [m for m in c.from_bot if m.reply_to is sent])
        assert "somebody else" in await press_data(stage, bob, card, data)
        await in_group(group, stage, bob, "/history@DemoVideoBot", "Nothing yet")
        await in_group(group, stage, bob, "/cancel@DemoVideoBot", "nothing to cancel")
        for command, answer in (("/history", "Nothing yet"), ("/cancel", "nothing to cancel")):
            await stage.command(stage.chat(bob), command, answer)
        stage.videos.release()
        await stage.video(group)
    assert "secret" not in stage.chat(bob).transcript()


async def test_who_speaks_as_a_chat_is_nobody(stage: Stage) -> None:
    """One id stands for all anonymous admins: they would share limits and history."""
    group = stage.api.world.group(-1001, "Friends", [stage.ann], supergroup=True)
    everyone = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    place = {"id": group.id, "type": "supergroup", "title": "Friends"}
    content = {
        "message_id": 900, "date": 1, "chat": place, "sender_chat": place, "from": everyone,
        "text": "/video a wolf", "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }  # fmt: skip
    async with stage.bot():
        stage.api.updates.put("message", content, chat_id=group.id)
        await stage.settled(stage.chat(stage.ann))
        await in_group(group, stage, stage.ann, "/video", "Write the prompt")
    assert len(group.from_bot) == 1


async def test_the_log_of_a_hostile_run_has_no_secret(stage: Stage) -> None:
    token, key = stage.api.token, "sandbox-key"
    prompts = [f"my pass word is {token}", "hunter2 {0} %s \x1b[31m\n", "<b>hunter2"]
    stage.api.faults.add("sendMessage", refused(400, f"Bad Request: {token} hunter2"))
    async with living(stage) as life:
        for prompt in (*prompts, "hunter2 #failed", "hunter2" * 500):
            stage.write(prompt)
        await stage.said(stage.chat(stage.ann), "Please shorten")
        await stage.settled(stage.chat(stage.ann))
        assert says_nothing(life, [token, token.split(":")[1], key, "hunter2", "\x1b", "pass word"])


async def failed_job(stage: Stage) -> Message:
    """The card of a job that gave nothing, with its button."""
    stage.write("a wolf #failed")
    card = await stage.said(stage.chat(stage.ann), "could not make this one")
    await stage.said(stage.chat(stage.ann), "No video this time")
    return card


async def in_group(group: Chat, stage: Stage, user: User, text: str, answer: str) -> None:
    """Somebody writes in a group and is answered."""
    sent = stage.api.world.send_text(group, user, text)
    await group.until(
        lambda c: [m for m in c.from_bot if m.reply_to is sent and answer in m.content.text]
    )
