"""What has to be written, however long the store fails."""

from collections.abc import Awaitable, Callable
from itertools import count

import structlog

from bot.backoff import backoff
from bot.clock import Clock
from storage.database import StoreError

log = structlog.get_logger(__name__)


async def stubbornly(write: Callable[[], Awaitable[object]], *, clock: Clock) -> None:
    """Do it again and again, a minute apart at most, until the store has taken it.

    Every other exception passes, LeaseLostError too.
    """
    for attempt in count():
        try:
            await write()
        except StoreError as error:
            log.error("not-stored", error=str(error), attempt=attempt)
            await clock.sleep_until(clock.now() + backoff(attempt))
        else:
            return
