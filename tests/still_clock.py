"""A clock that a test moves."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.demo.patience import PATIENCE_S


class StillClock:
    """Stands still until `advance`; whoever sleeps past it waits for that."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 1, 12, tzinfo=UTC)
        self._moved = asyncio.Event()
        self._keys = 0
        self._slept_until: list[datetime] = []
        self._fell_asleep = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    def advance(self, **span: float) -> datetime:
        self._now += timedelta(**span)
        self._moved.set()
        self._moved = asyncio.Event()
        return self._now

    async def sleep_until(self, moment: datetime) -> None:
        self._slept_until.append(moment)
        self._fell_asleep.set()
        try:
            while self._now < moment:
                await self._moved.wait()
        finally:
            self._slept_until.remove(moment)

    async def until_sleeping(self, until: datetime, *, sleepers: int = 1) -> None:
        """Wait until so many sleep until then."""
        async with asyncio.timeout(PATIENCE_S):
            while self._slept_until.count(until) < sleepers:
                self._fell_asleep.clear()
                await self._fell_asleep.wait()

    async def wait(self, event: asyncio.Event, *, until: datetime | None) -> bool:
        waits: list[asyncio.Future[object]] = [asyncio.ensure_future(event.wait())]
        if until is not None:
            waits.append(asyncio.ensure_future(self.sleep_until(until)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
        return event.is_set()

    def new_key(self) -> str:
        self._keys += 1
        return f"00000000-0000-4000-8000-{self._keys:012d}"
