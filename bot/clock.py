"""Time and chance. Only the clock touches them, so that a test can hold both still."""

import asyncio
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

log = structlog.get_logger(__name__)

UNNOTICED = timedelta(minutes=1)
"""So far a process that ran for months may be ahead of a machine that was kept on time."""


class Clock(Protocol):
    """What the bot knows of time and chance."""

    def now(self) -> datetime:
        """The time of day, aware and in UTC."""

    async def sleep_until(self, moment: datetime) -> None:
        """Come back at `moment`, or at once when it has passed."""

    async def wait(self, event: asyncio.Event, *, until: datetime | None) -> bool:
        """Wait for an event, no longer than `until`; tells whether it came."""

    def new_key(self) -> str:
        """A UUID that was never given before."""


class AheadClock:
    """Another clock, and so much ahead of it, or behind."""

    def __init__(self, clock: Clock, ahead: timedelta) -> None:
        self._clock = clock
        self._ahead = ahead

    def now(self) -> datetime:
        """See Clock."""
        return self._clock.now() + self._ahead

    async def sleep_until(self, moment: datetime) -> None:
        """See Clock."""
        await self._clock.sleep_until(moment - self._ahead)

    async def wait(self, event: asyncio.Event, *, until: datetime | None) -> bool:
        """See Clock."""
        return await self._clock.wait(event, until=until and until - self._ahead)

    def new_key(self) -> str:
        """See Clock."""
        return self._clock.new_key()


def in_step(clock: Clock, others: datetime | None) -> Clock:
    """A clock that shows what those of `others` show now; None: there are none.

    Who holds a lease, and until when, is told by time alone: to a process whose machine is half a
    minute ahead, the work of all others would be free.
    """
    if others is None:
        return clock
    ahead = others - clock.now()
    if abs(ahead) > UNNOTICED:
        log.warning("clock-differs", seconds=round(ahead.total_seconds()))
    return AheadClock(clock, ahead)


def not_before(clock: Clock, latest: datetime | None) -> Clock:
    """A clock that begins no earlier than `latest`, the last thing that is known to have happened.

    Where the time of day was set back, what was due soon would otherwise wait for that long again,
    and so would everybody's limits.
    """
    behind = latest - clock.now() if latest is not None else timedelta(0)
    if behind > UNNOTICED:
        log.warning("clock-was-set-back", seconds=round(behind.total_seconds()))
    return AheadClock(clock, behind) if behind > timedelta(0) else clock


class SystemClock:
    """The machine's clock. Its time never jumps, even when the time of day is set."""

    def __init__(self) -> None:
        self._started_at = datetime.now(UTC)
        self._started_s = _steady_s()

    def now(self) -> datetime:
        """The start's time of day plus what has really passed since."""
        return self._started_at + timedelta(seconds=_steady_s() - self._started_s)

    async def sleep_until(self, moment: datetime) -> None:
        """See Clock."""
        await asyncio.sleep(max(0.0, (moment - self.now()).total_seconds()))

    async def wait(self, event: asyncio.Event, *, until: datetime | None) -> bool:
        """See Clock."""
        seconds = None if until is None else max(0.0, (until - self.now()).total_seconds())
        try:
            async with asyncio.timeout(seconds):
                return await event.wait()
        except TimeoutError:
            return False

    def new_key(self) -> str:
        """See Clock."""
        return str(uuid.uuid4())


def _steady_s() -> float:
    """Seconds that only go forward; where the system can, also while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
