"""The machine's clock, but quick: what waits by the clock takes less time."""

import asyncio
from datetime import datetime

from bot.clock import SystemClock


class FastClock(SystemClock):
    """A second of its time takes 1/`times` of a real one."""

    def __init__(self, times: float) -> None:
        super().__init__()
        self._times = times

    def now(self) -> datetime:
        return self._started_at + (super().now() - self._started_at) * self._times

    async def sleep_until(self, moment: datetime) -> None:
        await asyncio.sleep(self._real_s(moment))

    async def wait(self, event: asyncio.Event, *, until: datetime | None) -> bool:
        try:
            async with asyncio.timeout(None if until is None else self._real_s(until)):
                return await event.wait()
        except TimeoutError:
            return False

    def _real_s(self, moment: datetime) -> float:
        return max(0.0, (moment - self.now()).total_seconds() / self._times)
