"""The lane of bought jobs: looks how far they are, and finds out what unclear purchases became."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Unpack

import structlog

from bot.clock import Clock
from bot.providers.base import Done, Failed, Gone, Moderated, Running, Status
from bot.providers.errors import ProviderError
from bot.providers.registry import Registry
from bot.worker.alarm import Alarm
from bot.worker.buy import Purchase
from bot.worker.pacing import Look, Pacing
from bot.worker.retry import Again, End, after_crash, during_check, is_miss, operator_trouble
from bot.worker.scheduler import Lease
from storage.joblist import Changes
from storage.jobs import Ending, Job, Outcome, Video
from storage.states import State
from storage.store import Store

log = structlog.get_logger(__name__)

AWAY = timedelta(minutes=1)
"""How often jobs are looked for whose provider the settings do not name; they may again."""
UNSEEN = timedelta(days=1)
"""A bought job that could not be looked at has not expired: its video may be there already."""
PLACES_EACH = 4
"""Checks under way at one provider, so that thousands that wait for its budget hold up no other's.
More would go out in an order that is as old as their wait; fewer could not use the budget of a
provider that answers slowly."""


@dataclass(slots=True, kw_only=True)
class Check:
    """A Lane. Every provider has places of its own, so none that is slow holds up the others."""

    store: Store
    registry: Registry
    purchase: Purchase
    pacing: Pacing
    alarm: Alarm
    clock: Clock
    deadline: timedelta
    name: str = "check"
    _under_way: Counter[str] = field(default_factory=Counter, init=False)
    _away: Collection[str] = ()
    _away_asked_at: datetime | None = None

    @property
    def places(self) -> int:
        """Those of all providers together."""
        return PLACES_EACH * (len(self.registry) + len(self._away))

    async def claim(
        self,
        lease: Lease,
        *,
        limit: int,  # noqa: ARG002 (what each provider has left adds up to it)
    ) -> Sequence[Job]:
        """As many of each provider as it has places left."""
        if self._away_asked_at is None or lease.now - self._away_asked_at >= AWAY:
            running = await self.store.records.running()
            self._away = [name for name in running if self.registry.get(name) is None]
            self._away_asked_at = lease.now
        jobs = await self.store.claims.claim_checks(
            now=lease.now,
            lease=lease.name,
            until=lease.until,
            limit=0,
            places=self._places_left(),
        )
        self._under_way.update(job.provider or "" for job in jobs)
        return jobs

    def _places_left(self) -> Mapping[str, int]:
        names = (*(one.name for one in self.registry), *self._away)
        return {name: PLACES_EACH - self._under_way[name] for name in names}

    async def next_due_at(self) -> datetime | None:
        """What waits for a place, whose end wakes us, is left out."""
        return await self.store.claims.next_check_at(limit=0, places=self._places_left())

    async def step(self, job: Job) -> None:
        """One status call, or another try of an unclear purchase."""
        try:
            await self._look(job)
        finally:
            self._under_way[job.provider or ""] -= 1

    async def _look(self, job: Job) -> None:
        if job.state is State.SUBMITTING:
            await self.purchase.next_try(job)
            return
        provider = self.registry.get(job.provider or "")
        if provider is None:  # the settings no longer name it
            await self._later(job, _in(AWAY), attempts=job.attempts, deadline=UNSEEN)
            return
        try:
            status = await provider.check(job.submission_id or "", user_id=job.user_id)
        except ProviderError as error:
            await self._failed(job, error)
            return
        await self._seen(job, status)

    async def _seen(self, job: Job, status: Status) -> None:
        match status:
            case Running():
                look = await self.pacing.look(job.pace_key or "", age=self._age(job))
                await self._later(job, look, attempts=0, deadline=self.deadline)
            case Done():
                await self._done(job, status)
            case Moderated():
                await self._end(job, Ending.MODERATED)
            case Failed():
                await self._end(job, Ending.FAILED)
            case Gone():
                await self._end(job, Ending.GONE)

    async def _done(self, job: Job, done: Done) -> None:
        video = Video(
            url=done.url,
            width=done.width,
            height=done.height,
            duration_s=job.options.duration_s if job.options else None,
        )
        took_s = self.pacing.took_s(self._age(job)) if done.took_s is None else done.took_s
        outcome = Outcome(ending=Ending.VIDEO, video=video, credits=done.credits)
        await self.store.jobs.finish(job, outcome, now=self.clock.now(), generated_s=took_s)

    async def _failed(self, job: Job, error: ProviderError) -> None:
        log.info("check-failed", provider=error.provider, detail=error.detail)
        match during_check(error, attempts=job.attempts, misses=job.misses):
            case Again(wait):
                misses = job.misses + 1 if is_miss(error) else 0
                tries = job.attempts + 1
                look = _in(wait)
                await self._later(job, look, attempts=tries, misses=misses, deadline=UNSEEN)
            case End(outcome):
                await self._end(job, outcome.ending)
        if (trouble := operator_trouble(error)) is not None:
            await self.alarm.ring(error.provider, trouble.label)

    async def _later(
        self, job: Job, look: Look, *, attempts: int, deadline: timedelta, misses: int = 0
    ) -> None:
        """Check again, unless the job is as old as `deadline` by now."""
        if self._age(job) >= max(deadline, self.deadline):
            await self._end(job, Ending.EXPIRED)
            return
        await self._put_off(job, look, attempts=attempts, misses=misses)

    async def _put_off(self, job: Job, look: Look, **more: Unpack[Changes]) -> None:
        now = self.clock.now()
        more |= {"due_at": now + look.due_in, "likely_at": now + look.likely_in}
        await self.store.jobs.release(job, **more)

    async def _end(self, job: Job, ending: Ending) -> None:
        await self.store.jobs.finish(job, Outcome(ending=ending), now=self.clock.now())

    def _age(self, job: Job) -> timedelta:
        return self.clock.now() - (job.submitted_at or job.created_at)

    async def shelve(self, job: Job) -> None:
        """See Lane."""
        await self._put_off(job, _in(after_crash(job.attempts)), attempts=job.attempts + 1)


def _in(wait: timedelta) -> Look:
    """After a step that has learned nothing; it has had its turn all the same, so others go first.

    Else those that fail whenever they are due would leave nothing of the budget to the others.
    """
    return Look(due_in=wait, likely_in=wait)
