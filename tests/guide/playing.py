"""Plays scenes: the real bot between the demo's Telegram and video service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo.sandbox.studio import Craft
from tests.fast_clock import FastClock
from tests.guide.scenes import Scene
from tests.guide.transcript import Phone
from tests.whole.conftest import SMALL, staged

TIMES = 60
"""How much quicker the bot's clock runs: a video seems to take as long as a real one."""
YOU = 700_000_001
"""The person whom the chat page shows."""


@asynccontextmanager
async def playing(craft: Craft = SMALL) -> AsyncIterator[tuple[Phone, str]]:
    """A phone in an empty chat with the bot, and the address of the chat page."""
    with TemporaryDirectory() as folder:
        async with staged(Path(folder), craft=craft) as stage:
            you = stage.api.world.users[YOU]
            phone = Phone(world=stage.api.world, chat=stage.chat(you), user=you)
            async with stage.bot(FastClock(TIMES), status_poll_seconds=5):
                yield phone, stage.api.page_url


async def transcript(scene: Scene) -> str:
    """What happens in a scene."""
    async with playing() as (phone, _):
        await scene(phone)
    return "".join(f"{line}\n" for line in phone.lines)
