"""What is forgotten is nowhere any more, and what is under way comes all the same."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.people import User
from bot.intake.presses import forget_press
from tests.fire import commits
from tests.fire.commits import When, visited
from tests.postgres import emptied
from tests.whole.conftest import Stage
from tests.whole.pictures import picture
from tests.whole.presses import press_data
from tests.whole.process import Life, living, says_nothing
from tests.whole.remembering import SECRET, later, remembered, until_forgotten

ASK = "Shall I forget you?"


async def asked(stage: Stage, user: User | None = None) -> Message:
    """The question that /forget brings."""
    return await stage.command(stage.chat(user or stage.ann), "/forget", ASK)


async def confirm(stage: Stage, question: Message) -> str:
    [data] = question.buttons.values()
    answer = await stage.api.world.press(question.chat, stage.ann, question.id, data)
    return answer.text or ""


async def forget(stage: Stage) -> Message:
    """Ann is forgotten; gives the message that asked her and says so now."""
    question = await asked(stage)
    assert await confirm(stage, question) == "Done."
    assert "You are forgotten." in question.content.text
    assert question.buttons == {}
    return question


async def test_after_forget_no_word_and_no_address_is_left_in_the_file(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        stage.write(SECRET)
        await stage.said(chat, "Your video is ready")
        stage.api.world.send_photo(chat, stage.ann, picture(), caption=f"{SECRET} #failed")
        await stage.said(chat, "could not make this one")
        await stage.said(chat, "No video this time")
        stage.api.world.send_photo(chat, stage.ann, picture())
        await stage.said(chat, "What should happen in it?")
        assert remembered(stage)
        assert remembered(stage, stage.videos.url)
        assert stage.api.calls_of("getFile")
        question = await forget(stage)
        assert "Nothing of yours is on its way." in question.content.text
        pictures = [call.params["file_id"] for call in stage.api.calls_of("getFile")]
        for words in (SECRET, stage.videos.url, *pictures):
            assert not remembered(stage, words), words
        await stage.command(chat, "/history", "Nothing yet")
        await stage.command(chat, "/cancel", "There is nothing to cancel")


async def test_what_is_under_way_comes_and_is_forgotten_then(stage: Stage) -> None:
    stage.videos.hold()
    chat = stage.chat(stage.ann)
    async with stage.bot(pixverse_max_running=1):
        stage.write(SECRET)
        await stage.said(chat, "Generating")
        stage.write(f"{SECRET} again")
        await stage.said(chat, "In line")
        question = await forget(stage)
        assert "2 of your videos are still on their way" in question.content.text
        stage.videos.release()
        shown = await stage.video(chat, count=2)
        assert shown.caption == f"{SECRET} again"
        await chat.until(lambda c: c.transcript().count("Your video is ready") == 2)
        await stage.command(chat, "/history", "Nothing yet")
    assert len(stage.videos.books.purchases) == 2
    async with stage.bot():  # what the log still had is gone with the next clearance
        await stage.settled(chat)
        await until_forgotten(stage)


async def test_what_is_under_way_can_still_be_taken_back_or_hidden(stage: Stage) -> None:
    stage.videos.hold()
    chat = stage.chat(stage.ann)
    async with stage.bot(pixverse_max_running=1):
        stage.write("a wolf")
        made = await stage.said(chat, "Generating")
        stage.write("a fox")
        in_line = await stage.said(chat, "In line")
        assert "is hidden" in await confirm(stage, made)
        await chat.until(lambda _: "a button here will show it" in made.content.text)
        question = await forget(stage)
        assert "One of your videos is still on its way" in question.content.text
        assert "Cancelled" in await confirm(stage, in_line)
        assert "will be shown" in await confirm(stage, made)
        await chat.until(lambda _: "Generating" in made.content.text)
        assert "is hidden" in await confirm(stage, made)
        await chat.until(lambda _: "it will be forgotten, too" in made.content.text)
        stage.videos.release()
        await chat.until(lambda _: "was made, and is forgotten" in made.content.text)
        assert made.buttons == in_line.buttons == {}
    assert len(stage.videos.books.purchases) == 1
    assert "is ready" not in chat.transcript()


async def test_forgetting_resets_no_limit(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot(user_limit_per_day=1):
        stage.write(SECRET)
        await stage.said(chat, "Your video is ready")
        await forget(stage)
        stage.write("a fox")
        await stage.said(chat, "One video a day is the limit")
    async with stage.bot(later(hours=25), user_limit_per_day=1):
        stage.write("a bear")
        assert (await stage.video(chat, count=2)).caption == "a bear"


async def test_a_button_of_a_forgotten_job_is_too_old(stage: Stage) -> None:
    async with stage.bot():
        stage.write(f"{SECRET} #failed")
        card = await stage.said(stage.chat(stage.ann), "could not make this one")
        await stage.said(stage.chat(stage.ann), "No video this time")
        await forget(stage)
        assert "no longer works" in await confirm(stage, card)
    assert len(stage.videos.books.purchases) == 1


async def test_what_fails_after_forget_has_no_button_that_would_not_work(stage: Stage) -> None:
    stage.videos.hold()
    async with stage.bot():
        stage.write(f"{SECRET} #failed")
        await stage.said(stage.chat(stage.ann), "Generating")
        await forget(stage)
        stage.videos.release()
        card = await stage.said(stage.chat(stage.ann), "could not make this one")
    assert card.buttons == {}


async def test_a_language_that_was_chosen_is_forgotten_too(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        asked_for = await stage.command(chat, "/language", "Which language")
        await press_data(stage, stage.ann, asked_for, "language:pl")
        question = await stage.command(chat, "/forget", "Czy mam o tobie zapomnieć?")
        [data] = question.buttons.values()
        assert await press_data(stage, stage.ann, question, data) == "Gotowe."
        await asked(stage)


async def test_pressing_twice_changes_nothing(stage: Stage) -> None:
    async with stage.bot():
        question = await asked(stage)
        [data] = question.buttons.values()
        presses = [press_data(stage, stage.ann, question, data) for _ in range(2)]
        assert await asyncio.gather(*presses) == ["Done."] * 2
        stage.write("a fox")
        assert (await stage.video(stage.chat(stage.ann))).caption == "a fox"


async def test_nobody_presses_for_somebody_else(stage: Stage) -> None:
    bea = stage.person(1002, "Bea")
    async with stage.bot():
        stage.write(SECRET)
        await stage.said(stage.chat(stage.ann), "Your video is ready")
        question = await asked(stage)
        [data] = question.buttons.values()
        assert "somebody else" in await press_data(stage, bea, question, data)
        await stage.command(stage.chat(stage.ann), "/history", SECRET)


async def test_an_old_or_made_up_button_forgets_nothing(stage: Stage) -> None:
    now = SystemClock().now()
    async with stage.bot():
        stage.write(SECRET)
        await stage.said(stage.chat(stage.ann), "Your video is ready")
        question = await asked(stage)
        for data in (
            forget_press(1001, at=now - timedelta(days=2)),
            forget_press(1001, at=now + timedelta(days=2)),
            "forget:1001:", "forget:1001:99999999999", "forget:-1:5", "forget:1:2:3", "forget:",
        ):  # fmt: skip
            assert "too old" in await press_data(stage, stage.ann, question, data)
        await stage.command(stage.chat(stage.ann), "/history", SECRET)


async def test_in_a_group_it_only_says_where_and_forgets_what_was_said_there(stage: Stage) -> None:
    group: Chat = stage.api.world.group(-1001, "Friends", [stage.ann, stage.admin])
    world = stage.api.world
    async with stage.bot():
        world.send_text(group, stage.ann, f"/video {SECRET}")
        world.send_text(group, stage.admin, "/video a fox")
        await group.until(lambda c: c.transcript().count("Your video is ready") == 2)
        world.send_text(group, stage.ann, "/forget@DemoVideoBot")
        await group.until(lambda c: [m for m in c.from_bot if "in private" in m.content.text])
        await forget(stage)
        assert not remembered(stage)
        assert remembered(stage, "a fox")


async def test_the_log_does_not_tell_who_people_are(stage: Stage) -> None:
    zoe = stage.person(5_550_001_234, "Zoe", last_name="Zoom", username="zoezoom")
    chat = stage.chat(zoe)
    async with living(stage) as life:
        stage.write(f"{SECRET} #failed", zoe)
        await stage.said(chat, "No video this time")
        question = await asked(stage, zoe)
        [data] = question.buttons.values()
        assert await press_data(stage, zoe, question, data) == "Done."
        assert says_nothing(life, [str(zoe.id), "Zoe", "Zoom", "zoezoom", "wolf"])


async def test_a_postgresql_store_forgets_too(stage: Stage, postgres: str) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot(database_url=await emptied(postgres), user_limit_per_day=1):
        stage.write(SECRET)
        await stage.said(chat, "Your video is ready")
        await stage.command(chat, "/history", SECRET)
        await forget(stage)
        await stage.command(chat, "/history", "Nothing yet")
        stage.write("a fox")
        await stage.said(chat, "One video a day is the limit")


@pytest.mark.tried("kill -9 while a person is forgotten", times=4)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["mark", "empty"])
async def test_a_kill_between_press_and_deletion_does_no_harm(
    stage: Stage, when: When, step: str, tmp_path: Path
) -> None:
    journal = tmp_path / "journal"
    only = [f"Forgetting.{step} (closed)"]

    def born() -> Life:
        return Life(stage, main=commits.main, main_args=(journal, when, only))

    first = born()
    stage.write(SECRET)
    await stage.said(stage.chat(stage.ann), "Your video is ready")
    question = await asked(stage)
    pressed = asyncio.create_task(confirm(stage, question))
    assert await first.end() < 0
    assert visited(journal) == only
    second = born()
    try:
        assert await pressed == "Done."
        await stage.command(stage.chat(stage.ann), "/history", "Nothing yet")
        assert not remembered(stage)
    finally:
        await second.kill()
