"""The machine's clock, but faster: back-offs of minutes take seconds."""

import asyncio
from datetime import datetime

from bot.clock import SystemClock


class RacingClock(SystemClock):
    """Runs `times` as fast as the machine's. A lease of 60 s then lasts for so much less."""

    def __init__(self, *, times: float = 20.0) -> None:
        super().__init__()
        self._times = times
        self._start = super().now()

    def now(self) -> datetime:
        return self._start + (super().now() - self._start) * self._times

    async def sleep_until(self, moment: datetime) -> None:
        await asyncio.sleep(self._seconds(moment))

    async def wait(self, event: asyncio.Event, *, until: datetime | None) -> bool:
        try:
            async with asyncio.timeout(None if until is None else self._seconds(until)):
                return await event.wait()
        except TimeoutError:
            return False

    def _seconds(self, moment: datetime) -> float:
        return max(0.0, (moment - self.now()).total_seconds() / self._times)
