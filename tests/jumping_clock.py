"""A clock that a test can make jump."""

from datetime import datetime, timedelta

from tests.fast_clock import FastClock


class JumpingClock(FastClock):
    """Runs like the machine's, or as many times as quick; `jump` adds to it."""

    def __init__(self, times: float = 1) -> None:
        super().__init__(times)
        self._jumped = timedelta(0)

    def jump(self, **span: float) -> None:
        self._jumped += timedelta(**span)

    def now(self) -> datetime:
        return super().now() + self._jumped
