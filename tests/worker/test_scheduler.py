import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.demo.patience import PATIENCE_S
from bot.leases import LEASE, RENEWED_AFTER
from bot.tasks import Tasks
from bot.worker.retry import after_crash
from bot.worker.scheduler import Lease, Scheduler
from storage.jobs import Job
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import draft, failing, with_card


@dataclass(slots=True)
class Bench:
    """A lane of queued jobs whose steps do what the test says."""

    store: Store
    clock: StillClock
    name: str = "bench"
    places: int = 2
    begun: list[int] = field(default_factory=list)
    crashing: set[int] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    claim_takes_s: float = 0

    async def claim(self, lease: Lease, *, limit: int) -> Sequence[Job]:
        line = await self.store.claims.line(now=lease.now, limit=limit)
        claimed = await self.store.claims.claim_queued(
            [job.id for job in line], now=lease.now, lease=lease.name, until=lease.until
        )
        self.clock.advance(seconds=self.claim_takes_s if claimed else 0)
        return claimed

    async def next_due_at(self) -> datetime | None:
        now = self.clock.now()
        if await self.store.claims.line(now=now, limit=1):
            return now
        return (await self.store.claims.line_times(now=now)).next_due_at

    async def step(self, job: Job) -> None:
        self.begun.append(job.message_id)
        self.changed.set()
        if job.message_id in self.crashing:
            raise ZeroDivisionError
        await self.go_on.wait()
        await self.store.jobs.release(job, due_at=None)

    async def shelve(self, job: Job) -> None:
        due_at = self.clock.now() + after_crash(job.attempts)
        await self.store.jobs.release(job, due_at=due_at, attempts=job.attempts + 1)
        self.changed.set()

    async def until(self, true: Callable[[], bool], *, within_s: float = PATIENCE_S) -> None:
        async with asyncio.timeout(within_s):
            while not true():
                self.changed.clear()
                await self.changed.wait()

    async def until_begun(self, *expected: int) -> None:
        await self.until(lambda: self.begun == list(expected))

    async def until_renewed(self) -> None:
        """Wait until the leases of two jobs were renewed now."""
        await self.clock.until_sleeping(self.clock.now() + RENEWED_AFTER, sleepers=2)


@pytest.fixture
async def bench(store: Store, clock: StillClock) -> AsyncIterator[Bench]:
    """A lane that a scheduler runs."""
    bench = Bench(store=store, clock=clock)
    steps, loops = Tasks(), Tasks()
    scheduler = Scheduler(claims=store.claims, jobs=store.jobs, clock=clock, tasks=steps)
    scheduler.add(bench)
    for number in (1, 2, 3):
        await with_card(store, draft(number), now=clock.now())
    loops.start(scheduler.run(), name="scheduler")
    yield bench
    await loops.settle(within_s=0)
    await steps.settle(within_s=0)


async def test_no_more_steps_run_at_once_than_there_are_places(bench: Bench) -> None:
    await bench.until_begun(1, 2)
    bench.go_on.set()
    await bench.until_begun(1, 2, 3)


async def test_a_job_that_becomes_due_is_run_without_being_woken(
    bench: Bench, store: Store, clock: StillClock
) -> None:
    bench.go_on.set()
    await bench.until_begun(1, 2, 3)
    until = clock.now() + LEASE
    for job in await store.claims.claim_cards(now=clock.now(), lease="x", until=until, limit=9):
        await store.jobs.release(job, due_at=clock.now() + timedelta(seconds=20))
    due = await with_card(store, draft(4), now=clock.now() + timedelta(seconds=20))
    assert due.due_at == clock.now() + timedelta(seconds=20)
    clock.advance(seconds=31)  # it looks again after 30 s, also when nothing wakes it
    await bench.until_begun(1, 2, 3, 4)


async def test_a_step_that_crashes_is_put_off_and_stops_no_other(
    bench: Bench, clock: StillClock
) -> None:
    bench.crashing.add(1)
    bench.go_on.set()
    await bench.until_begun(1, 2, 3)
    bench.crashing.clear()
    clock.advance(seconds=2)
    await bench.until_begun(1, 2, 3, 1)


async def test_a_long_step_keeps_its_lease(bench: Bench, store: Store, clock: StillClock) -> None:
    await bench.until_begun(1, 2)
    for _ in range(6):
        clock.advance(seconds=20)
        await bench.until_renewed()
    free = await store.claims.line(now=clock.now(), limit=9)
    assert {job.message_id for job in free} <= {3}


async def test_a_lease_is_renewed_as_soon_as_the_store_works_again(
    bench: Bench, store: Store, clock: StillClock
) -> None:
    await bench.until_begun(1, 2)
    async with failing(store, "NEW.lease_until != OLD.lease_until"):
        clock.advance(seconds=20)
        await asyncio.sleep(0.1)  # let the renewal fail
    for _ in range(6):
        clock.advance(seconds=12)
        await bench.until_renewed()
    free = await store.claims.line(now=clock.now(), limit=9)
    assert {job.message_id for job in free} <= {3}


async def test_no_job_is_taken_from_its_own_step_when_its_lease_ran_out(
    bench: Bench, store: Store, clock: StillClock
) -> None:
    """The machine slept, or the store failed for long."""
    bench.places = 4
    await bench.until_begun(1, 2, 3)
    async with failing(store, "NEW.lease = OLD.lease"):
        clock.advance(seconds=120)
        await asyncio.sleep(0.1)  # let it look for work
    clock.advance(seconds=10)
    await asyncio.sleep(0.1)
    assert bench.begun == [1, 2, 3]


async def test_no_job_is_taken_twice_when_the_claim_took_longer_than_its_lease(
    store: Store, clock: StillClock
) -> None:
    """The disk stood still."""
    for number in (1, 2):
        await with_card(store, draft(number), now=clock.now())
    bench = Bench(store=store, clock=clock, claim_takes_s=LEASE.total_seconds() + 1)
    other = Bench(store=store, clock=clock, name="other", begun=bench.begun)
    steps, loops = Tasks(), Tasks()
    scheduler = Scheduler(claims=store.claims, jobs=store.jobs, clock=clock, tasks=steps)
    scheduler.add(bench)
    scheduler.add(other)
    loops.start(scheduler.run(), name="scheduler")
    await bench.until_begun(1, 2)
    scheduler.wake()
    await asyncio.sleep(0.1)  # let it look for work
    assert bench.begun == [1, 2]
    await loops.settle(within_s=0)
    await steps.settle(within_s=0)


async def test_a_step_that_the_store_failed_begins_again_as_soon_as_it_works(
    bench: Bench, store: Store, clock: StillClock
) -> None:
    await bench.until_begun(1, 2)
    async with failing(store, "OLD.message_id < 3"):
        bench.go_on.set()
        for _ in range(3):
            clock.advance(seconds=4)
            await asyncio.sleep(0.05)  # let what fails be tried again
    for _ in range(20):  # less than a lease in all
        if len(bench.begun) < 5:
            clock.advance(seconds=2)
            with suppress(TimeoutError):
                await bench.until(lambda: len(bench.begun) == 5, within_s=0.5)
    assert sorted(bench.begun) == [1, 1, 2, 2, 3]
