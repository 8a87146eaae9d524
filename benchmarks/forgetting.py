"""What it costs to forget much: 100,000 old jobs at once, and a person with 10,000.

    .venv/bin/python -m benchmarks.forgetting [old jobs] [jobs of one person]

The store is SQLite; meanwhile somebody else asks it something small again and again, and the
longest wait for an answer is what a user may feel. The file is written anew once a day.

Measured on two cores that other work kept busy as well:

                                     took   longest wait
    100,000 old jobs deleted        3.0 s          42 ms
    10,000 of one person forgotten  0.5 s           8 ms
    100,000 jobs written anew       0.4 s         330 ms
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory

from bot.clock import SystemClock
from bot.forgetting import forget_person
from storage.store import Store
from tests.whole.backlog import closed, put

NOW = datetime.now(UTC)
KEPT = timedelta(days=90)
ANN = 7
VIDEO = {
    "request": {"prompt": "a paper boat on a rainy street, slow dolly in, golden light " * 2},
    "outcome": {"ending": "video", "video": {"url": "https://media.example/" + "x" * 120}},
    "file_ref": "B" * 80, "submission_id": "5" * 15, "generated_s": 40.0,
    "pace_key": "pixverse/text/540p/5",
}  # fmt: skip


async def measure(old: int, of_one: int) -> None:
    with TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite:///{folder}/bot.db")
        await fill(store, range(old), ended=NOW - 2 * KEPT, people=1000)
        await fill(store, range(old, old + of_one), ended=NOW - KEPT / 2, people=1)
        await timed(f"pruning {old:,}", store, prune(store))
        await timed(f"forgetting {of_one:,}", store, forget_person(store, ANN, clock=SystemClock()))
        await timed("pruning nothing", store, prune(store))
        young = range(old + of_one, 2 * old + of_one)
        await fill(store, young, ended=NOW - KEPT / 2, people=1000)
        await timed(f"rewriting {old:,}", store, rewrite(store))
        await store.close()


async def rewrite(store: Store) -> None:
    await store.forgetting.rewrite(now=NOW)
    await store.forgetting.leave_no_trace()


async def prune(store: Store) -> None:
    after: int | None = 0
    while after is not None:
        after = await store.forgetting.prune(before=NOW - KEPT, after=after)


async def fill(store: Store, numbers: range, *, ended: datetime, people: int) -> None:
    """Delivered videos, as the bot leaves them."""
    for start in range(numbers.start, numbers.stop, 5000):
        some = range(start, min(start + 5000, numbers.stop))
        await put(
            store, [closed(one, ended, **VIDEO | {"user_id": ANN + one % people}) for one in some]
        )


async def timed(name: str, store: Store, work: Awaitable[object]) -> None:
    async with waits(store) as waited:
        since = time.monotonic()
        await work
        took = time.monotonic() - since
    print(f"{name:<22} {took:.2f} s, longest wait {1000 * max(waited, default=0):.0f} ms")


@asynccontextmanager
async def waits(store: Store) -> AsyncIterator[list[float]]:
    """How long each of many small questions waited."""
    waited: list[float] = []

    async def ask() -> None:
        while True:
            since = time.monotonic()
            await store.claims.next_card_at()
            waited.append(time.monotonic() - since)
            await asyncio.sleep(0.002)

    asking = asyncio.create_task(ask())
    yield waited
    asking.cancel()
    await asyncio.wait({asking})


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    old, of_one = asked + [100_000, 10_000][len(asked) :]
    asyncio.run(measure(old, of_one))
