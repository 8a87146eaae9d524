"""A start with 10,000 open jobs: how soon it works, how well, and what it costs.

    .venv/bin/python -m benchmarks.restart [open jobs] [requests per second] [seconds]

The store is what an earlier life left behind: all jobs are due, of three kinds, with 40 finished
ones of each to learn from, and a thousand delivered ones. The bot is `python -m bot` as a process
of its own; the demo's servers are in this one, so their cost is not in the figures. Videos that
are there have failed, which costs the sandbox no film.

Measured with SQLite, on two cores that other work kept busy as well:

    open jobs   allowed   first check     checks   first looked at: had ended   all   CPU   memory
    10,000      10/s        1 to 4 s   9 to 10/s                 277 of 277    16 %  30 %   227 MB
    10,000       1/s           1.4 s       1.0/s                   31 of 31    16 %   9 %   225 MB
    300         10/s           2.4 s       9.6/s                  44 of 137    15 %  21 %   226 MB

The CPU is that of all that follows, too: each job that had ended is told to its person.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.job_cost import cpu_s
from bot.demo.botapi import BotApi
from bot.demo.sandbox.pixverse import PixVerseSandbox, Plan
from bot.demo.sandbox.studio import Craft
from storage.store import Store
from tests.whole.backlog import Left, closed, first_checks, leave, put
from tests.whole.conftest import Stage
from tests.whole.process import ROOT, environment, settings_of

DELIVERED = 1000


async def measure(count: int, per_second: float, seconds: float) -> None:
    with TemporaryDirectory() as folder:
        plan = Plan(max_running=count, requests_per_second=per_second)
        videos = PixVerseSandbox(generation_s=(0, 0), craft=Craft(fps=2, scale=0.05), plan=plan)
        async with BotApi() as api, videos:
            stage = Stage(api=api, videos=videos, folder=Path(folder))
            store = await Store.open(f"sqlite:///{folder}/bot.db")
            left = await leave(stage, store, count=count, made="a wolf #failed")
            await put(store, [closed(-n, datetime.now(UTC)) for n in range(1, DELIVERED + 1)])
            await store.close()
            await run(stage, left, per_second, seconds)


async def run(stage: Stage, left: Sequence[Left], per_second: float, seconds: float) -> None:
    settings = settings_of(stage) | {
        "PIXVERSE_REQUESTS_PER_SECOND": str(per_second),
        "STATUS_POLL_SECONDS": "5",
        "LOG_LEVEL": "WARNING",
    }
    started = time.monotonic()
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", cwd=ROOT, env=environment(**settings)
    )
    try:
        await stage.videos.until(lambda: bool(stage.videos.calls))
        used, since = cpu_s(bot.pid), time.monotonic()
        await asyncio.sleep(seconds)
        used, took = cpu_s(bot.pid) - used, time.monotonic() - since
        print(f"first check            {stage.videos.calls[0].at - started:.1f} s after the start")
        report(stage, left, took)
        print(f"CPU of the bot         {100 * used / took:.0f} % of a core")
        print(f"memory of the bot      {memory_mb(bot.pid):.0f} MB")
    finally:
        bot.terminate()
        await bot.wait()


def report(stage: Stage, left: Sequence[Left], took: float) -> None:
    calls = [call for call in stage.videos.calls if call.name == "result"]
    refused = sum(call.status == 429 for call in calls)
    print(f"checks                 {len(calls) / took:.1f}/s, 429: {refused}")
    made = {one.submission_id for one in left if one.is_made}
    first = first_checks(stage.videos)
    found = sum(name in made for name in first)
    print(f"of the first {len(first)} looked at, {100 * found / len(first):.0f} % had ended;")
    print(f"in any order           {100 * len(made) / len(left):.0f} %")


def memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    asked = [float(word) for word in sys.argv[1:]]
    count, per_second, seconds = asked + [10_000, 10, 30][len(asked) :]
    asyncio.run(measure(int(count), per_second, seconds))
