"""A flood from one person: updates handled a second, and how long another person waits meanwhile.

    .venv/bin/python -m benchmarks.flood [updates]

The flooder's messages get no answer (talk in a group), so that Telegram's pace is not what is
measured. The other person's prompt comes when all of them wait. On two busy cores, SQLite: 2,000
updates at 93 a second, 7 ms of CPU each, the other's card after 0.4 s.
"""

import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.job_cost import cpu_s
from bot.demo.botapi import BotApi
from bot.demo.sandbox.pixverse import PixVerseSandbox, Plan
from tests.whole.conftest import SMALL, Stage
from tests.whole.process import Life


async def measure(updates: int) -> None:
    with TemporaryDirectory() as folder:
        videos = PixVerseSandbox(generation_s=(0.5, 1.0), craft=SMALL, plan=Plan(max_running=9))
        async with BotApi() as api, videos:
            await run(Stage(api=api, videos=videos, folder=Path(folder)), updates)


async def run(stage: Stage, updates: int) -> None:
    life = Life(stage)
    await stage.settled(stage.chat(stage.ann))
    eve = stage.person(666, "Eve")
    group = stage.api.world.group(-1001, "Friends", [eve], supergroup=True)
    stage.api.world.is_privacy_on = False
    for _ in range(updates):
        stage.api.world.send_text(group, eve, "chatter")
    used, since = cpu_s(life.pid), time.monotonic()
    stage.write("a wolf")
    await stage.said(stage.chat(stage.ann), "Accepted", timeout_s=600)
    accepted = time.monotonic() - since
    stage.api.world.send_text(group, eve, "/help@DemoVideoBot")
    await stage.said(group, "How to get a video", timeout_s=600)
    took, used = time.monotonic() - since, cpu_s(life.pid) - used
    await life.kill()
    print(f"{updates} updates in {took:.1f} s: {updates / took:.0f} a second,")
    print(f"  {used / updates * 1000:.2f} ms of CPU each; the other's card after {accepted:.2f} s")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
