"""The door in front of what only admins may do."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message, User

from bot.i18n.words import Notice
from bot.telegram.commands import called, in_private_or_named
from bot.telegram.press import Press
from bot.telegram.refusals import Refusals
from bot.telegram.talk import Talk

Handler = Callable[..., Awaitable[None]]


class Desk(Protocol):
    """A part of what admins do."""

    def commands(self) -> Mapping[str, Handler]:
        """What they can write."""

    def presses(self) -> Mapping[str, Handler]:
        """What they can press, by what the data of the buttons begins with; mostly nothing."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Lets admins in, and tells everybody else whom it is for."""

    admins: frozenset[int]
    refusals: Refusals

    def router(self, desks: Sequence[Desk]) -> Router:
        """All that these do."""
        router = Router(name="admins")
        for desk in desks:
            for name, handler in desk.commands().items():
                router.message.register(handler, called(name), self.admits)
                router.message.register(self.refuse, called(name), in_private_or_named)
            for beginning, handler in desk.presses().items():
                pressed = F.data.startswith(beginning)
                router.callback_query.register(handler, pressed, F.from_user.id.in_(self.admins))
                router.callback_query.register(refuse_press, pressed)
        return router

    def admits(self, message: Message, sender: User) -> bool:
        """Whether an admin speaks, and nobody else can read the answer."""
        return sender.id in self.admins and message.chat.type == ChatType.PRIVATE

    async def refuse(self, _message: Message, command: CommandObject, talk: Talk) -> None:
        """Somebody else, or an admin where others would read the answer."""
        await self.refusals.refuse_command(
            talk, Notice("admins-only", {"command": command.command})
        )


async def refuse_press(_query: CallbackQuery, press: Press) -> None:
    """Somebody who is not an admin any more."""
    await press.answer(Notice("too-old"))


def usage(example: str) -> Notice:
    """What to write instead."""
    return Notice("admin-usage", {"usage": example})
