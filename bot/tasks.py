"""The one place that starts background tasks: it keeps them, logs how they end and stops them."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger(__name__)


class Tasks:
    """A set of running tasks. Whoever made it ends it with `settle`."""

    def __init__(self, *, on_crash: Callable[[BaseException], None] | None = None) -> None:
        """`on_crash` hears of a task's exception; without it the exception is logged."""
        self._running: set[asyncio.Task[Any]] = set()
        self._on_crash = on_crash

    def start(self, work: Coroutine[Any, Any, None], *, name: str) -> asyncio.Task[None]:
        """Run `work` in the background; an exception of it is logged, never lost."""
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and self._on_crash is not None:
            self._on_crash(error)
        elif error is not None:
            log.error("task-crashed", task=task.get_name(), exc_info=error)

    async def settle(self, *, within_s: float) -> None:
        """Let what runs come to its end, `within_s` at most; cancel the rest and wait for it."""
        if self._running:
            await asyncio.wait(self._running, timeout=within_s)
        for task in self._running:
            task.cancel()
        while self._running:
            await asyncio.wait(self._running)
