"""Waiting for something to be true, without sleeping for luck."""

import asyncio
from collections.abc import Callable

from bot.demo.patience import PATIENCE_S


class Bell:
    """Rung whenever something changed; whoever waits then looks again."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def ring(self) -> None:
        """Something changed."""
        for event in self._waiting:
            event.set()

    async def until(self, true: Callable[[], bool], *, timeout_s: float = PATIENCE_S) -> None:
        """Return as soon as `true()` holds; raises TimeoutError after `timeout_s`."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(timeout_s):
                while not true():
                    await event.wait()
                    event.clear()
        finally:
            self._waiting.discard(event)
