import pytest
from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    MenuButtonCommands,
    MenuButtonWebApp,
    WebAppInfo,
)

from bot.demo.botapi import BotApi, Chat, User
from tests.demo.refusing import asked, refused


def commands(*names: str) -> list[BotCommand]:
    return [BotCommand(command=name, description=f"does {name}") for name in names]


def offered(api: BotApi, chat: Chat, user: User) -> list[str]:
    return [command["command"] for command in api.profile.commands_for(chat, user)]


async def test_the_narrowest_commands_win(botapi: BotApi, bot: Bot) -> None:
    world = botapi.world
    ann = world.add_user(5, "Ann", language_code="pl")
    admin = world.add_user(6, "Eve")
    private = world.private_chat(ann)
    group = world.group(-7, "G", [ann], admins=[admin])
    assert offered(botapi, private, ann) == []
    await bot.set_my_commands(commands("any"))
    await bot.set_my_commands(commands("dowolny"), language_code="pl")
    assert offered(botapi, private, ann) == ["dowolny"]
    assert offered(botapi, group, admin) == ["any"]
    await bot.set_my_commands(commands("private"), BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(commands("group"), BotCommandScopeAllGroupChats())
    assert offered(botapi, private, ann) == ["private"]
    assert offered(botapi, group, ann) == ["group"]
    await bot.set_my_commands(commands("admins"), BotCommandScopeAllChatAdministrators())
    assert offered(botapi, group, admin) == ["admins"]
    await bot.set_my_commands(commands("here"), BotCommandScopeChat(chat_id=group.id))
    assert offered(botapi, group, admin) == ["here"]
    member = BotCommandScopeChatMember(chat_id=group.id, user_id=ann.id)
    await bot.set_my_commands(commands("mine"), member)
    assert offered(botapi, group, ann) == ["mine"]
    assert [each.command for each in await bot.get_my_commands(member)] == ["mine"]
    assert await bot.delete_my_commands(member)
    assert offered(botapi, group, ann) == ["here"]
    assert await bot.get_my_commands(member) == []


async def test_commands_for_a_chat_need_a_chat_that_the_bot_knows(botapi: BotApi, bot: Bot) -> None:
    ann = botapi.world.add_user(5, "Ann")
    scope = BotCommandScopeChat(chat_id=5)
    unknown = bot.set_my_commands(commands("x"), scope)
    assert await refused(unknown) == "Bad Request: chat not found"
    botapi.world.send_text(botapi.world.private_chat(ann), ann, "hi")
    assert await bot.set_my_commands(commands("x"), scope)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ('[{"command":"No","description":"x"}]', "BOT_COMMAND_INVALID"),
        ('[{"command":"a-b","description":"x"}]', "BOT_COMMAND_INVALID"),
        (f'[{{"command":"{"x" * 33}","description":"x"}}]', "BOT_COMMAND_INVALID"),
        ('[{"command":"a","description":" "}]', "BOT_COMMAND_DESCRIPTION_INVALID"),
        (
            str([{"command": "a", "description": "x"}] * 101).replace("'", '"'),
            "BOT_COMMANDS_TOO_MUCH",
        ),
        ('[{"command":"a"}]', "can't parse BotCommand: Can't find field \"description\""),
        ("{}", "expected an Array of BotCommand"),
        ("[1]", "expected an Object as BotCommand"),
        ("[", "can't parse commands JSON object"),
    ],
)
async def test_unfit_commands_are_refused(botapi: BotApi, given: str, refusal: str) -> None:
    answer = await asked(botapi, "setMyCommands", commands=given)
    assert answer["description"] == f"Bad Request: {refusal}"


@pytest.mark.parametrize(
    ("scope", "refusal"),
    [
        ('{"type":"moon"}', "can't parse BotCommandScope: Unsupported type specified"),
        ('"x"', "botCommandScope must be an Object"),
        ('{"type":"chat"}', "chat_id is empty"),
    ],
)
async def test_an_unfit_scope_is_refused(botapi: BotApi, scope: str, refusal: str) -> None:
    answer = await asked(botapi, "getMyCommands", scope=scope)
    assert answer["description"] == f"Bad Request: {refusal}"


async def test_texts_are_kept_by_language(bot: Bot) -> None:
    await bot.set_my_description("Makes videos")
    await bot.set_my_description("Robi filmy", language_code="pl")
    assert (await bot.get_my_description()).description == "Makes videos"
    assert (await bot.get_my_description(language_code="pl")).description == "Robi filmy"
    assert (await bot.get_my_description(language_code="ru")).description == "Makes videos"
    await bot.set_my_description("", language_code="pl")
    assert (await bot.get_my_description(language_code="pl")).description == "Makes videos"
    await bot.set_my_short_description("Videos")
    assert (await bot.get_my_short_description()).short_description == "Videos"
    assert (await bot.get_my_name()).name == "Demo Video Bot"
    await bot.set_my_name("Director")
    assert (await bot.get_my_name()).name == "Director"


async def test_unfit_texts_are_refused(bot: Bot) -> None:
    assert "too long" in await refused(bot.set_my_name("x" * 65))
    assert "too long" in await refused(bot.set_my_description("x" * 513))
    assert "too long" in await refused(bot.set_my_short_description("x" * 121))
    language = bot.set_my_name("x", language_code="english")
    assert await refused(language) == "Bad Request: invalid language code specified"


async def test_the_menu_button(botapi: BotApi, bot: Bot) -> None:
    assert (await bot.get_chat_menu_button()).type == "commands"
    app = MenuButtonWebApp(text="x", web_app=WebAppInfo(url="https://x.org"))
    await bot.set_chat_menu_button(menu_button=app)
    assert (await bot.get_chat_menu_button()).type == "web_app"
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"
    unknown = bot.set_chat_menu_button(chat_id=5)
    assert await refused(unknown) == "Bad Request: chat not found"
    answer = await asked(botapi, "setChatMenuButton", menu_button='{"type":"x"}')
    assert answer["error_code"] == 400


async def test_logging_out_and_closing_are_answered(bot: Bot) -> None:
    assert await bot.log_out()
    assert await bot.close()
