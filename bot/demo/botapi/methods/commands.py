"""The bot's commands, by scope and language."""

import re
from typing import Any

from bot.demo.botapi.methods.profile import language_of
from bot.demo.botapi.methods.targets import Access, chat_at
from bot.demo.botapi.profile import DEFAULT_SCOPE, ScopeKey
from bot.demo.botapi.query import Query, whole_number
from bot.demo.botapi.refusals import bad_request
from bot.demo.botapi.telegram import Telegram

MAX_COMMANDS = 100
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_WIDE = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_OF_A_CHAT = ("chat", "chat_administrators", "chat_member")


async def set_my_commands(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#setmycommands."""
    given = query.decoded("commands", complaint="Can't parse commands JSON object")
    if given is not None and not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    commands = [_command(item) for item in given or []]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = _key(telegram, query)
    if commands:
        telegram.profile.commands[key] = commands
    else:
        telegram.profile.commands.pop(key, None)
    return True


async def get_my_commands(telegram: Telegram, query: Query) -> list[dict[str, Any]]:
    """https://core.telegram.org/bots/api#getmycommands."""
    return telegram.profile.commands.get(_key(telegram, query), [])


async def delete_my_commands(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#deletemycommands."""
    telegram.profile.commands.pop(_key(telegram, query), None)
    return True


def _command(item: Any) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise bad_request("expected an Object as BotCommand")
    for name in ("command", "description"):
        if not isinstance(item.get(name), str):
            raise bad_request(f"Can't parse BotCommand: Can't find field \"{name}\"")
    command = item["command"].strip().removeprefix("/")
    description = item["description"].strip()
    if not _NAME.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _key(telegram: Telegram, query: Query) -> tuple[ScopeKey, str]:
    scope = query.decoded("scope", complaint="Can't parse BotCommandScope JSON object")
    if scope is None:
        return DEFAULT_SCOPE, language_of(query)
    if not isinstance(scope, dict):
        raise bad_request("BotCommandScope must be an Object")
    kind = scope.get("type")
    if kind in _WIDE:
        return (str(kind), 0, 0), language_of(query)
    if kind not in _OF_A_CHAT:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    chat = chat_at(telegram, str(scope.get("chat_id", "")), Access.READ)
    user_id = whole_number(str(scope.get("user_id", 0))) if kind == "chat_member" else 0
    return (str(kind), chat.id, user_id), language_of(query)
