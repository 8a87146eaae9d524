"""The picture with which a video ends, by a program apart from the bot: see `last_frame`."""

import asyncio
import os
import sys
from pathlib import Path

from bot.i18n.words import Notice
from bot.intake.images import PictureRefused
from bot.worker.last_frame import Found

PROGRAM = Path(__file__).with_name("last_frame.py")
KEPT = ("LD_LIBRARY_PATH",)
"""What it needs of the bot's environment, which has the bot's keys."""


class Frames:
    """Looks at one video at a time, for `within_s` at most.

    That is more than the time of the program itself, which may have to wait for a busy machine.
    """

    def __init__(self, within_s: float = 30) -> None:
        self._within_s = within_s
        self._turn = asyncio.Lock()

    async def last(self, film: bytes) -> bytes:
        """The last picture of a video, as PNG. Raises PictureRefused."""
        async with self._turn:
            found, png = await _look(film, self._within_s)
        if found == Found.FRAME:
            return png
        raise PictureRefused(Notice("frame-broken" if found == Found.NOTHING else "frame-too-much"))


async def _look(film: bytes, within_s: float) -> tuple[int, bytes]:
    """How the program ended, and what it gave."""
    looking = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        PROGRAM,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
    )
    try:
        async with asyncio.timeout(within_s):
            png, _ = await looking.communicate(film)
    except TimeoutError:
        return Found.TOO_LARGE, b""
    finally:
        if looking.returncode is None:
            looking.kill()
            await looking.wait()
    return looking.returncode or 0, png
