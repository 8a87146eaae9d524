"""A group that becomes a supergroup goes on under another id."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject

from bot.clock import Clock
from storage.chats import Chats

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supergroups(BaseMiddleware):
    """In front of all handlers, for whoever turned it into one may be a stranger to the bot."""

    chats: Chats
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
        await self.chats.move(event.chat.id, event.migrate_to_chat_id, now=self.clock.now())
        log.info("group-moved")
        self.wake()
        return None
