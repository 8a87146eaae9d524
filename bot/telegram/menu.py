"""The command menu, as Telegram shows it beside the text field."""

from collections.abc import Sequence

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import SetMyCommands
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.clock import Clock
from bot.i18n.words import Notice, Words
from bot.telegram.session import wait_after

log = structlog.get_logger(__name__)

EVERYBODY = ("video", "history", "cancel", "language", "help")
ADMINS = (*EVERYBODY, "balance")
TRIES = 6
"""Over two minutes. Then the menu stays as it was until the bot starts again."""


async def set_menu(bot: Bot, words: Words, admins: frozenset[int], clock: Clock) -> None:
    """Tell Telegram the commands; admins see theirs in addition. A failure only costs the menu."""
    everybody, admins_too = _commands(EVERYBODY, words), _commands(ADMINS, words)
    menus = [
        SetMyCommands(commands=everybody, scope=BotCommandScopeAllPrivateChats()),
        SetMyCommands(commands=everybody, scope=BotCommandScopeAllGroupChats()),
    ] + [
        SetMyCommands(commands=admins_too, scope=BotCommandScopeChat(chat_id=admin))
        for admin in sorted(admins)
    ]
    for menu in menus:
        await _set(bot, menu, clock)


async def _set(bot: Bot, menu: SetMyCommands, clock: Clock) -> None:
    for failures in range(TRIES):
        try:
            await bot(menu)
        except (TelegramBadRequest, TelegramForbiddenError) as error:
            # An admin who never wrote to the bot has no chat yet.
            log.info("menu-refused", error=type(error).__name__)
            return
        except AiogramError as error:
            log.warning("menu-not-set", error=type(error).__name__)
            await clock.sleep_until(clock.now() + wait_after(error, failures))
        else:
            return


def _commands(names: Sequence[str], words: Words) -> list[BotCommand]:
    return [
        BotCommand(command=name, description=words.say(None, Notice(f"command-{name}")))
        for name in names
    ]
