import pytest

from bot.demo.botapi.chats import Content
from bot.demo.sandbox.pixverse.oddities import errcode
from tests.whole.conftest import ADMIN_ID, Stage
from tests.whole.pictures import picture


async def test_start_says_what_the_bot_is_for(stage: Stage) -> None:
    async with stage.bot():
        await stage.command(stage.chat(stage.ann), "/Start", "Send me a prompt")


async def test_help_tells_the_limits_that_hold_and_the_rest_on_pages(stage: Stage) -> None:
    world, chat = stage.api.world, stage.chat(stage.ann)
    async with stage.bot(user_limit_per_day=7):
        helped = await stage.command(chat, "/help", "How to get a video")
        assert "2,048 characters" in helped.content.text
        assert "7 a day" in helped.content.text
        for label, words in (
            ("Options", "--provider pixverse – this"),
            ("‹ Back", "7 a day"),
            ("Commands", "/forget – "),
        ):
            await world.press(chat, stage.ann, helped.id, helped.buttons[label])
            assert words in helped.content.text
            assert "--no" not in helped.content.text  # PixVerse cannot
    assert list(helped.buttons) == ["‹ Back"]


async def test_balance_is_for_admins_with_monthly_and_package_apart(stage: Stage) -> None:
    async with stage.bot():
        line = await stage.command(stage.chat(stage.admin), "/balance", "Balance")
        assert "pixverse: 10100 credits (monthly 100, package 10000)" in line.content.text
        await stage.command(stage.chat(stage.ann), "/balance", "for the admins of this bot")
    assert [call.name for call in stage.videos.calls] == ["balance"]


async def test_a_balance_that_cannot_be_read_is_told_with_its_code(stage: Stage) -> None:
    stage.videos.faults.add("balance", errcode(10001))
    async with stage.bot():
        await stage.command(
            stage.chat(stage.admin), "/balance", "cannot be read now (ErrCode 10001)"
        )


@pytest.mark.parametrize("text", ["/imagine a wolf", "/videos", "/Start_now", "/"])
async def test_an_unknown_command_gets_a_hint_and_is_no_prompt(stage: Stage, text: str) -> None:
    async with stage.bot():
        await stage.command(stage.chat(stage.ann), text, "I do not know that command")
        await stage.settled(stage.chat(stage.ann))
    assert stage.asked == []


async def test_video_works_in_private_too(stage: Stage) -> None:
    async with stage.bot():
        chat = stage.chat(stage.ann)
        await stage.command(chat, "/video", "Write the prompt after the command")
        stage.write("/video a wolf")
        assert (await stage.video(chat)).caption == "a wolf"


async def test_cancel_takes_back_what_is_in_line_and_explains_the_rest(stage: Stage) -> None:
    stage.videos.hold()
    async with stage.bot(pixverse_max_running=1):
        chat = stage.chat(stage.ann)
        stage.write("first")
        await stage.said(chat, "Generating")
        stage.write("second")
        card = await stage.said(chat, "In line")
        answer = await stage.command(chat, "/cancel", "One video was cancelled")
        assert "can no longer be stopped" in answer.content.text
        await chat.until(lambda _: card.content.text.startswith("Cancelled."))
        stage.videos.release()
        await stage.video(chat)
        await stage.settled(chat)
    assert len(stage.videos.books.purchases) == 1


async def test_the_menu_is_set_and_admins_see_theirs_in_addition(stage: Stage) -> None:
    stage.write("/start", stage.admin)
    async with stage.bot():
        await stage.api.until_called("setMyCommands", times=12)
        await stage.said(stage.chat(stage.admin), "Send me a prompt")
    menus = {
        (call.params["scope"]["type"], call.params["scope"].get("chat_id")): [
            command["command"] for command in call.params["commands"]
        ]
        for call in stage.api.calls_of("setMyCommands")
    }
    everybody = ["video", "history", "show", "cancel", "settings", "language", "help", "forget"]
    assert menus == {
        ("all_private_chats", None): everybody,
        ("all_group_chats", None): everybody,
        ("chat", ADMIN_ID): [
            *everybody,
            *("stats", "jobs", "provider", "balance", "user", "limit", "ban", "unban", "broadcast"),
        ],
    }


async def test_an_admin_who_is_new_has_the_menu_after_start(stage: Stage) -> None:
    """Telegram refuses a menu for a chat that there is not yet."""
    chat = stage.chat(stage.admin)
    async with stage.bot():
        await stage.api.until_called("setMyCommands", times=9)
        [refused] = [call for call in stage.api.calls_of("setMyCommands") if call.status == 400]
        await stage.settled(chat)
        offered = stage.api.profile.commands_for(chat, stage.admin)
    assert refused.params["scope"] == {"type": "chat", "chat_id": ADMIN_ID}
    assert "stats" in [command["command"] for command in offered]


async def test_a_private_bot_tells_strangers_so_and_serves_its_people(stage: Stage) -> None:
    bea = stage.person(1002, "Bea")
    async with stage.bot(allowed_user_ids=[bea.id]):
        stage.write("a wolf")
        await stage.said(stage.chat(stage.ann), "This bot is private")
        chat = stage.chat(stage.ann)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="a wolf")
        markup = {"inline_keyboard": [[{"text": "Again", "callback_data": "retry:1"}]]}
        old = stage.api.world.post(chat, stage.api.world.me, Content(text="Old", markup=markup))
        answer = await stage.api.world.press(chat, stage.ann, old.id, "retry:1")
        assert (answer.text or "").startswith("This bot is private")
        await stage.command(chat, "/forget", "Shall I forget you?")  # it was not always private
        stage.write("a fox", bea)
        await stage.video(stage.chat(bea))
        stage.write("a bear", stage.admin)
        await stage.video(stage.chat(stage.admin))
    assert len(stage.videos.books.purchases) == 2
