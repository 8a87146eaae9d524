"""What one job costs: statements and commits, requests, and CPU seconds of the bot's process.

    .venv/bin/python -m benchmarks.job_cost [jobs]

Every job is a prompt of its own person. The bot is a process of its own; the demo's servers are in
this one, so their cost is not in the figures.
"""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo.botapi import BotApi
from bot.demo.sandbox.pixverse import PixVerseSandbox, Plan
from bot.demo.sandbox.studio import Craft
from tests.whole.conftest import Stage
from tests.whole.process import Life

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_s(pid: int) -> float:
    """What a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def counted_main(counts: Path) -> int:
    """The bot, with its statements counted; the count is written when it ends."""
    from sqlalchemy import event  # noqa: PLC0415
    from sqlalchemy.engine import Engine  # noqa: PLC0415

    seen: Counter[str] = Counter()

    def count(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen[statement.split(maxsplit=1)[0]] += 1

    event.listen(Engine, "before_cursor_execute", count)
    from bot.__main__ import main  # noqa: PLC0415

    try:
        return main([])
    finally:
        counts.write_text(json.dumps(seen))


async def measure(jobs: int) -> None:
    with TemporaryDirectory() as folder:
        videos = PixVerseSandbox(
            generation_s=(0.5, 1.0), craft=Craft(fps=2, scale=0.05), plan=Plan(max_running=1000)
        )
        async with BotApi() as api, videos:
            stage = Stage(api=api, videos=videos, folder=Path(folder))
            await run(stage, jobs)


async def run(stage: Stage, jobs: int) -> None:
    counts = stage.folder / "counts.json"
    life = Life(
        stage, settings={"PIXVERSE_MAX_RUNNING": "20"}, main=counted_main, main_args=(counts,)
    )
    await stage.settled(stage.chat(stage.ann))
    people = [stage.person(10_000 + number, f"P{number}") for number in range(jobs)]
    before, telegram, provider = cpu_s(life.pid), len(stage.api.calls), len(stage.videos.calls)
    since = time.monotonic()
    for person in people:
        stage.write("a wolf", person)
    for person in people:
        await stage.said(stage.chat(person), "Your video is ready", timeout_s=600)
    took = time.monotonic() - since
    used = cpu_s(life.pid) - before
    calls = Counter(call.method for call in stage.api.calls[telegram:])
    asked = Counter(call.name for call in stage.videos.calls[provider:] if call.name != "media")
    life.signal(15)
    await life.end()
    seen = json.loads(counts.read_text())
    report(jobs, took, used, calls, asked, seen)


def report(
    jobs: int,
    took: float,
    used: float,
    calls: Counter[str],
    asked: Counter[str],
    seen: dict[str, int],
) -> None:
    def each(counter: Counter[str]) -> str:
        return ", ".join(f"{name} {number / jobs:.2f}" for name, number in counter.most_common())

    print(f"{jobs} jobs in {took:.1f} s; per job:")
    print(f"  CPU of the bot       {used / jobs * 1000:.0f} ms")
    print(f"  requests to Telegram {each(calls)}")
    print(f"  requests to PixVerse {each(asked)}")
    print(f"  statements           {each(Counter(seen))}")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
