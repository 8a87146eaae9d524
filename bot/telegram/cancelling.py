"""/cancel, and the buttons on the card of an open job: Cancel, and Show for what was hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message, User

from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.presses import Act
from bot.telegram.commands import called, in_private_or_named
from bot.telegram.press import Press
from bot.telegram.talk import Talk
from storage.jobs import Ending, Job
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelling:
    """The card itself is the worker's to write; a press only says what is wished."""

    store: Store
    clock: Clock
    wake: Callable[[], None]

    def router(self) -> Router:
        """Every handler."""
        router = Router(name="cancelling")
        router.message.register(self.take_back, called("cancel"), in_private_or_named)
        router.callback_query.register(self.cancel, F.data.startswith(f"{Act.CANCEL}:"))
        router.callback_query.register(self.unhide, F.data.startswith(f"{Act.UNHIDE}:"))
        return router

    async def take_back(self, message: Message, talk: Talk, sender: User) -> None:
        """Drops what waits for words, and ends what is not bought yet, in this chat."""
        await talk.say(*await self._taken_back(chat_id=message.chat.id, user_id=sender.id))

    async def _taken_back(self, *, chat_id: int, user_id: int) -> Sequence[Notice]:
        notices = []
        given_up = await self.store.albums.give_up(chat_id=chat_id, user_id=user_id)
        if await self.store.waiting.drop(chat_id=chat_id, user_id=user_id) or given_up:
            notices.append(Notice("cancel-picture"))
        ended = await self.store.cancelling.cancel_all(
            chat_id=chat_id, user_id=user_id, now=self.clock.now()
        )
        if ended:
            self.wake()
            notices.append(Notice("cancel-jobs", {"number": ended}))
        running = await self.store.records.running_of(chat_id=chat_id, user_id=user_id)
        if running:
            notices.append(Notice("cancel-too-late", {"number": running}))
        return notices or [Notice("cancel-nothing")]

    async def cancel(self, _query: CallbackQuery, press: Press) -> None:
        """Takes back what is not bought, hides what is."""
        job = await press.job_on_its_way(Act.CANCEL)
        await press.answer(await self._cancelled(job) if isinstance(job, Job) else job)

    async def unhide(self, _query: CallbackQuery, press: Press) -> None:
        """Shows after all what was hidden."""
        job = await press.job_on_its_way(Act.UNHIDE)
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
