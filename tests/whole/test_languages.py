"""Everybody reads their own language."""

from typing import Any

import pytest

from bot.demo.botapi.chats import Chat, Content, Message
from bot.demo.botapi.people import User
from bot.demo.sandbox.pixverse.oddities import errcode
from bot.i18n.words import LANGUAGES
from tests.whole.conftest import Stage

GREETINGS = {"en": "Send me a prompt", "ru": "Опишите", "zh": "发一段提示词", "pl": "Opisz"}
READY = {"en": "is ready", "ru": "видео готово", "zh": "视频做好了", "pl": "jest gotowy"}


async def choose(stage: Stage, chat: Chat, language: str, by: User | None = None) -> str | None:
    """A person asks for the languages and presses one; gives what they read over the chat."""
    person = by or stage.ann
    sent = stage.api.world.send_text(chat, person, "/language@DemoVideoBot")
    asked = await chat.until(lambda c: [m for m in c.from_bot if m.id > sent.id and m.buttons])
    assert list(asked[0].buttons) == ["English", "Русский", "中文", "Polski"]
    return await press(stage, chat, asked[0], language, person)


async def press(stage: Stage, chat: Chat, card: Message, language: str, person: User) -> str | None:
    data = list(card.buttons.values())[LANGUAGES.index(language)]
    return (await stage.api.world.press(chat, person, card.id, data)).text


@pytest.mark.parametrize(
    ("telegram", "spoken"), [("pl", "pl"), ("zh-hans", "zh"), ("ru", "ru"), ("uk", "en")]
)
async def test_the_bot_speaks_as_telegram_does(stage: Stage, telegram: str, spoken: str) -> None:
    person = stage.person(1002, "Bea", language_code=telegram)
    async with stage.bot():
        await stage.command(stage.chat(person), "/start", GREETINGS[spoken])
        stage.write("a wolf", person)
        await stage.said(stage.chat(person), READY[spoken])


@pytest.mark.parametrize("telegram", ["uk", None])
async def test_other_people_read_the_default(stage: Stage, telegram: str | None) -> None:
    person = stage.person(1002, "Bea", language_code=telegram)
    async with stage.bot(default_language="ru"):
        await stage.command(stage.chat(person), "/start", GREETINGS["ru"])


async def test_a_choice_goes_before_telegrams_language_and_outlives_a_restart(
    stage: Stage,
) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        assert await choose(stage, chat, "ru") == "Теперь я говорю с вами по-русски."
        assert await choose(stage, chat, "pl") == "Od teraz rozmawiamy po polsku."
    async with stage.bot():
        await stage.command(chat, "/start", GREETINGS["pl"])
        stage.write("a wolf")
        await stage.said(chat, READY["pl"])
        await stage.command(chat, "/history", " · gotowy · ")
        await stage.command(chat, "/nonsense", "Nie znam tego polecenia")


