"""The button that turns first and last frame around."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.presses import Act
from bot.telegram.press import Press
from storage.jobs import Job, Request
from storage.joining import SWAPS_WITHIN
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Turns two pictures around while nothing is bought; then the purchase waits anew."""

    store: Store
    clock: Clock
    wake: Callable[[], None]

    def router(self) -> Router:
        """The one handler."""
        router = Router(name="swap")
        router.callback_query.register(self.press, F.data.startswith(f"{Act.SWAP}:"))
        return router

    async def press(self, _query: CallbackQuery, press: Press) -> None:
        """Every press turns them around once, also when it comes again."""
        job = await press.job_on_its_way(Act.SWAP)
        swapped = await self._swapped(job, press.update_id) if isinstance(job, Job) else job
        await press.answer(swapped)

    async def _swapped(self, job: Job, update_id: int) -> Notice:
        if job.outcome is not None:  # perhaps it was cancelled, and has never begun
            return Notice("cancel-ended")
        now = self.clock.now()
        done = await self.store.jobs.change_request(
            job,
            turned,
            update_id=update_id,
            now=now,
            due_at=max(job.due_at or now, now + SWAPS_WITHIN),
            card_due_at=now,
            card_face=None,
            uploads=(),
            uploads_at=None,
        )
        self.wake()
        return Notice("swap-done" if done else "swap-too-late")


def turned(request: Request) -> Request:
    """The same, with its pictures the other way round."""
    return replace(request, pictures=request.pictures[::-1], turned=not request.turned)
