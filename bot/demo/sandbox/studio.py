"""What every sandbox shares: productions that take a while and end, mostly as a video."""

import asyncio
import logging
import math
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import av
from PIL import Image

from bot.demo.sandbox.bell import Bell
from bot.demo.sandbox.render import Stopped, render
from bot.demo.sandbox.shelf import Item, Shelf
from bot.demo.sandbox.shot import Shot, even
from bot.demo.sandbox.wishes import Ending, Wish

log = logging.getLogger(__name__)

RENDERED_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Craft:
    """How clips are made. A small `scale` makes small ones quickly, for tests."""

    fps: int = 24
    scale: float = 1.0

    def shot(self, shot: Shot) -> Shot:
        """The shot as this craft films it."""
        size = even(shot.width * self.scale), even(shot.height * self.scale)
        return replace(shot, width=size[0], height=size[1], fps=self.fps)


FULL_SIZE = Craft()


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """One clip in the making; `ending` is None until it has ended. Times are in UTC."""

    number: int
    shot: Shot
    began_at: datetime
    ended_at: datetime | None = None
    ending: Ending | None = None
    film: Item | None = None


@dataclass(slots=True)
class _Cue:
    """When a production is due (seconds of the monotonic clock), and what was called meanwhile."""

    due: float
    called: bool = False
    ending: Ending | None = None
    nudged: asyncio.Event = field(default_factory=asyncio.Event)


class Studio:
    """Films shots. `rung` rings, and `ended` is called, whenever a production ends."""

    def __init__(
        self,
        *,
        generation_s: tuple[float, float],
        craft: Craft,
        rng: random.Random,
        shelf: Shelf,
        rung: Bell,
        ended: Callable[[Production], None],
    ) -> None:
        self._generation_s = generation_s
        self._craft = craft
        self._rng = rng
        self._shelf = shelf
        self._rung = rung
        self._ended = ended
        self._productions: dict[int, Production] = {}
        self._cues: dict[int, _Cue] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._held = False
        self._stopping = threading.Event()
        self._threads = ThreadPoolExecutor(RENDERED_AT_ONCE, thread_name_prefix="studio")
        # A number too long for 32 bits, but exact in a JavaScript number.
        self._number = 300_000_000_000_000 + rng.randrange(10**12)

    @property
    def running(self) -> int:
        """How many productions have not ended."""
        return len(self._cues)

    def new_number(self) -> int:
        """A number for the next production."""
        self._number += 1
        return self._number

    def find(self, number: int) -> Production | None:
        """The production as it stands."""
        return self._productions.get(number)

    def begin(self, number: int, shot: Shot, wish: Wish) -> Production:
        """Start a production, which ends as its wish says."""
        production = Production(
            number=number, shot=self._craft.shot(shot), began_at=datetime.now(UTC)
        )
        seconds = math.inf if wish.pace is None else self._rng.uniform(*self._generation_s)
        cue = _Cue(due=time.monotonic() + seconds * (wish.pace or 1.0))
        self._productions[number], self._cues[number] = production, cue
        task = asyncio.create_task(self._produce(production, cue, wish), name=f"film {number}")
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return production

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a production broke", exc_info=error)

    def hold(self) -> None:
        """From now on nothing ends by itself, only by `finish`."""
        self._held = True

    def release(self) -> None:
        """Undo `hold`: whatever is due ends now."""
        self._held = False
        for cue in self._cues.values():
            cue.nudged.set()

    async def finish(self, number: int, ending: Ending | None = None) -> Production:
        """End a production now, as its wish says or as `ending`, and wait until it has ended.

        One that has ended stays as it is. Raises KeyError for an unknown number.
        """
        if (cue := self._cues.get(number)) is not None:
            cue.called, cue.ending = True, ending
            cue.nudged.set()
            await self._rung.until(lambda: number not in self._cues)
        return self._productions[number]

    async def _produce(self, production: Production, cue: _Cue, wish: Wish) -> None:
        await self._due(cue)
        ending = cue.ending or wish.ending
        film = await self._film(production.shot) if ending is Ending.VIDEO else None
        if ending is Ending.VIDEO and film is None:
            ending = Ending.FAILED
        ended = replace(production, ended_at=datetime.now(UTC), ending=ending, film=film)
        self._productions[production.number] = ended
        del self._cues[production.number]
        self._ended(ended)
        self._rung.ring()

    async def _due(self, cue: _Cue) -> None:
        """Wait for the time, unless held, or for the call."""
        while not cue.called:
            left_s = cue.due - time.monotonic()
            if left_s <= 0 and not self._held:
                return
            cue.nudged.clear()
            endless = self._held or left_s == math.inf
            try:
                async with asyncio.timeout(None if endless else left_s):
                    await cue.nudged.wait()
            except TimeoutError:
                continue

    async def draw(self, work: Callable[[Path], Image.Image], file: Path) -> Image.Image:
        """Do some work of the pencil in one of the studio's threads."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, file)

    async def _film(self, shot: Shot) -> Item | None:
        item = self._shelf.place(".mp4", "video/mp4")
        loop = asyncio.get_running_loop()
        filming = loop.run_in_executor(self._threads, self._render, shot, item)
        try:
            await filming
        except (av.FFmpegError, OSError, ValueError):
            log.exception("a clip could not be rendered")
            return None
        return item

    def _render(self, shot: Shot, item: Item) -> None:
        if self._stopping.is_set():
            raise Stopped
        render(shot, item.file, stopped=self._stopping.is_set)

    async def stop(self) -> None:
        """Break everything off; returns when no thread draws any more."""
        self._stopping.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
