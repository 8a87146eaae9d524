"""The lane of queued jobs: their pictures go up, and they are bought as places become free."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.chat import ChatError, SlowDown
from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.images import PictureRefused
from bot.intake.possible import impossible
from bot.leases import LEASE
from bot.providers.errors import Fault, ProviderError, Refused
from bot.providers.registry import Candidate
from bot.worker.buy import Purchase
from bot.worker.choice import Choice
from bot.worker.pictures import Pictures
from bot.worker.retry import BUSY_WAIT, after_crash
from bot.worker.scheduler import Lease
from bot.worker.setback import Setback
from storage.claims import LineTimes
from storage.joblist import Changes
from storage.jobs import CardFace, Ending, Job, Outcome
from storage.store import Store

log = structlog.get_logger(__name__)

LOOKED_AT = 500
"""So much of the line is looked at for jobs that somebody has a place for. When so many in front
can only be done by one who is full, those behind wait for it too: to see further at every look
would cost more than what such a line is worth."""
PREPARING = 3
"""Jobs on their way to one provider at once, so that a slow one holds up no other."""


class Submit:
    """A Lane. Jobs wait in our line, before they are bought, never at the provider."""

    name = "submit"
    places = 12

    def __init__(
        self,
        *,
        store: Store,
        choice: Choice,
        pictures: Pictures,
        purchase: Purchase,
        setback: Setback,
        stopping: asyncio.Event,
        clock: Clock,
    ) -> None:
        """`stopping`: no order begins any more, for it might be cut before its answer."""
        self._store = store
        self._choice = choice
        self._pictures = pictures
        self._purchase = purchase
        self._setback = setback
        self._stopping = stopping
        self._clock = clock
        self._preparing: Counter[str] = Counter()
        self._full_until: dict[str, datetime] = {}
        self._chosen: dict[int, Candidate | None] = {}
        self._wake_at: datetime | None = None
        self._looked_at = clock.now()
        self._line_times = LineTimes(oldest_due_since=None, next_due_at=None)

    async def claim(self, lease: Lease, *, limit: int) -> Sequence[Job]:
        """As many as there are free places at the providers, and those whose time is up."""
        self._looked_at, self._wake_at = lease.now, None
        self._line_times = await self._store.claims.line_times(now=lease.now)
        if self._line_times.oldest_due_since is None:
            return ()
        free = await self._free_places(lease.now)
        line = await self._line(self._line_times.oldest_due_since, free, lease.now)
        deadline = self._setback.deadline
        plan = await self._choice.plan(line, free, now=lease.now, deadline=deadline)
        self._wake_at = plan.wake_at
        chosen = dict(list(plan.chosen.items())[:limit])
        claimed = await self._store.claims.claim_queued(
            chosen, now=lease.now, lease=lease.name, until=lease.until
        )
        planned = {job.id: job.request for job in line}
        for job in claimed:
            if job.request != planned[job.id]:
                continue  # its person has changed it since, so it takes its turn anew
            candidate = self._chosen[job.id] = chosen[job.id]
            if candidate is not None:
                self._preparing[candidate.provider.name] += 1
        return claimed

    async def _line(
        self, oldest: datetime, free: Mapping[str, int], now: datetime
    ) -> Sequence[Job]:
        """Those whose time is up, then those whose turn it is where there are places."""
        line: Sequence[Job] = ()
        give_up_before = now - self._setback.deadline
        if oldest < give_up_before:
            line = await self._store.claims.line(
                now=now, limit=LOOKED_AT, created_before=give_up_before
            )
        if any(free.values()):
            line = [*line, *await self._store.claims.line(now=now, limit=LOOKED_AT)]
        return line

    async def next_due_at(self) -> datetime | None:
        """What was due at the last look waits for a place, which wakes us, or for a known time."""
        times = [until for until in self._full_until.values() if until > self._looked_at]
        times += [at for at in (self._wake_at, self._line_times.next_due_at) if at is not None]
        if (oldest := self._line_times.oldest_due_since) is not None:
            times.append(max(self._looked_at, oldest + self._setback.deadline))
        return min(times, default=None)

    async def _free_places(self, now: datetime) -> Mapping[str, int]:
        running = await self._store.records.running()
        return {
            provider.name: self._free(provider.name, provider.capabilities.max_running, running)
            for provider in self._choice.registry
            if self._full_until.get(provider.name, now) <= now
        }

    def _free(self, name: str, places: int, running: Mapping[str, int]) -> int:
        preparing = self._preparing[name]
        return max(0, min(places - running.get(name, 0) - preparing, PREPARING - preparing))

    async def step(self, job: Job) -> None:
        """Pictures, then the purchase."""
        if job.id not in self._chosen:
            await self._store.jobs.release(job)
            return
        candidate = self._chosen.pop(job.id)
        if candidate is None:
            await self._give_up(job)
            return
        name = candidate.provider.name
        try:
            begun = await self._begun(job, candidate)
        finally:
            self._preparing[name] -= 1
        if begun is not None:
            self._note_full(name, await self._purchase.first_try(begun, candidate.provider))

    async def _give_up(self, job: Job) -> None:
        """Its time is up, nobody is left to ask, or the settings have changed since."""
        if self._clock.now() > job.created_at + self._setback.deadline:
            await self._end(job, Outcome(ending=Ending.EXPIRED))
        elif self._choice.registry.candidates(job.request):
            await self._end(job, Outcome(ending=Ending.UNAVAILABLE))
        else:
            await self._refuse(job, impossible(job.request, self._choice.registry))

    async def _refuse(self, job: Job, notice: Notice) -> None:
        outcome = Outcome(ending=Ending.REFUSED, reason=notice.key, facts=notice.facts)
        await self._end(job, outcome)

    async def _begun(self, job: Job, candidate: Candidate) -> Job | None:
        """The job as `submitting`; None when it has to wait, or has ended."""
        provider = candidate.provider
        try:
            ready = await self._pictures.uploaded(job, provider)
            await provider.turn()
        except PictureRefused as refused:
            await self._refuse(job, refused.notice)
        except ChatError as error:
            seconds = error.seconds if isinstance(error, SlowDown) else None
            await self._setback.put_off(job, seconds)
        except ProviderError as error:
            await self._setback.take(job, error)
            self._note_full(provider.name, error)
        else:
            return await self._begin(ready, candidate)
        return None

    async def _begin(self, job: Job, candidate: Candidate) -> Job | None:
        if self._stopping.is_set():
            await self._store.jobs.release(job)
            return None
        now = self._clock.now()
        begun = await self._store.jobs.begin_purchase(
            job,
            provider=candidate.provider.name,
            options=candidate.options,
            key=self._clock.new_key(),
            places=candidate.provider.capabilities.max_running,
            now=now,
            until=now + LEASE,
        )
        if begun is None:
            unsaid: Changes = {"card_due_at": now} if job.card_face is not CardFace.IN_LINE else {}
            await self._store.jobs.release(job, **unsaid)
        return begun

    def _note_full(self, name: str, error: ProviderError | None) -> None:
        """A provider that says it is full is not asked again for every job in line."""
        if isinstance(error, Refused) and error.fault is Fault.BUSY:
            wait = timedelta(seconds=error.retry_after_s) if error.retry_after_s else BUSY_WAIT
            self._full_until[name] = self._clock.now() + wait

    async def _end(self, job: Job, outcome: Outcome) -> None:
        await self._store.jobs.finish(job, outcome, now=self._clock.now())

    async def shelve(self, job: Job) -> None:
        """See Lane."""
        due_at = self._clock.now() + after_crash(job.attempts)
        await self._store.jobs.release(job, due_at=due_at, attempts=job.attempts + 1)
