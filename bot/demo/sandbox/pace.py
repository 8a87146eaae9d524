"""How often a client may call."""

import math
from collections import deque


class Pace:
    """At most so many calls in a second; fewer than one means one in several seconds.

    `jitter` forgives a client that keeps the pace by its own clock: a request may take longer to
    arrive than the next one.
    """

    def __init__(self, per_second: float | None, *, jitter: float = 0.1) -> None:
        self._room = 0 if per_second is None else max(1, math.floor(per_second))
        self._window_s = 0.0 if per_second is None else self._room / per_second * (1 - jitter)
        self._taken: deque[float] = deque()

    def refuse(self, now: float) -> int | None:
        """None when a call may be made now (and counts it), else the whole seconds to wait."""
        if self._room == 0:
            return None
        while self._taken and now - self._taken[0] >= self._window_s:
            self._taken.popleft()
        if len(self._taken) < self._room:
            self._taken.append(now)
            return None
        return max(1, math.ceil(self._taken[0] + self._window_s - now))
