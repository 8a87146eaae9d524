"""What is old is deleted, also from the bytes of the file."""

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


async def test_jobs_are_forgotten_retention_days_after_their_end(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        stage.write(SECRET)
        await stage.said(chat, "Your video is ready")
    async with stage.bot(later(days=89)):
        await stage.command(chat, "/history", SECRET)
    async with stage.bot(later(days=91)):
        await until_forgotten(stage)
        await stage.command(chat, "/history", "Nothing yet")


async def test_without_retention_days_jobs_stay_for_ever(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        stage.write(SECRET)
        await stage.said(chat, "Your video is ready")
    async with stage.bot(later(days=9999), retention_days=0):
        await stage.command(chat, "/history", SECRET)
