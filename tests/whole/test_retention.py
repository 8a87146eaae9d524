"""What is old is deleted, also from the bytes of the file."""

from tests.whole.conftest import Stage
from tests.whole.remembering import SECRET, later, until_forgotten


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
