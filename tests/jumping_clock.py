"""The machine's clock, but a test can make it jump."""

import asyncio
from datetime import datetime, timedelta

from bot.clock import SystemClock


class JumpingClock(SystemClock):
    """Runs like the machine's; `jump` adds to it."""

    def __init__(self) -> None:
        super().__init__()
        self._jumped = timedelta(0)

    def jump(self, **span: float) -> None:
        self._jumped += timedelta(**span)

    def now(self) -> datetime:
        return super().now() + self._jumped

    async def sleep_until(self, moment: datetime) -> None:
        await asyncio.sleep(max(0.0, (moment - self.now()).total_seconds()))
