"""The bot with a clock that races: its back-offs of minutes take seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot import app
from tests.racing_clock import RacingClock
from tests.whole.conftest import Stage


@asynccontextmanager
async def racing_bot(stage: Stage, **overrides: Any) -> AsyncIterator[None]:
    """As Stage.bot."""
    stop = asyncio.Event()
    settings = stage.settings(**({"status_poll_seconds": 1} | overrides))
    running = asyncio.create_task(app.run(settings, clock=RacingClock(), stop=stop))
    try:
        yield
    finally:
        stop.set()
        await running
