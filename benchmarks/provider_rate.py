"""How much of its allowance a loaded provider sees, and how often it has to say 429.

    .venv/bin/python -m benchmarks.provider_rate [requests per second] [seconds]

A hundred prompts of as many people are submitted and then checked as often as the budget lets
them. The sandbox refuses what comes faster than its limit, which is the allowance itself.
"""

import asyncio
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo.botapi import BotApi
from bot.demo.sandbox.pixverse import PixVerseSandbox, Plan
from bot.demo.sandbox.studio import Craft
from tests.whole.conftest import Stage

PEOPLE = 100


async def measure(per_second: float, seconds: float) -> None:
    with TemporaryDirectory() as folder:
        videos = PixVerseSandbox(
            craft=Craft(fps=2, scale=0.05),
            plan=Plan(max_running=PEOPLE, requests_per_second=per_second),
        )
        videos.hold()
        async with BotApi() as api, videos:
            stage = Stage(api=api, videos=videos, folder=Path(folder))
            settings = {
                "pixverse_requests_per_second": per_second,
                "pixverse_max_running": PEOPLE,
                "status_poll_seconds": 1,
            }
            async with stage.bot(**settings):
                await run(stage, per_second, seconds)


async def run(stage: Stage, per_second: float, seconds: float) -> None:
    for number in range(PEOPLE):
        stage.write("a wolf", stage.person(2000 + number, "Zoe"))
    await stage.videos.until(lambda: len(stage.videos.calls) > 2 * per_second)
    first = len(stage.videos.calls)
    await asyncio.sleep(seconds)
    seen = stage.videos.calls[first:]
    rate = (len(seen) - 1) / (seen[-1].at - seen[0].at)
    names = dict(Counter(call.name for call in seen))
    refused = sum(call.status == 429 for call in seen)
    print(
        f"allowed {per_second:g}/s, seen {rate:.2f}/s ({100 * rate / per_second:.1f} %)"
        f" over {seconds:g} s: {names}, 429: {refused}"
    )


if __name__ == "__main__":
    asked = [float(word) for word in sys.argv[1:]]
    since = time.monotonic()
    asyncio.run(measure(*(asked + [10.0, 20.0][len(asked) :])))
    print(f"{time.monotonic() - since:.0f} s in all")
