"""A clock that a test moves."""

import asyncio
from datetime import UTC, datetime, timedelta


class StillClock:
    """Stands still until `advance`; whoever sleeps past it waits for that."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 1, 12, tzinfo=UTC)
        self._moved = asyncio.Event()
        self._keys = 0

    def now(self) -> datetime:
        return self._now

    def advance(self, **span: float) -> datetime:
        self._now += timedelta(**span)
        self._moved.set()
        self._moved = asyncio.Event()
        return self._now

    async def sleep_until(self, moment: datetime) -> None:
        while self._now < moment:
            await self._moved.wait()

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
