"""How many orders a client may send in a minute."""

import math
from collections import deque

WINDOW_S = 60.0


class Quota:
    """At most `per_minute` in any sixty seconds; None is no limit."""

    def __init__(self, per_minute: int | None) -> None:
        self._per_minute = per_minute
        self._taken: deque[float] = deque()

    def refuse(self, now: float) -> int | None:
        """None when an order may come now (and counts it), else the whole seconds to wait."""
        if self._per_minute is None:
            return None
        while self._taken and now - self._taken[0] >= WINDOW_S:
            self._taken.popleft()
        if len(self._taken) < self._per_minute:
            self._taken.append(now)
            return None
        first = self._taken[0] if self._taken else now
        return max(1, math.ceil(first + WINDOW_S - now))
