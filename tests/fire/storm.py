"""The storm: a bot with many jobs under way is killed again and again, at random moments."""

import asyncio
import logging
import random
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from aiohttp import web

from bot.demo.faults import ANY_CALL, Faults, Handler
from bot.demo.patience import PATIENCE_S
from tests.fire.chain import LOOK_EVERY_S, states
from tests.fire.crowd import Crowd, Verdict
from tests.whole.conftest import Stage

log = logging.getLogger(__name__)

SETTINGS = {
    "PIXVERSE_MAX_RUNNING": "5",
    "USER_LIMIT_PER_MINUTE": "10000",
    "USER_LIMIT_PER_DAY": "100000",
    "USER_LIMIT_ACTIVE": "1000",
    "JOB_DEADLINE_MINUTES": "600",
}
IDLE_LOOKS = 50
"""A bot that forgets what it works on seems idle: but what it has in hand comes by then."""
CALM_S = 3 * PATIENCE_S
"""How long the last life may take to end what the storm has left."""


class Being(Protocol):
    """A living bot process."""

    async def kill(self) -> None:
        """End it as a power cut would."""


class Steps:
    """Notices when a life does its first step on a job: a request to the provider, or a word.

    `firsts_s`: how long after its birth that was, for every life that was waited for.
    """

    def __init__(self, stage: Stage) -> None:
        self.firsts_s: list[float] = []
        self._watch(stage.api.faults, {"sendMessage", "editMessageText", "editMessageMedia"})
        self._watch(stage.videos.faults, {"upload", "text", "img", "transition", "result"})
        self.begin(is_due=False)

    def _watch(self, faults: Faults, steps: set[str]) -> None:
        async def met(request: web.Request, handler: Handler) -> web.StreamResponse:
            if faults.name_of(request) in steps:
                self._done.set()
            if faults.name_of(request) == "getUpdates":
                self._listening.set()
            return await handler(request)

        faults.add(ANY_CALL, met, times=None)

    def begin(self, *, is_due: bool) -> None:
        """A life is born now; whether it has something to do at once."""
        self._since, self._is_due = time.monotonic(), is_due
        self._done, self._listening = asyncio.Event(), asyncio.Event()

    async def listening(self) -> None:
        """Wait until the life asks for updates: it begins to work before that."""
        async with asyncio.timeout(PATIENCE_S):
            await self._listening.wait()

    async def first(self) -> None:
        """Wait for the first step of a life that has something due."""
        if self._is_due:
            async with asyncio.timeout(PATIENCE_S):
                await self._done.wait()
            self.firsts_s.append(time.monotonic() - self._since)


Born = Callable[[], Awaitable[Being]]
Moment = Callable[[], Awaitable[object]]


@dataclass(slots=True, kw_only=True)
class Storm:
    """A storm over one stage. `moment` comes back when a life is to end."""

    stage: Stage
    crowd: Crowd
    under_way: int
    born: Born
    moment: Moment
    steps: Steps
    kills: int = 0

    async def rage(self, kills: int, *, until_hurt: bool = False) -> Verdict:
        """So many lives, then one in peace. `until_hurt`: no more after a law was seen broken.

        A machine may be so busy that no job has come to its end by then: some more lives are ended.
        """
        keeper = asyncio.create_task(self._keep())
        while self.kills < kills or (self._nothing_ended and self.kills < 10 * kills):
            if until_hurt and self.crowd.hurt():
                break
            self.steps.begin(is_due=_due(self.stage))
            life = await self.born()
            await self.moment()
            await life.kill()
            self.kills += 1
            log.info("%d kills, %d prompts", self.kills, self.crowd.prompts)
        keeper.cancel()
        await self._calm()
        return self.crowd.verdict()

    @property
    def _nothing_ended(self) -> bool:
        """Whether no prompt was sent but the first ones."""
        return self.crowd.prompts <= self.under_way

    async def _keep(self) -> None:
        while True:
            self.crowd.keep(self.under_way)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _calm(self) -> None:
        """A life that nobody ends, until there has been nothing left to do for a while.

        Looks are counted, not seconds: of those the machine may leave out many.
        """
        life, idle = await self.born(), 0
        async with asyncio.timeout(CALM_S):
            while idle < IDLE_LOOKS:
                works = self.crowd.waits() or set(states(self.stage)) - {"closed"}
                idle = 0 if works else idle + 1
                await asyncio.sleep(LOOK_EVERY_S)
        await life.kill()


def at_random(steps: Steps, rng: random.Random, *, longest_s: float) -> Moment:
    """A third of the lives end at a random age, a third so long after their first step, and a
    third so long after they began to listen to people."""

    async def moment() -> None:
        await rng.choice([_at_once, steps.first, steps.listening])()
        await asyncio.sleep(rng.uniform(0.05, longest_s))

    return moment


async def _at_once() -> None:
    pass


def _due(stage: Stage) -> bool:
    """Whether a job waits for a step now, by the store of a bot that does not run."""
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    # A queued job may wait for a place long after it is due.
    wanted = """
        SELECT count(*) FROM jobs
        WHERE card_due_at <= :now OR (due_at <= :now AND state IN ('submitting', 'generating'))
    """
    try:
        with closing(sqlite3.connect(f"{stage.folder}/bot.db")) as store:
            return bool(store.execute(wanted, {"now": now}).fetchone()[0])
    except sqlite3.OperationalError:  # no life has come so far as to make it
        return False
