"""Looks now and then at what is left on the accounts, and tells the admins before it runs dry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import structlog

from bot.clock import Clock
from bot.providers.base import Provider
from bot.providers.errors import ProviderError
from bot.providers.registry import Registry
from bot.worker.alarm import LOW_BALANCE, Alarm
from storage.database import StoreError

log = structlog.get_logger(__name__)

FIRST_AFTER = timedelta(minutes=1)
EVERY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balances:
    """`low`: by provider, the amount below which the admins want to hear; 0 or nothing: never."""

    registry: Registry
    low: Mapping[str, Decimal]
    alarm: Alarm
    clock: Clock

    async def watch(self) -> None:
        """Look for ever."""
        await self.clock.sleep_until(self.clock.now() + FIRST_AFTER)
        while True:
            for provider in self.registry:
                if provider.capabilities.balance and self.low.get(provider.name):
                    await self._look(provider, self.low[provider.name])
            await self.clock.sleep_until(self.clock.now() + EVERY)

    async def _look(self, provider: Provider, low: Decimal) -> None:
        """A balance that cannot be read says nothing: a purchase will tell what is wrong."""
        try:
            balance = await provider.balance()
            if balance.total >= low:
                await self.alarm.over(provider.name, LOW_BALANCE)
                return
            facts = {"total": str(balance.total), "unit": balance.unit}
            await self.alarm.ring(provider.name, LOW_BALANCE, facts)
        except ProviderError as error:
            log.info("balance-unreadable", provider=provider.name, detail=error.detail)
        except StoreError as error:
            log.error("balance-not-noted", error=str(error))
