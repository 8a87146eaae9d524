"""`make demo`: a Telegram, a video service and the real bot between them, all on this machine."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo.botapi.server import BotApi
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox, Plan
from bot.demo.sandbox.wishes import PROMPT_WORDS

ROOT = Path(__file__).parents[2]
PAGE_PORT = 8088
"""Where the chat page is when nobody else is there."""
STOPS_WITHIN_S = 6.0
HINT = (
    "Write what you want to see, or drop a picture here with a caption.\n"
    "A video takes about ten seconds. Also try #moderated or #failed in a prompt."
)


async def show(stop: asyncio.Event) -> int:
    """Run until `stop` is set or the bot ends by itself; gives the exit code."""
    telegram = BotApi(hint=HINT, admin_id=ADMIN_ID)
    videos = PixVerseSandbox(
        plan=Plan(max_running=2, requests_per_second=1), generation_s=(5.0, 10.0)
    )
    with TemporaryDirectory(prefix="demo-") as folder:
        await _start(telegram)
        async with videos:
            bot = await _start_bot(_environment(telegram, videos, folder), folder)
            _explain(telegram, videos)
            try:
                return await _until(stop, bot)
            finally:
                await telegram.stop()


ADMIN_ID = 700_000_002


async def _start(telegram: BotApi) -> None:
    try:
        await telegram.start(PAGE_PORT)
    except OSError:  # somebody else is there
        await telegram.start()


def _environment(telegram: BotApi, videos: PixVerseSandbox, folder: str) -> Mapping[str, str]:
    """All that the bot is told. The operator's own settings stay out of it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "ADMIN_IDS": str(ADMIN_ID),
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        "PIXVERSE_API_KEY": "sandbox-key",
        "PIXVERSE_BASE_URL": videos.url,
        "STATUS_POLL_SECONDS": "2",
    }


async def _start_bot(environment: Mapping[str, str], folder: str) -> asyncio.subprocess.Process:
    """The bot as `make run` runs it; in a session of its own, so that Ctrl-C is ours to pass on."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", env=dict(environment), cwd=folder, start_new_session=True
    )


def _explain(telegram: BotApi, videos: PixVerseSandbox) -> None:
    words = "\n".join(f"    {word:<12} {meaning}" for word, meaning in PROMPT_WORDS.items())
    sys.stdout.write(
        f"\n  Chat with the bot:  {telegram.page_url}\n\n"
        f"  Words in a prompt steer the sandbox:\n{words}\n"
        f"  More faults are on switches:  {videos.url}/switches\n\n"
        "  Ctrl-C stops everything.\n\n"
    )
    sys.stdout.flush()


async def _until(stop: asyncio.Event, bot: asyncio.subprocess.Process) -> int:
    stopping = asyncio.ensure_future(stop.wait())
    ended = asyncio.ensure_future(bot.wait())
    await asyncio.wait((stopping, ended), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not ended.done():
        bot.terminate()
        try:
            async with asyncio.timeout(STOPS_WITHIN_S):
                await ended
        except TimeoutError:
            bot.kill()
            await bot.wait()
    return bot.returncode or 0
