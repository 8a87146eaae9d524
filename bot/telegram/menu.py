"""The command menu, as Telegram shows it beside the text field, in the language of its app."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.methods import SetMyCommands
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
)

from bot.clock import Clock
from bot.i18n.words import Notice, Words
from bot.telegram.profile import languages_of, told

EVERYBODY = ("video", "history", "show", "cancel", "settings", "language", "help", "forget")
ADMINS = (
    *EVERYBODY,
    "stats", "jobs", "provider", "balance", "user", "limit", "ban", "unban", "broadcast",
)  # fmt: skip


async def set_menu(bot: Bot, words: Words, admins: frozenset[int], clock: Clock) -> None:
    """Tell Telegram the commands; admins see theirs in addition. A failure only costs the menu."""
    for scope in (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
        await _set(bot, words, scope, EVERYBODY, clock)
    for admin in sorted(admins):
        await set_admins_menu(bot, words, admin, clock)


async def set_admins_menu(bot: Bot, words: Words, admin: int, clock: Clock) -> None:
    """The same for one admin; refused for as long as that one has never written to the bot."""
    await _set(bot, words, BotCommandScopeChat(chat_id=admin), ADMINS, clock)


async def _set(
    bot: Bot, words: Words, scope: BotCommandScopeUnion, names: Sequence[str], clock: Clock
) -> None:
    for language in languages_of(words):
        commands = _commands(names, words, language)
        menu = SetMyCommands(commands=commands, scope=scope, language_code=language)
        if not await told(bot, menu, clock):
            return


def _commands(names: Sequence[str], words: Words, language: str | None) -> list[BotCommand]:
    return [
        BotCommand(command=name, description=words.say(language, Notice(f"command-{name}")))
        for name in names
    ]
