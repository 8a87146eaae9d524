"""How long work stays with the process that has taken it, and how it keeps it for longer."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.backoff import backoff
from bot.clock import Clock
from bot.tasks import Tasks
from storage.database import StoreError
from storage.joblist import LeaseLostError

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
"""So long the work of a process that was killed lies idle before another takes it up. A shorter
one would leave too little for a process that is only slow: it loses its work after two renewals
that came to nothing."""
RENEWED_AFTER = LEASE / 3
LOOKS_AGAIN_AFTER = timedelta(seconds=30)
"""Also when nothing seems due: another process may have left something behind."""

Renew = Callable[[datetime], Awaitable[None]]
"""Keeps a lease until then; LeaseLostError when it is no longer there to be kept."""


@dataclass(slots=True)
class Held:
    """Work of this process, and until when nobody else may take it up."""

    renew: Renew
    until: datetime

    @property
    def renew_at(self) -> datetime:
        """When it is time to keep it for longer."""
        return self.until - LEASE + RENEWED_AFTER

    async def hold_on(self, clock: Clock) -> None:
        """Keep it for longer. Raises LeaseLostError and StoreError."""
        until = clock.now() + LEASE
        await self.renew(until)
        self.until = until


@asynccontextmanager
async def kept(held: Held, *, clock: Clock, tasks: Tasks, name: str) -> AsyncIterator[None]:
    """Renew a lease for as long as the block runs."""
    keeper = tasks.start(_keep(held, clock), name=f"lease-{name}")
    try:
        yield
    finally:
        keeper.cancel()


async def _keep(held: Held, clock: Clock) -> None:
    renew_at = held.renew_at  # soon, where the claim itself took long
    while True:
        await clock.sleep_until(renew_at)
        try:
            await held.hold_on(clock)
            renew_at = held.renew_at
        except LeaseLostError:
            return  # the work finds out at its next write
        except StoreError as error:
            log.error("lease-not-renewed", error=str(error))
            renew_at = clock.now() + backoff(0)
