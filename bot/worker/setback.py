"""A provider refused before anything was bought: back in line, or the end of the job."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Unpack

import structlog

from bot.backoff import backoff
from bot.clock import Clock
from bot.providers.errors import Fault, ProviderError, Refused
from bot.worker.alarm import Alarm
from bot.worker.choice import PATIENCE, Choice
from bot.worker.retry import TRIES, Again, Elsewhere, End, before_purchase, operator_trouble
from storage.joblist import Changes
from storage.jobs import Ending, Job, Outcome
from storage.states import State
from storage.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setback:
    """Carries out what `retry` decides, for queued and for `submitting` jobs."""

    store: Store
    choice: Choice
    alarm: Alarm
    clock: Clock
    deadline: timedelta

    async def take(self, job: Job, error: ProviderError) -> None:
        """Put the job back in line, or end it; tell the admins when it is theirs to mend.

        To be called only when it is certain that nothing was bought. Raises LeaseLostError.
        """
        log.info("refused", provider=error.provider, detail=error.detail)
        self.choice.breaker.failed(error)
        others = await self.choice.has_others(job, error.provider)
        match before_purchase(error, attempts=job.attempts, others=others):
            case Again(wait):
                # Whoever is asked to wait long at one may have a place elsewhere before.
                patient = min(wait, PATIENCE) if others else wait
                await self._later(job, patient, _fault(error))
            case Elsewhere():
                await self._pass_over(job, error.provider)
            case End(outcome):
                await self._end(job, outcome, error.provider)
        if (trouble := operator_trouble(error)) is not None:
            await self.alarm.ring(error.provider, trouble.label)

    async def _untried(self, job: Job, provider: str) -> bool:
        """Whether there is anybody left to ask, though it does not look well there either."""
        left = await self.choice.fresh(job)
        return any(one.provider.name != provider for one in left)

    def _another_round(self, job: Job) -> bool:
        """Whether to begin again with those that had their chance before."""
        return job.attempts + 1 < TRIES and self.choice.may_recover(job)

    async def _end(self, job: Job, outcome: Outcome, provider: str) -> None:
        """End the job, unless somebody is left to ask, or to ask once more."""
        may_go_on = outcome.ending is Ending.UNAVAILABLE
        if may_go_on and await self._untried(job, provider):
            await self._pass_over(job, provider)
        elif may_go_on and self._another_round(job):
            await self._later(job, backoff(job.attempts), None, passed_over=())
        else:
            await self.store.jobs.finish(job, outcome, now=self.clock.now())

    async def put_off(self, job: Job, seconds: float | None) -> None:
        """Put a queued job back in line for so long, or for longer and longer."""
        wait = backoff(job.attempts) if seconds is None else timedelta(seconds=seconds)
        await self._later(job, wait, None)

    async def not_sent(self, job: Job) -> None:
        """Put a `submitting` job back in line, unless somebody else has taken it meanwhile.

        To be called only before anything was sent. Raises LeaseLostError.
        """
        await self._back_in_line(job, due_at=self.clock.now())

    async def _pass_over(self, job: Job, provider: str) -> None:
        log.info("passed-over", provider=provider)
        passed_over = (*job.passed_over, provider)
        now = self.clock.now()
        await self._back_in_line(job, due_at=now, passed_over=passed_over)

    async def _later(
        self, job: Job, wait: timedelta, fault: Fault | None, **more: Unpack[Changes]
    ) -> None:
        now = self.clock.now()
        if now + wait > job.created_at + self.deadline:
            await self.store.jobs.finish(job, Outcome(ending=Ending.UNAVAILABLE), now=now)
            return
        changes: Changes = {
            **more,
            "due_at": now + wait,
            # A full provider is nobody's failure: waiting for it uses up no tries.
            "attempts": job.attempts if fault is Fault.BUSY else job.attempts + 1,
        }
        if fault is Fault.PICTURE_LOST:
            changes["uploads"] = ()
        await self._back_in_line(job, **changes)

    async def _back_in_line(self, job: Job, **changes: Unpack[Changes]) -> None:
        changes |= {
            "card_due_at": self.clock.now(),
            "provider": None,
            "submit_key": None,
            "submitting_at": None,
        }
        if job.state is State.QUEUED:
            await self.store.jobs.release(job, **changes)
        else:
            await self.store.jobs.move(job, State.QUEUED, **changes)


def _fault(error: ProviderError) -> Fault | None:
    return error.fault if isinstance(error, Refused) else None
