"""`make demo`: a Telegram, video services and the real bot between them, all on this machine.

PROVIDERS chooses the services, as it does for the bot; all five are there when it says nothing.
"""

import asyncio
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo.botapi.server import BotApi
from bot.demo.sandbox.wishes import PROMPT_WORDS
from bot.demo.services import Service, UnknownServiceError, services

ROOT = Path(__file__).parents[2]
PAGE_PORT = 8088
"""Where the chat page is when nobody else is there."""
STOPS_WITHIN_S = 15.0
HINT = (
    "Write what you want to see, or drop a picture here with a caption.\n"
    "A video takes about ten seconds. Also try #moderated or #failed in a prompt.\n"
    "Later, /history and, among Friends, @DemoVideoBot with a word of a prompt."
)


async def show(stop: asyncio.Event) -> int:
    """Run until `stop` is set or the bot ends by itself; gives the exit code."""
    try:
        chosen = services(os.environ.get("PROVIDERS", ""))
    except UnknownServiceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    telegram = BotApi(hint=HINT, admin_id=ADMIN_ID)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="demo-"))
        for service in chosen:
            await stack.enter_async_context(service.sandbox)
        await _start(telegram)
        stack.push_async_callback(telegram.stop)
        bot = await _start_bot(_environment(telegram, chosen, folder), folder)
        _explain(telegram, chosen)
        return await _until(stop, bot)


ADMIN_ID = 700_000_002


async def _start(telegram: BotApi) -> None:
    try:
        await telegram.start(PAGE_PORT)
    except OSError:  # somebody else is there
        await telegram.start()


def _environment(telegram: BotApi, chosen: Sequence[Service], folder: str) -> Mapping[str, str]:
    """All that the bot is told. The operator's own settings stay out of it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    port = _free_port()
    told = {
        "PROVIDERS": ",".join(service.name for service in chosen),
        # Loopback is public enough for services on this machine.
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HTTP_PORT": str(port),
    }
    for service in chosen:
        told |= service.environment
    return (
        kept
        | told
        | {
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "ADMIN_IDS": str(ADMIN_ID),
            "DATABASE_URL": f"sqlite:///{folder}/bot.db",
            "STATUS_POLL_SECONDS": "2",
        }
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _start_bot(environment: Mapping[str, str], folder: str) -> asyncio.subprocess.Process:
    """The bot as `make run` runs it; in a session of its own, so that Ctrl-C is ours to pass on."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", env=dict(environment), cwd=folder, start_new_session=True
    )


def _explain(telegram: BotApi, chosen: Sequence[Service]) -> None:
    words = "\n".join(f"    {word:<12} {meaning}" for word, meaning in PROMPT_WORDS.items())
    switches = "\n".join(f"    {one.name:<12} {one.sandbox.url}/switches" for one in chosen)
    sys.stdout.write(
        f"\n  Chat with the bot:  {telegram.page_url}\n\n"
        f"  Words in a prompt steer the services:\n{words}\n"
        f"  More faults are on switches:\n{switches}\n\n"
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
