"""The command menu, as Telegram shows it beside the text field."""

from collections.abc import Sequence

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.i18n.words import Notice, Words

log = structlog.get_logger(__name__)

EVERYBODY = ("video", "history", "cancel", "help")
ADMINS = (*EVERYBODY, "balance")


async def set_menu(bot: Bot, words: Words, admins: frozenset[int]) -> None:
    """Tell Telegram the commands; admins see theirs in addition. A failure only costs the menu."""
    commands = _commands(EVERYBODY, words)
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats())
        await bot.set_my_commands(commands, scope=BotCommandScopeAllGroupChats())
    except AiogramError as error:
        log.warning("menu-not-set", error=type(error).__name__)
    for admin in sorted(admins):
        try:
            scope = BotCommandScopeChat(chat_id=admin)
            await bot.set_my_commands(_commands(ADMINS, words), scope=scope)
        except AiogramError as error:  # an admin who never wrote to the bot has no chat yet
            log.info("admin-menu-not-set", admin=admin, error=type(error).__name__)


def _commands(names: Sequence[str], words: Words) -> list[BotCommand]:
    return [
        BotCommand(command=name, description=words.say(None, Notice(f"command-{name}")))
        for name in names
    ]
