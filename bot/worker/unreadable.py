"""What to do about a finished video whose bytes cannot be had.

Its provider is asked where the video is by now, or whether it is gone; it is never bought again.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.backoff import backoff
from bot.chat import VideoSourceError
from bot.clock import Clock
from bot.providers.base import Done, Failed, Gone, Moderated, Running, Status
from bot.providers.errors import ProviderError
from bot.providers.registry import Registry
from bot.worker.download import VideoOutOfReachError
from bot.worker.retry import MISSING_TRIES
from storage.jobs import Ending, Job, Outcome
from storage.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableVideos:
    """Finds out what became of them."""

    store: Store
    registry: Registry
    clock: Clock

    async def look_again(self, job: Job, outcome: Outcome, error: VideoSourceError) -> None:
        """Let the job go, to be delivered as its provider says by now. Raises LeaseLostError.

        A paid video has to be missing for as long here as in a status before it counts as gone.
        """
        log.info("video-unreadable", detail=str(error), misses=job.misses + 1)
        outcome = _by_now(await self._status(job), outcome)
        if outcome.ending is Ending.VIDEO and job.misses + 1 >= MISSING_TRIES:
            outcome = _without_video(outcome, error)
        wait = backoff(job.misses)
        if outcome.ending is not Ending.VIDEO:
            log.warning("video-given-up", ending=outcome.ending)
            wait = timedelta(0)
        await self.store.jobs.amend(
            job,
            outcome,
            card_due_at=self.clock.now() + wait,
            attempts=job.attempts + 1,
            misses=job.misses + 1,
        )

    async def _status(self, job: Job) -> Status:
        provider = self.registry.get(job.provider or "")
        if provider is None:  # the settings no longer name it
            return Running()
        try:
            return await provider.check(job.submission_id or "", user_id=job.user_id)
        except ProviderError as error:
            log.info("check-failed", provider=error.provider, detail=error.detail)
            return Running()


def _by_now(status: Status, outcome: Outcome) -> Outcome:
    """The outcome as the provider's last word has it; one that takes its word back says nothing."""
    match status:
        case Done():
            return replace(outcome, video=outcome.video and replace(outcome.video, url=status.url))
        case Moderated():
            return replace(outcome, ending=Ending.MODERATED, video=None)
        case Failed():
            return replace(outcome, ending=Ending.FAILED, video=None)
        case Gone():
            return replace(outcome, ending=Ending.GONE, video=None)
        case Running():
            return outcome


def _without_video(outcome: Outcome, error: VideoSourceError) -> Outcome:
    """The person hears the truth, and gets a link only where it may lead to the video."""
    if outcome.video is None or not isinstance(error, VideoOutOfReachError):
        return replace(outcome, ending=Ending.GONE, video=None, reason="video-missing")
    facts = {"url": outcome.video.url}
    reason = "video-out-of-reach"
    return replace(outcome, ending=Ending.GONE, video=None, reason=reason, facts=facts)
