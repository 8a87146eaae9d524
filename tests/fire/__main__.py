"""`make storm`: 500 kills of the bot as an operator starts it, and of two broken ones.

Prints what came of it; a storm in full also writes docs/storm.json. Exit code 1: a law was broken,
a broken bot was not caught, or a first step took longer than three seconds.
"""

import argparse
import asyncio
import json
import logging
import random
import statistics
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.demo.botapi.server import BotApi
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox, Plan
from tests.fire.broken import BROKEN
from tests.fire.crowd import Crowd
from tests.fire.storm import SETTINGS, Steps, Storm, at_random
from tests.whole.conftest import ADMIN_ID, SMALL, Stage
from tests.whole.process import ROOT, environment, settings_of

RESULT = ROOT / "docs" / "storm.json"
IN_FULL = 500
UNDER_WAY = 20
LONGEST_S = 1.5
FIRST_STEP_WITHIN_S = 3.0


@dataclass(frozen=True, slots=True)
class Spawned:
    """A Being that was started from a command line."""

    process: Process

    async def kill(self) -> None:
        """See Being."""
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def storm(command: Sequence[str], seed: int) -> AsyncIterator[Storm]:
    """A storm over `python -m` this command, with servers and a store of its own."""
    videos = PixVerseSandbox(
        generation_s=(0.2, 2.0),
        craft=SMALL,
        plan=Plan(max_running=5),
        credits=(0, 10**6),  # for more videos than a storm has time for
    )
    with tempfile.TemporaryDirectory() as folder:
        async with BotApi(admin_id=ADMIN_ID) as api, videos:
            stage = Stage(api=api, videos=videos, folder=Path(folder))
            rng, steps = random.Random(seed), Steps(stage)
            yield Storm(
                stage=stage,
                crowd=Crowd(stage, rng),
                under_way=UNDER_WAY,
                born=lambda: spawned(stage, command),
                moment=at_random(steps, rng, longest_s=LONGEST_S),
                steps=steps,
            )


async def spawned(stage: Stage, command: Sequence[str]) -> Spawned:
    with (stage.folder / "bot.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *command,
            cwd=stage.folder, env=environment(**settings_of(stage) | SETTINGS),
            stdout=log, stderr=log,
        )  # fmt: skip
    return Spawned(process)


async def held(kills: int, seed: int) -> dict[str, Any]:
    """What came of the true bot."""
    async with storm(["bot"], seed) as raging:
        found = await raging.rage(kills)
        firsts_s = raging.steps.firsts_s
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "seed": seed,
        "kills": kills,
        "jobs": found.prompts,
        "lost": len(found.lost),
        "doubled": len(found.doubled),
        "orphaned_cards": found.orphans,
        "first_steps": len(firsts_s),
        "median_first_step_s": round(statistics.median(firsts_s or [0]), 2),
        "slowest_first_step_s": round(max(firsts_s, default=0), 2),
    }


async def caught(name: str, kills: int, seed: int) -> dict[str, int]:
    """After how many kills a broken bot was caught, and what it had done by then."""
    async with storm(["tests.fire.broken", name], seed) as raging:
        found = await raging.rage(kills, until_hurt=True)
        return {
            "kills": raging.kills,
            "jobs": found.prompts,
            "lost": len(found.lost),
            "doubled": len(found.doubled),
        }


async def main(kills: int, seed: int) -> int:
    """Run all three, print, and write when it was in full; the exit code."""
    result = await held(kills, seed)
    logging.getLogger(__name__).info("held: %s", result)  # the controls take as long again
    controls = {name: await caught(name, kills, seed) for name in BROKEN}
    text = json.dumps(result | {"controls": controls}, indent=2) + "\n"
    sys.stdout.write(text)
    if kills >= IN_FULL:
        RESULT.write_text(text)
    all_caught = all(control["lost"] or control["doubled"] for control in controls.values())
    in_time = result["slowest_first_step_s"] <= FIRST_STEP_WITHIN_S
    return 0 if not result["lost"] and not result["doubled"] and all_caught and in_time else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.fire", description=__doc__)
    parser.add_argument("--kills", type=int, default=IN_FULL)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    logging.getLogger(__name__).info("seed %d", chosen.seed)
    sys.exit(asyncio.run(main(chosen.kills, chosen.seed)))
