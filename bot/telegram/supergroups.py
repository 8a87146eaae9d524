"""A group that becomes a supergroup goes on under another id."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject

from bot.chat import Chat, Place
from bot.clock import Clock
from bot.i18n.words import Words
from bot.intake.service import Intake
from bot.telegram.talk import NotSaid, Talk
from storage.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supergroups(BaseMiddleware):
    """In front of all handlers, for whoever turned it into one may be a stranger to the bot."""

    store: Store
    intake: Intake
    chat: Chat
    words: Words
    wake: Callable[[], None]
    clock: Clock

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """See aiogram's BaseMiddleware."""
        if not isinstance(event, Message) or event.migrate_to_chat_id is None:
            return await handler(event, data)
        old, new = event.chat.id, event.migrate_to_chat_id
        await self.store.chats.move(old, new, now=self.clock.now())
        log.info("group-moved")
        self.wake()
        await self._ask_again(old, new)
        return None

    async def _ask_again(self, old: int, new: int) -> None:
        """Nobody may be able to answer any more where it was asked. May raise ChatError.

        Then all of it comes again, and whoever was asked by then is left in peace.
        """
        for user_id, question in await self.intake.asked_in(old):
            talk = Talk(
                chat=self.chat,
                words=self.words,
                place=Place(chat_id=new),
                message_id=0,
                user_id=user_id,
                language=await self.store.people.language(user_id),
            )
            topic = f"asked-in/{new}/{question.answers[0][1]}"
            if await self.store.nonces.was_told(topic):
                continue
            try:
                await talk.ask(question)
            except NotSaid as one:  # it is not all that is left to say
                raise one.why from None
            await self.store.nonces.use(topic, now=self.clock.now())
