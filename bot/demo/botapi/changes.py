"""Waiting for something to become true, without asking over and over."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Changes:
    """Told of every change of something; wakes who waits for one of them."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def tell(self) -> None:
        """Something changed."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def until(
        self, look: Callable[[], Found | None], *, timeout_s: float, otherwise: Callable[[], str]
    ) -> Found:
        """Wait until a look gives something true, and give that.

        When the time is over: AssertionError with the words of `otherwise`.
        """
        try:
            async with asyncio.timeout(timeout_s):
                while not (found := look()):
                    await self._next()
                return found
        except TimeoutError:
            raise AssertionError(f"not within {timeout_s} s: {otherwise()}") from None

    async def _next(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)
