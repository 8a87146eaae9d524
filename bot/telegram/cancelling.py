"""The buttons on the card of a job that is on its way: Cancel, and Show for what was hidden."""

from collections.abc import Callable
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.presses import Act
from bot.telegram.press import Press
from storage.jobs import Ending, Job
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelling:
    """Both buttons. The card itself is the worker's to write; a press only says what is wished."""

    store: Store
    clock: Clock
    wake: Callable[[], None]

    def router(self) -> Router:
        """Their handlers."""
        router = Router(name="cancelling")
        router.callback_query.register(self.cancel, F.data.startswith(f"{Act.CANCEL}:"))
        router.callback_query.register(self.unhide, F.data.startswith(f"{Act.UNHIDE}:"))
        return router

    async def cancel(self, _query: CallbackQuery, press: Press) -> None:
        """Takes back what is not bought, hides what is."""
        job = await press.job(Act.CANCEL, self.store.records)
        await press.answer(await self._cancelled(job) if isinstance(job, Job) else job)

    async def unhide(self, _query: CallbackQuery, press: Press) -> None:
        """Shows after all what was hidden."""
        job = await press.job(Act.UNHIDE, self.store.records)
        await press.answer(await self._shown(job) if isinstance(job, Job) else job)

    async def _cancelled(self, job: Job) -> Notice:
        cancelling, now = self.store.cancelling, self.clock.now()
        for _ in range(2):  # what is refused in this very moment is back in line
            if await cancelling.cancel(job.id, user_id=job.user_id, now=now):
                self.wake()
                return Notice("cancel-done")
            if await cancelling.hide(job.id, user_id=job.user_id, now=now):
                self.wake()
                return Notice("cancel-hidden")
        left = await self.store.records.get(job.id)
        ending = left.outcome.ending if left is not None and left.outcome is not None else None
        return Notice("cancel-done" if ending is Ending.CANCELLED else "cancel-ended")

    async def _shown(self, job: Job) -> Notice:
        if await self.store.cancelling.unhide(job.id, user_id=job.user_id, now=self.clock.now()):
            self.wake()
        return Notice("unhide-done")
