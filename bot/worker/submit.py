"""The lane of queued jobs: their pictures go up, and they are bought as places become free."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.chat import ChatError, SlowDown
from bot.clock import Clock
from bot.intake.images import PictureRefused
from bot.providers.base import Provider
from bot.providers.errors import Fault, ProviderError, Refused
from bot.providers.registry import Registry
from bot.worker.buy import Purchase
from bot.worker.pictures import Pictures
from bot.worker.retry import BUSY_WAIT, after_crash
from bot.worker.scheduler import Lease
from bot.worker.setback import Setback
from storage.jobs import CardFace, Ending, Job, Outcome
from storage.store import Store

log = structlog.get_logger(__name__)


class Submit:
    """A Lane. Jobs wait in our line, before they are bought, never at the provider."""

    name = "submit"
    places = 4

    def __init__(
        self,
        *,
        store: Store,
        registry: Registry,
        pictures: Pictures,
        purchase: Purchase,
        setback: Setback,
        clock: Clock,
    ) -> None:
        self._store = store
        self._registry = registry
        self._pictures = pictures
        self._purchase = purchase
        self._setback = setback
        self._clock = clock
        self._preparing = 0
        self._full_until: dict[str, datetime] = {}

    async def claim(self, lease: Lease, *, limit: int) -> Sequence[Job]:
        """As many as there are free places at the providers; without any, those past deadline."""
        room = await self._room()
        deadline = self._setback.deadline
        return await self._store.jobs.claim_queued(
            now=lease.now,
            lease=lease.name,
            until=lease.until,
            limit=min(limit, room) if room > 0 else limit,
            created_before=None if room > 0 else lease.now - deadline,
        )

    async def next_due_at(self) -> datetime | None:
        """Without a free place only a deadline is something to wake for; the rest wakes us."""
        if await self._room() > 0:
            return await self._store.jobs.next_queued_at()
        now = self._clock.now()
        times = [until for until in self._full_until.values() if until > now]
        if (oldest := await self._store.jobs.oldest_queued_at()) is not None:
            times.append(oldest + self._setback.deadline)
        return min(times, default=None)

    async def _room(self) -> int:
        """Free places at all providers, less the jobs that are on their way to one."""
        now = self._clock.now()
        free = 0
        for provider in self._registry:
            if self._full_until.get(provider.name, now) <= now:
                running = await self._store.records.running(provider.name)
                free += max(0, provider.capabilities.max_running - running)
        return free - self._preparing

    async def step(self, job: Job) -> None:
        """Pictures, then the purchase."""
        able = self._registry.able(job.request.mode)
        if not able:  # the settings changed since it was accepted
            await self._end(job, Outcome(ending=Ending.UNAVAILABLE))
            return
        provider = able[0]
        self._preparing += 1
        try:
            begun = await self._begun(job, provider)
        finally:
            self._preparing -= 1
        if begun is not None:
            self._note_full(provider, await self._purchase.first_try(begun, provider))

    async def _begun(self, job: Job, provider: Provider) -> Job | None:
        """The job as `submitting`; None when it has to wait, or has ended."""
        try:
            ready = await self._pictures.uploaded(job, provider)
        except PictureRefused as refused:
            notice = refused.notice
            outcome = Outcome(ending=Ending.REFUSED, reason=notice.key, facts=notice.facts)
            await self._end(job, outcome)
        except ChatError as error:
            seconds = error.seconds if isinstance(error, SlowDown) else None
            await self._setback.put_off(job, seconds)
        except ProviderError as error:
            self._note_full(provider, error)
            await self._setback.take(job, error)
        else:
            return await self._begin(ready, provider)
        return None

    async def _begin(self, job: Job, provider: Provider) -> Job | None:
        now = self._clock.now()
        begun = await self._store.jobs.begin_purchase(
            job,
            provider=provider.name,
            key=self._clock.new_key(),
            places=provider.capabilities.max_running,
            now=now,
        )
        if begun is None and now > job.created_at + self._setback.deadline:
            await self._end(job, Outcome(ending=Ending.EXPIRED))
        elif begun is None:
            unsaid = job.card_face is not CardFace.IN_LINE
            await self._store.jobs.release(job, card_due_at=now if unsaid else None)
        return begun

    def _note_full(self, provider: Provider, error: ProviderError | None) -> None:
        """A provider that says it is full is not asked again for every job in line."""
        if isinstance(error, Refused) and error.fault is Fault.BUSY:
            wait = timedelta(seconds=error.retry_after_s) if error.retry_after_s else BUSY_WAIT
            self._full_until[provider.name] = self._clock.now() + wait

    async def _end(self, job: Job, outcome: Outcome) -> None:
        await self._store.jobs.finish(job, outcome, now=self._clock.now())

    async def shelve(self, job: Job) -> None:
        """See Lane."""
        due_at = self._clock.now() + after_crash(job.attempts)
        await self._store.jobs.release(job, due_at=due_at, attempts=job.attempts + 1)
