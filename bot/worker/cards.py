"""The lane of cards: opens each job's one message, keeps it true, and delivers outcomes on it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.backoff import backoff
from bot.chat import CardGone, Chat, ChatError, ChatGone, ChatMoved, Rank, SlowDown
from bot.clock import Clock
from bot.i18n.words import Words
from bot.providers.registry import Registry
from bot.stubborn import stubbornly
from bot.worker.deliver import Deliver, place_of
from bot.worker.faces import card_buttons, change_notices, face_of, progress_notice
from bot.worker.retry import after_crash
from bot.worker.scheduler import Lease
from storage.joblist import LeaseLostError
from storage.jobs import CardFace, Ending, Job, Outcome
from storage.states import State
from storage.store import Store

OUTCOME_KNOWN = frozenset({State.DELIVERING, State.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """A Lane, and the only one that speaks to people."""

    store: Store
    registry: Registry
    chat: Chat
    deliver: Deliver
    words: Words
    clock: Clock
    name: str = "cards"
    places: int = 8

    async def claim(self, lease: Lease, *, limit: int) -> Sequence[Job]:
        """See Lane."""
        return await self.store.claims.claim_cards(
            now=lease.now, lease=lease.name, until=lease.until, limit=limit
        )

    async def next_due_at(self) -> datetime | None:
        """See Lane."""
        return await self.store.claims.next_card_at()

    async def step(self, job: Job) -> None:
        """Bring the card to where the job is."""
        try:
            if job.state is State.DELIVERING:
                await self._ring(await self.deliver.deliver(job))
            elif job.state is State.CLOSED:
                await self._go_on(job)
            elif job.state is State.QUEUED and job.hidden:  # refused before it was bought
                await self._cancel(job)
            elif job.card_id is None:
                await self._open(job)
            else:
                await self._refresh(job)
        except ChatMoved as moved:
            await self.store.chats.move(job.chat_id, moved.chat_id, now=self.clock.now())
            await self.store.jobs.release(job)
        except ChatError as error:
            await self._put_off(job, error)

    async def _go_on(self, job: Job) -> None:
        """What is left to do about a closed job: the video it held back, or a ping that waited."""
        if job.card_face is CardFace.HIDDEN:
            await self.deliver.deliver(job)
        else:
            await self._ring(await self.store.jobs.release(job, card_due_at=None))

    async def _cancel(self, job: Job) -> None:
        outcome = Outcome(ending=Ending.CANCELLED)
        await self.store.jobs.finish(job, outcome, now=self.clock.now())

    async def _ring(self, closed: Job | None) -> None:
        if closed is None:
            return
        try:
            await self.deliver.ring(closed)
        except SlowDown as error:
            due_at = self.clock.now() + timedelta(seconds=error.seconds)
            await self.store.jobs.release(closed, card_due_at=due_at)

    async def _open(self, job: Job) -> None:
        face = await self._first_face(job)
        text = self.words.say(job.language, progress_notice(face))
        try:
            card_id = await self.chat.send(
                place_of(job),
                text,
                reply_to=job.message_id or None,
                buttons=card_buttons(job, self.words),
            )
        except ChatGone:
            await self._unseen(job)
            return
        # Nobody else knows this message: shelved, the step would open another beside it.
        opened = partial(
            self.store.jobs.release,
            job, card_id=card_id, card_face=face, card_due_at=None, attempts=0,
        )  # fmt: skip
        try:
            await stubbornly(opened, clock=self.clock)
        except LeaseLostError:  # cancelled meanwhile: the job's card is another one
            await self.chat.delete(place_of(job), card_id)
            raise

    async def _unseen(self, job: Job) -> None:
        """Nobody would see the video, so none is bought; one that is bought may find its way."""
        if job.state is State.QUEUED:
            await self._cancel(job)
        else:
            await self.store.jobs.release(job, card_due_at=None)

    async def _first_face(self, job: Job) -> CardFace:
        if job.state is not State.QUEUED:  # its card was left behind in another chat
            return face_of(job)
        return CardFace.IN_LINE if await self._must_wait(job) else CardFace.ACCEPTED

    async def _must_wait(self, job: Job) -> bool:
        """Whether the places at the providers are taken by those before."""
        able = self.registry.able(job.request.mode)
        running = await self.store.records.running()
        places = sum(provider.capabilities.max_running for provider in able)
        taken = sum(running.get(provider.name, 0) for provider in able)
        return taken + await self.store.records.queued_before(job) >= places

    async def _refresh(self, job: Job) -> None:
        face = face_of(job)
        if face is not job.card_face and job.card_id is not None:
            notices = [progress_notice(face), *change_notices(job)]
            text = self.words.say_all(job.language, notices)
            with suppress(CardGone, ChatGone):  # progress only: the outcome finds its own way
                buttons = card_buttons(job, self.words)
                pressed = CardFace.HIDDEN in {face, job.card_face}
                rank = Rank.ANSWER if pressed else Rank.PROGRESS
                await self.chat.edit(place_of(job), job.card_id, text, buttons=buttons, rank=rank)
        try:
            await self.store.jobs.release(job, card_face=face, card_due_at=None)
        except LeaseLostError:  # cancelled meanwhile: these words may have come after the last ones
            await self._mend(job)
            raise

    async def _mend(self, job: Job) -> None:
        left = await self.store.records.get(job.id)
        if left is not None and left.card_id == job.card_id and left.outcome is not None:
            await self.deliver.say_again(left, left.outcome)

    async def _put_off(self, job: Job, error: ChatError) -> None:
        progress = job.state not in OUTCOME_KNOWN and job.card_id is not None
        wait = backoff(job.attempts)
        if isinstance(error, SlowDown):
            wait = timedelta(seconds=error.seconds)
        await self.store.jobs.release(
            job,
            card_due_at=self.clock.now() + wait,
            attempts=job.attempts + (0 if progress or isinstance(error, SlowDown) else 1),
        )

    async def shelve(self, job: Job) -> None:
        """See Lane."""
        wait = after_crash(job.attempts)
        await self.store.jobs.release(
            job, card_due_at=self.clock.now() + wait, attempts=job.attempts + 1
        )
