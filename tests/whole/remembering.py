"""What the store's file still has, as time goes on."""

import asyncio
from datetime import timedelta

from bot.clock import AheadClock, SystemClock
from bot.demo.patience import PATIENCE_S
from tests.whole.conftest import Stage

SECRET = "a very secret wolf"


def later(**span: float) -> AheadClock:
    return AheadClock(SystemClock(), timedelta(**span))


def remembered(stage: Stage, words: str = SECRET) -> bool:
    """Whether the bytes of the store, and of its log, have these words."""
    files = sorted(stage.folder.glob("bot.db*"))
    assert files[0].read_bytes().startswith(b"SQLite")
    return any(words.encode() in path.read_bytes() for path in files)


async def until_forgotten(stage: Stage, words: str = SECRET) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while remembered(stage, words):  # noqa: ASYNC110 (a file rings no bell)
            await asyncio.sleep(0.05)
