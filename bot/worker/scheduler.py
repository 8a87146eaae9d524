"""Runs what is due: one loop over the store, never a task or timer per job.

A lane is one kind of step with so many places. The loop fills the free places with due jobs,
leases them, and sleeps until the next one is due or something wakes it.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from bot.backoff import backoff
from bot.clock import Clock
from bot.leases import LEASE, LOOKS_AGAIN_AFTER, RENEWED_AFTER, Held, kept
from bot.stubborn import stubbornly
from bot.tasks import Tasks
from storage.claims import Claims
from storage.database import StoreError
from storage.joblist import Jobs, LeaseLostError
from storage.jobs import Job

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """What a claim stands for: its name, and until when it holds without being renewed."""

    name: str
    now: datetime
    until: datetime


class Lane(Protocol):
    """One kind of step."""

    @property
    def name(self) -> str:
        """For logs."""

    @property
    def places(self) -> int:
        """How many steps run at once."""

    async def claim(self, lease: Lease, *, limit: int) -> Sequence[Job]:
        """Lease due jobs, `limit` at most."""

    async def next_due_at(self) -> datetime | None:
        """When the next free job is due; None: no claim would give one before something wakes."""

    async def step(self, job: Job) -> None:
        """Do one idempotent step and let the job go. May raise LeaseLostError."""

    async def shelve(self, job: Job) -> None:
        """A step crashed: put the job off, or end it when it crashes again and again."""


class Scheduler:
    """Runs lanes. `run` ends only when it is cancelled; `tasks` own the steps under way."""

    def __init__(self, *, claims: Claims, jobs: Jobs, clock: Clock, tasks: Tasks) -> None:
        self._claims = claims
        self._jobs = jobs
        self._clock = clock
        self._tasks = tasks
        self._bell = asyncio.Event()
        self._lanes: list[Lane] = []
        self._taken: dict[str, int] = {}
        self._held: list[Held] = []

    def add(self, lane: Lane) -> None:
        """Begin to run a lane."""
        self._lanes.append(lane)
        self._taken[lane.name] = 0
        self.wake()

    def wake(self) -> None:
        """Something is due now."""
        self._bell.set()

    async def run(self) -> None:
        """Run due steps for ever."""
        while True:
            self._bell.clear()
            try:
                until = await self._run_due()
            except StoreError as error:
                log.error("jobs-unreadable", error=str(error))
                until = self._clock.now() + backoff(1)
            await self._clock.wait(self._bell, until=until)

    async def _run_due(self) -> datetime:
        """Start what is due, and give when to look again."""
        for lane in self._lanes:
            await self._hold_on()
            await self._fill(lane)
        return await self._next_due_at()

    async def _hold_on(self) -> None:
        """See that no claim takes a job from a step of ours.

        Its lease may have run out unrenewed: the store failed for long, the claim itself took as
        long, or the machine slept.
        """
        for held in tuple(self._held):
            if held.until - self._clock.now() < RENEWED_AFTER:
                with suppress(LeaseLostError):  # its step finds out at its next write
                    await held.hold_on(self._clock)

    async def _fill(self, lane: Lane) -> None:
        free = lane.places - self._taken[lane.name]
        if free <= 0:
            return
        now = self._clock.now()
        lease = Lease(name=self._clock.new_key(), now=now, until=now + LEASE)
        for job in await lane.claim(lease, limit=free):
            self._taken[lane.name] += 1
            held = Held(partial(self._renew, job), lease.until)
            self._held.append(held)
            self._tasks.start(self._run_step(lane, job, held), name=f"{lane.name}-{job.id}")

    async def _next_due_at(self) -> datetime:
        latest = self._clock.now() + LOOKS_AGAIN_AFTER
        with_room = (lane for lane in self._lanes if self._taken[lane.name] < lane.places)
        times = [await lane.next_due_at() for lane in with_room]
        times.append(await self._claims.next_lease_end(now=self._clock.now()))
        return min(time for time in (*times, latest) if time is not None)

    async def _run_step(self, lane: Lane, job: Job, held: Held) -> None:
        try:
            with structlog.contextvars.bound_contextvars(job=job.id, lane=lane.name):
                async with kept(held, clock=self._clock, tasks=self._tasks, name=str(job.id)):
                    await self._guarded_step(lane, job)
        finally:
            self._held.remove(held)
            self._taken[lane.name] -= 1
            self.wake()

    async def _guarded_step(self, lane: Lane, job: Job) -> None:
        try:
            await lane.step(job)
        except LeaseLostError:
            log.info("lease-lost")
        except StoreError as error:
            log.error("step-not-stored", error=str(error))
            await self._shelve(lane, job)
        except Exception:  # one of the two rims: a step's bug must not stop the others
            log.exception("step-crashed")
            await self._shelve(lane, job)

    async def _shelve(self, lane: Lane, job: Job) -> None:
        """Put the job off, however long the store fails: until then its place stays taken."""
        with suppress(LeaseLostError):
            await stubbornly(lambda: lane.shelve(job), clock=self._clock)

    async def _renew(self, job: Job, until: datetime) -> None:
        await self._jobs.renew(job, until=until)
