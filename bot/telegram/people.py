"""The middleware in front of every handler: who is speaking, may they, and how to answer them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, InlineQuery, Message, TelegramObject, User

from bot.chat import Chat
from bot.i18n.words import Notice, Words
from bot.telegram.languages import Languages
from bot.telegram.refusals import Refusals
from bot.telegram.talk import talk_of

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class People(BaseMiddleware):
    """Gives handlers `sender`, and for messages `talk`; keeps strangers out of a private bot."""

    chat: Chat
    languages: Languages
    words: Words
    refusals: Refusals
    allowed: frozenset[int]
    admins: frozenset[int]

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """See aiogram's BaseMiddleware."""
        if not isinstance(event, Message | CallbackQuery | InlineQuery):
            return None
        sender = event.from_user
        if sender is None or _is_nobody(event):
            return None
        event = await self.languages.chosen(event)
        if isinstance(event, Message):
            data["talk"] = talk_of(event, self.chat, self.words)
        if not self._may(sender):
            if isinstance(event, Message) and event.chat.type == ChatType.PRIVATE:
                await self.refusals.refuse(data["talk"], Notice("private-bot"))
            return None
        return await handler(event, data | {"sender": sender})

    def _may(self, sender: User) -> bool:
        return not self.allowed or sender.id in self.allowed | self.admins


def _is_nobody(event: TelegramObject) -> bool:
    """Whether a chat speaks: a channel, or an anonymous admin, for whom one id stands everywhere.

    They would all share one person's limits and history.
    """
    return isinstance(event, Message) and event.sender_chat is not None
