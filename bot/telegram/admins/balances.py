"""/balance: what is left at every video system, and which are passed over for now."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiogram.types import Message

from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice, Words
from bot.providers.base import BalancePart, Provider
from bot.providers.breaker import Breaker
from bot.providers.errors import ProviderError
from bot.providers.registry import Registry
from bot.telegram.admins.gate import Desk, Handler
from bot.telegram.talk import Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceDesk(Desk):
    """Asks all of them at once."""

    registry: Registry
    breaker: Breaker
    words: Words
    clock: Clock

    def commands(self) -> Mapping[str, Handler]:
        """See Desk."""
        return {"balance": self.balance}

    async def balance(self, _message: Message, talk: Talk) -> None:
        """A line for each that tells."""
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
