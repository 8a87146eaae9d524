"""A provider's request rate: every request of its client waits here for its slot."""

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from storage.budgets import Budgets


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The stored allowance of one provider: one request per `interval`."""

    name: str
    interval: timedelta
    budgets: Budgets
    clock: Clock

    async def slot(self) -> None:
        """Come back when the next request may go out."""
        now = self.clock.now()
        slot = await self.budgets.reserve(self.name, interval=self.interval, now=now)
        await self.clock.sleep_until(slot)

    async def pause(self, seconds: float) -> None:
        """Let no further request out for so long: the provider wants to be left alone."""
        now = self.clock.now()
        await self.budgets.pause(self.name, until=now + timedelta(seconds=seconds), now=now)
