"""What has to be quick, on a machine that may stand still for a while."""

import time
from collections.abc import Awaitable, Callable

TRIES = 4


async def is_quick(attempt: Callable[[], Awaitable[float | None]], *, within_s: float) -> bool:
    """Whether one of a few tries takes no longer; the machine does not stand still in all.

    An attempt of which only a part has to be quick gives the seconds that part took.
    """
    for _ in range(TRIES):
        since = time.monotonic()
        part_s = await attempt()
        if (time.monotonic() - since if part_s is None else part_s) < within_s:
            return True
    return False
