"""The purchase. Here money is spent: read the module from top to bottom.

The job is `submitting` and its idempotency key is committed before anything goes out. A certain
refusal of the first try puts the job back in line or ends it. Once the fate of a try is unknown,
only the same key is ever used again for that job, and only while the provider can be trusted to
know it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Unpack

import structlog

from bot.addresses import Addresses
from bot.backoff import backoff
from bot.clock import Clock
from bot.leases import LEASE
from bot.providers.base import CallbackWay, Order, Provider, Source, Submission
from bot.providers.errors import Blame, ProviderError, Refused, Unclear
from bot.providers.kinds import pace_key
from bot.worker.alarm import PURCHASE_UNKNOWN, Alarm
from bot.worker.choice import Choice
from bot.worker.pacing import Look, Pacing
from bot.worker.setback import Setback
from storage.database import StoreError
from storage.joblist import Changes
from storage.jobs import Ending, Job, Options, Outcome
from storage.states import State
from storage.store import Store

log = structlog.get_logger(__name__)

WRITE_TRIES = 66
"""How often a purchase is written down again when the store fails: for about an hour, in which an
operator can make room on a full disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Buys what stands on a `submitting` job. Its methods raise LeaseLostError."""

    store: Store
    choice: Choice
    addresses: Addresses | None
    setback: Setback
    alarm: Alarm
    pacing: Pacing
    clock: Clock

    async def first_try(self, job: Job, provider: Provider) -> ProviderError | None:
        """Buy for a job that became `submitting` just now; gives what stood in the way."""
        try:
            order = await self._order(job, provider)
            if self._stood_still(job):
                await self.setback.not_sent(job)
                return None
            submission = await provider.submit(order, key=_key(job))
        except Unclear as error:
            self.choice.breaker.failed(error)
            await self._unclear(job, provider, error)
            return error
        except ProviderError as error:
            await self.setback.take(job, error)
            return error
        await self._bought(job, provider, submission)
        return None

    async def next_try(self, job: Job) -> None:
        """Ask again for a job whose purchase has an unknown fate, by a crash or a lost answer."""
        provider = self.choice.registry.get(job.provider or "")
        if provider is None or not self._trusted(job, provider):
            await self._unknown(job)
            return
        try:
            await provider.turn()
            if not self._trusted(job, provider):  # its turn came too late
                await self._unknown(job)
                return
            submission = await provider.submit(await self._order(job, provider), key=_key(job))
        except Refused as error:
            if error.fault.blame is Blame.USER:  # the request itself: the first try met the same
                await self.setback.take(job, error)
            else:  # says nothing about the first try, which may even be the cause
                await self._unclear(job, provider, error)
        except ProviderError as error:
            await self._unclear(job, provider, error)
        else:
            await self._bought(job, provider, submission)

    def _stood_still(self, job: Job) -> bool:
        """Whether the lease that came with the key's commit has run out before anything was sent.

        Another process may have taken the job since, and have told its person how it ended.
        """
        return self.clock.now() - (job.submitting_at or job.created_at) >= LEASE

    def _trusted(self, job: Job, provider: Provider) -> bool:
        """Whether the provider still answers this job's key with the first submission."""
        begun = job.submitting_at or job.created_at
        return self.clock.now() - begun < provider.capabilities.repeat_window

    async def _bought(self, job: Job, provider: Provider, submission: Submission) -> None:
        """From here on the job has been paid for, and only this process knows its video's id."""
        log.info("bought", provider=provider.name, submission=submission.id)
        kind = pace_key(provider.name, job.request.mode, job.options or Options())
        submitted_at = self.clock.now()
        look = await self._first_look(kind)
        await self._written(
            job,
            submission_id=submission.id,
            submitted_at=submitted_at,
            pace_key=kind,
            due_at=submitted_at + look.due_in,
            likely_at=submitted_at + look.likely_in,
            card_due_at=submitted_at,
            attempts=0,
        )
        self.choice.breaker.worked(provider.name)
        await self.alarm.all_well(provider.name)

    async def _first_look(self, kind: str) -> Look:
        try:
            return await self.pacing.look(kind, age=timedelta(0))
        except StoreError:
            return Look(due_in=self.pacing.shortest, likely_in=self.pacing.shortest)

    async def _written(self, job: Job, **bought: Unpack[Changes]) -> None:
        """Move the job on, if need be again and again for as long as its lease holds."""
        for attempt in range(WRITE_TRIES):
            try:
                await self.store.jobs.move(job, State.GENERATING, **bought)
            except StoreError as error:
                log.error("purchase-not-written", error=str(error))
                if attempt + 1 == WRITE_TRIES:
                    raise
                await self.clock.sleep_until(self.clock.now() + backoff(attempt))
            else:
                return

    async def _unclear(self, job: Job, provider: Provider, error: ProviderError) -> None:
        log.warning("purchase-unclear", provider=provider.name, detail=error.detail)
        if not self._trusted(job, provider):
            await self._unknown(job)
            return
        due_at = self.clock.now() + backoff(job.attempts)
        await self.store.jobs.release(job, due_at=due_at, attempts=job.attempts + 1)

    async def _order(self, job: Job, provider: Provider) -> Order:
        """What a provider is asked for: the same for every try of a job."""
        if job.options is None:
            raise ValueError("a submitting job without its options")
        calls_back = provider.capabilities.callback is CallbackWay.PER_JOB and self.addresses
        return Order(
            job_id=job.id,
            user_id=job.user_id,
            mode=job.request.mode,
            prompt=job.request.prompt,
            uploads=job.uploads,
            source=await self._source(job),
            options=job.options,
            callback_url=calls_back.callback(provider.name, job.id) if calls_back else None,
        )

    async def _source(self, job: Job) -> Source | None:
        """The video that the job extends. It was there when the job was accepted."""
        if job.request.extends is None:
            return None
        made = await self.store.records.get(job.request.extends)
        if made is None or made.outcome is None or made.outcome.video is None:
            return None
        return Source(
            provider=made.provider or "",
            submission_id=made.submission_id or "",
            url=made.outcome.video.url,
        )

    async def _unknown(self, job: Job) -> None:
        log.error("purchase-unknown", provider=job.provider, key=job.submit_key)
        outcome = Outcome(ending=Ending.UNKNOWN)
        await self.store.jobs.finish(job, outcome, now=self.clock.now())
        await self.alarm.ring(job.provider or "", PURCHASE_UNKNOWN)


def _key(job: Job) -> str:
    if job.submit_key is None:
        raise ValueError("a submitting job without its key")
    return job.submit_key
