"""Flood limits: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.botapi.chats import Chat
from bot.demo.botapi.refusals import flood


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a bot may send; None: as much as it likes.

    `burst` is how many a private chat takes at once after a rest.
    """

    per_second: float | None = None
    private_per_second: float | None = None
    burst: int = 1
    group_per_minute: int | None = None


@dataclass(slots=True)
class _Bucket:
    rate: float
    size: float
    filled: float
    at: float

    def wait_s(self, now: float) -> float:
        """Seconds until one more fits."""
        self.filled = min(self.size, self.filled + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.filled >= 1 else (1 - self.filled) / self.rate


class Flood:
    """Counts what the bot sends. `now` gives steady seconds."""

    def __init__(self, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._now = now
        self._buckets: dict[int, _Bucket] = {}

    def check(self, chat: Chat) -> None:
        """Count one message or edit. Raises Refused, and counts nothing, when it is too much."""
        now = self._now()
        buckets = [bucket for bucket in (self._overall(now), self._of(chat, now)) if bucket]
        wait_s = max((bucket.wait_s(now) for bucket in buckets), default=0.0)
        if wait_s > 0:
            raise flood(max(1, math.ceil(wait_s)))
        for bucket in buckets:
            bucket.filled -= 1

    def _overall(self, now: float) -> _Bucket | None:
        rate = self.limits.per_second
        return None if rate is None else self._bucket(0, rate, max(1.0, rate), now)

    def _of(self, chat: Chat, now: float) -> _Bucket | None:
        if chat.is_private:
            rate, size = self.limits.private_per_second, float(self.limits.burst)
        else:
            per_minute = self.limits.group_per_minute
            rate = None if per_minute is None else per_minute / 60
            size = float(per_minute or 0)
        return None if rate is None else self._bucket(chat.id, rate, size, now)

    def _bucket(self, key: int, rate: float, size: float, now: float) -> _Bucket:
        return self._buckets.setdefault(key, _Bucket(rate, size, size, now))
