"""The door in front of what only admins may do."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message, User

from bot.i18n.words import Notice, Words
from bot.telegram.chat import TelegramChat
from bot.telegram.commands import in_private_or_named
from bot.telegram.press import answer
from bot.telegram.talk import Talk

Handler = Callable[..., Awaitable[None]]


class Desk(Protocol):
    """A part of what admins do."""

    def commands(self) -> Mapping[str, Handler]:
        """What they can write."""

    def presses(self) -> Mapping[str, Handler]:
        """What they can press, by what the data of the buttons begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Lets admins in, and tells everybody else whom it is for."""

    admins: frozenset[int]
    words: Words

    def router(self, desks: Sequence[Desk]) -> Router:
        """All that these do."""
        router = Router(name="admins")
        for desk in desks:
            for name, handler in desk.commands().items():
                router.message.register(handler, Command(name), self.admits)
                router.message.register(refuse, Command(name), in_private_or_named)
            for beginning, handler in desk.presses().items():
                pressed = F.data.startswith(beginning)
                router.callback_query.register(handler, pressed, self.admits_press)
                router.callback_query.register(self.refuse_press, pressed)
        return router

    def admits(self, message: Message, sender: User) -> bool:
        """Whether an admin speaks, and nobody else can read the answer."""
        return sender.id in self.admins and message.chat.type == ChatType.PRIVATE

    def admits_press(self, callback_query: CallbackQuery) -> bool:
        """Whether an admin has pressed."""
        return callback_query.from_user.id in self.admins

    async def refuse_press(self, callback_query: CallbackQuery, telegram: TelegramChat) -> None:
        """Somebody who is not an admin any more."""
        await answer(callback_query, Notice("too-old"), self.words, telegram)


async def refuse(_message: Message, command: CommandObject, talk: Talk) -> None:
    """Somebody else, or an admin where others would read the answer."""
    await talk.say(Notice("admins-only", {"command": command.command}))


def usage(example: str) -> Notice:
    """What to write instead."""
    return Notice("admin-usage", {"usage": example})