async def test_a_card_keeps_the_language_in_which_it_was_asked_for(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    stage.videos.hold()
    async with stage.bot():
        stage.write("a wolf")
        await stage.said(chat, "Generating")
        await choose(stage, chat, "pl")
        stage.videos.release()
        await stage.said(chat, READY["en"])
        stage.write("a fox")
        await stage.said(chat, READY["pl"])


async def test_what_is_made_once_more_speaks_the_language_of_now(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        stage.write("a wolf #failed")
        card = await stage.said(chat, "could not make this one")
        await choose(stage, chat, "pl")
        [data] = card.buttons.values()
        answer = await stage.api.world.press(chat, stage.ann, card.id, data)
        assert answer.text == "Robię jeszcze raz."
        await stage.said(chat, "nie udało się zrobić tego filmu")


async def test_in_a_group_everybody_chooses_for_themselves_alone(stage: Stage) -> None:
    world = stage.api.world
    bea = stage.person(1002, "Bea")
    group = world.group(-1001, "Friends", [stage.ann, bea], supergroup=True)
    async with stage.bot():
        await choose(stage, group, "pl")
        asked = next(m for m in group.from_bot if m.buttons)
        assert await press(stage, group, asked, "zh", bea) == "好的，以后我用中文和你交流。"
        for person, words in ((stage.ann, "Jak dostać film"), (bea, "如何制作视频")):
            sent = world.send_text(group, person, "/help@DemoVideoBot")
            answer = await stage.said(group, words)
            assert answer.reply_to is sent
        world.send_text(group, stage.admin, "/help@DemoVideoBot")
        answer = await stage.said(group, "How to get a video")
        assert list(answer.buttons) == ["Options", "Commands"]  # an admin's are for private chats


async def test_a_button_for_a_language_that_there_is_not_chooses_nothing(stage: Stage) -> None:
    world, chat = stage.api.world, stage.chat(stage.ann)
    button = {"text": "Klingon", "callback_data": "language:tlh"}
    card = world.post(chat, world.me, Content(text="x", markup={"inline_keyboard": [[button]]}))
    async with stage.bot():
        answer = await world.press(chat, stage.ann, card.id, "language:tlh")
        assert answer.text == "This button no longer works. Please send the prompt again."
        await stage.command(chat, "/start", GREETINGS["en"])


@pytest.mark.parametrize(
    ("choice", "settings", "alert"),
    [
        ("pl", {}, "kredyty się skończyły"),
        (None, {"default_language": "zh"}, "积分已用完"),
        (None, {}, "credits are used up"),
    ],
)
async def test_admins_hear_of_trouble_in_the_language_that_they_chose(
    stage: Stage, choice: str | None, settings: dict[str, Any], alert: str
) -> None:
    stage.write("/start", stage.admin)
    admin = stage.chat(stage.admin)
    stage.videos.faults.add("text", errcode(500090), times=None)
    async with stage.bot(**settings):
        if choice is not None:
            await choose(stage, admin, choice, stage.admin)
        stage.write("a wolf")
        await stage.said(admin, alert)


async def test_the_balance_is_told_in_the_admins_language(stage: Stage) -> None:
    olga = stage.person(stage.admin.id, "Olga", language_code="ru")
    async with stage.bot():
        answer = await stage.command(stage.chat(olga), "/balance", "Баланс")
    assert "pixverse — кредиты: 10100 (месячные 100, в пакете 10000)" in answer.content.text


async def test_the_menu_speaks_the_language_of_the_app(stage: Stage) -> None:
    bea = stage.person(1002, "Bea", language_code="pl")
    stage.write("/start", stage.admin)
    async with stage.bot(default_language="zh"):
        await stage.api.until_called("getMyDescription")
        shown = {
            person.first_name: stage.api.profile.commands_for(stage.chat(person), person)[0]
            for person in (stage.ann, bea, stage.person(1003, "Ira", language_code="uk"))
        }
    assert {name: command["description"] for name, command in shown.items()} == {
        "Ann": "Make a video from a prompt",
        "Bea": "Zrób film z opisu",
        "Ira": "用提示词做视频",
    }


async def test_the_profile_is_told_in_every_language_and_only_once(stage: Stage) -> None:
    profile = stage.api.profile
    for life in (1, 2):
        async with stage.bot():
            await stage.api.until_called("getMyShortDescription", times=4 * life)
            await stage.settled(stage.chat(stage.ann))
    assert list(profile.descriptions) == list(profile.short_descriptions) == ["", "ru", "zh", "pl"]
    assert profile.descriptions["pl"].startswith("Robię filmy z tego, co napiszesz.\n\nWyślij")
    assert profile.short_descriptions[""].startswith("Turns a prompt")
    for method in ("setMyDescription", "setMyShortDescription"):
        assert len(stage.api.calls_of(method)) == 4


async def test_what_the_owner_wrote_of_the_bot_stays(stage: Stage) -> None:
    stage.api.profile.descriptions[""] = "Ann's own bot"
    async with stage.bot():
        await stage.api.until_called("getMyShortDescription", times=4)
    assert stage.api.profile.descriptions == {"": "Ann's own bot"}
