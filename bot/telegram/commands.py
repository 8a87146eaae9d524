"""The commands that ask or take back. /video is with the prompts, in `handlers`."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import Message, User

from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice, Words
from bot.intake.service import Intake
from bot.providers.base import BalancePart, Provider
from bot.providers.breaker import Breaker
from bot.providers.errors import ProviderError
from bot.providers.registry import Registry
from bot.telegram.talk import Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """Their handlers. In groups they answer only when they name the bot."""

    intake: Intake
    registry: Registry
    breaker: Breaker
    words: Words
    admins: frozenset[int]
    clock: Clock

    def router(self) -> Router:
        """All of them."""
        router = Router(name="commands")
        for name, handler in (
            ("start", self.start),
            ("cancel", self.cancel),
            ("balance", self.balance),
        ):
            router.message.register(handler, Command(name), in_private_or_named)
        return router

    async def start(self, _message: Message, talk: Talk) -> None:
        """Says what the bot is for."""
        await talk.say(Notice("start"))

    async def cancel(self, message: Message, talk: Talk, sender: User) -> None:
        """Drops a waiting picture and takes back what is not bought yet."""
        notices = await self.intake.take_back(chat_id=message.chat.id, user_id=sender.id)
        await talk.say(*notices)

    async def balance(self, message: Message, talk: Talk, sender: User) -> None:
        """What is left at every provider. For admins, and in private: it is nobody else's."""
        if sender.id not in self.admins or message.chat.type != ChatType.PRIVATE:
            await talk.say(Notice("admins-only", {"command": "balance"}))
            return
        with_one = [one for one in self.registry if one.capabilities.balance]
        lines = await asyncio.gather(*(self._balance_line(one, talk.language) for one in with_one))
        told = (Notice("balance-title"), *lines) if lines else (Notice("balance-none"),)
        await talk.say(*told, *self._troubles(), between="\n")

    def _troubles(self) -> Sequence[Notice]:
        """The providers that are passed over for now."""
        now = self.clock.now()
        return [
            Notice(
                "balance-trouble",
                {"provider": one.name, "reason": trouble.reason, **span(now - trouble.since)},
            )
            for one in self.registry
            if self.breaker.is_open(one.name) and (trouble := self.breaker.trouble(one.name))
        ]

    async def _balance_line(self, provider: Provider, language: str | None) -> Notice:
        try:
            balance = await provider.balance()
        except ProviderError as error:
            return Notice("balance-failed", {"provider": provider.name, "detail": error.detail})
        parts = ", ".join(self.words.say(language, _purse(part)) for part in balance.parts)
        facts = {"provider": provider.name, "unit": balance.unit, "parts": parts}
        return Notice("balance-line", facts | {"total": str(balance.total)})


def _purse(part: BalancePart) -> Notice:
    return Notice(f"balance-part-{part.name}", {"amount": str(part.amount)})


def in_private_or_named(message: Message) -> bool:
    """In a group, /help may be meant for another bot; /help@ThisBot is not."""
    words = message.text or message.caption or ""
    return message.chat.type == ChatType.PRIVATE or "@" in words.split(maxsplit=1)[0]
