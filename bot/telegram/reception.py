"""The middleware in front of every handler: who is speaking, may they, and how to answer them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, InlineQuery, Message, TelegramObject, User

from bot.clock import Clock
from bot.i18n.words import Notice, Words
from bot.intake.presses import FORGET
from bot.telegram.chat import TelegramChat
from bot.telegram.languages import Languages
from bot.telegram.press import Press
from bot.telegram.refusals import Refusals
from bot.telegram.talk import talk_of
from storage.store import Store

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception(BaseMiddleware):
    """Gives handlers `sender`, and `talk` for messages, `press` for buttons.

    Keeps strangers out of a private bot, and out of every bot those whom its admins have banned;
    but whoever was let in before may still be forgotten.
    """

    store: Store
    chat: TelegramChat
    languages: Languages
    words: Words
    refusals: Refusals
    allowed: frozenset[int]
    admins: frozenset[int]
    clock: Clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """See aiogram's BaseMiddleware."""
        if not isinstance(event, Message | CallbackQuery | InlineQuery):
            return None
        sender = event.from_user
        if sender is None or _is_nobody(event):
            return None
        event, update_id = await self.languages.chosen(event), data["event_update"].update_id
        data |= self._ways_to_answer(event, update_id)
        if isinstance(event, InlineQuery):  # a list of offers is no place for a word
            allowed = self._may(sender) and not await self._is_banned(sender)
            return await handler(event, data | {"sender": sender}) if allowed else None
        goes = _is_farewell(event)
        if not goes and not self._may(sender):
            await self._turn_away(event, data, Notice("private-bot"))
            return None
        if not goes and await self._is_banned(sender):
            first = _can_be_told(event) and await self._first_today(sender, update_id)
            await self._turn_away(event, data, Notice("banned") if first else None)
            return None
        return await handler(event, data | {"sender": sender})

    def _ways_to_answer(self, event: TelegramObject, update_id: int) -> dict[str, Any]:
        if isinstance(event, Message):
            return {"talk": talk_of(event, self.chat, self.words)}
        if isinstance(event, CallbackQuery):
            press = Press(
                query=event,
                chat=self.chat,
                words=self.words,
                records=self.store.records,
                update_id=update_id,
            )
            return {"press": press}
        return {}

    def _may(self, sender: User) -> bool:
        return not self.allowed or sender.id in self.allowed | self.admins

    async def _is_banned(self, sender: User) -> bool:
        return sender.id not in self.admins and await self.store.standings.is_banned(sender.id)

    async def _first_today(self, sender: User, update_id: int) -> bool:
        """Whether a banned person has not heard of it today; an update that comes again may."""
        now = self.clock.now()
        topic = f"banned/{sender.id}/{now.date()}"
        return await self.store.nonces.may_speak(topic, update_id=update_id, now=now)

    async def _turn_away(
        self, event: TelegramObject, data: dict[str, Any], notice: Notice | None
    ) -> None:
        """Say no to one person alone: a group is not told. None: they have heard it today."""
        if isinstance(event, CallbackQuery):  # without an answer the button would seem to work
            await data["press"].answer(notice)
        elif notice is not None and _can_be_told(event):
            await self.refusals.refuse_once(data["talk"], notice)


def _can_be_told(event: TelegramObject) -> bool:
    """Whether nobody else would read an answer."""
    if isinstance(event, Message):
        return event.chat.type == ChatType.PRIVATE
    return isinstance(event, CallbackQuery)


def _is_farewell(event: TelegramObject) -> bool:
    """Whether somebody wants to be forgotten: that is everybody's right."""
    if isinstance(event, CallbackQuery):
        return (event.data or "").startswith(FORGET)
    asks = isinstance(event, Message) and (event.text or "").strip().lower() == "/forget"
    return asks and _can_be_told(event)


def _is_nobody(event: TelegramObject) -> bool:
    """Whether a chat speaks: a channel, or an anonymous admin, for whom one id stands everywhere.

    They would all share one person's limits and history.
    """
    return isinstance(event, Message) and event.sender_chat is not None
