"""Plays scenes: the real bot between the demo's Telegram and video service."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo.sandbox.studio import Craft
from tests.fast_clock import FastClock
from tests.guide.scenes import SCENES
from tests.guide.transcript import Phone
from tests.whole.conftest import SMALL, Stage, staged

TIMES = 12
"""How much quicker the bot's clock runs: a video seems to take as long as a real one."""


@asynccontextmanager
async def playing(craft: Craft = SMALL, *, times: float = TIMES) -> AsyncIterator[Stage]:
    """A stage with the running bot, whose clock is so many times as quick."""
    with TemporaryDirectory() as folder:
        async with staged(Path(folder), craft=craft) as stage:
            stage.api.world.is_inline_on = True
            async with stage.bot(FastClock(times), status_poll_seconds=5):
                yield stage


async def transcripts(
    names: Collection[str] = tuple(SCENES), *, times: float = TIMES
) -> Mapping[str, str]:
    """What happens in each of these scenes, by its name."""
    async with playing(times=times) as stage:
        return {name: await transcript(stage, name) for name in names}


async def transcript(stage: Stage, name: str) -> str:
    """What happens in a scene, which a person of its own plays."""
    user = stage.person(2000 + list(SCENES).index(name), "You")
    phone = Phone(world=stage.api.world, chat=stage.chat(user), user=user)
    await SCENES[name](phone)
    return "".join(f"{line}\n" for line in phone.lines)
