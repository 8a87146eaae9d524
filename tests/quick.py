"""What has to be quick, on a machine that may stand still for a while."""

import time
from collections.abc import Awaitable, Callable

TRIES = 4


async def is_quick(attempt: Callable[[], Awaitable[None]], *, within_s: float) -> bool:
    """Whether one of a few tries takes no longer; the machine does not stand still in all."""
    for _ in range(TRIES):
        since = time.monotonic()
        await attempt()
        if time.monotonic() - since < within_s:
            return True
    return False
