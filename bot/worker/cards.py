"""The lane of cards: opens each job's one message, keeps it true, and delivers outcomes on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.backoff import LONGEST, backoff
from bot.chat import (
    Action,
    CardGone,
    Chat,
    ChatError,
    ChatGone,
    ChatMoved,
    ChatRefused,
    ChatUnreachable,
    Rank,
    SlowDown,
)
from bot.clock import Clock
from bot.stubborn import stubbornly
from bot.worker.deliver import Deliver, place_of
from bot.worker.progress import Card, Progress
from bot.worker.retry import after_crash
from bot.worker.scheduler import Lease
from storage.joblist import Changes, LeaseLostError
from storage.jobs import CardFace, Ending, Job, Outcome
from storage.states import State
from storage.store import Store

REMEMBERED = 10_000
"""Cards in memory, each with a line or two."""
OUTCOME_KNOWN = frozenset({State.DELIVERING, State.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a card says, and when a mere tick may change it."""

    html: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """A Lane, and the only one that speaks to people."""

    store: Store
    chat: Chat
    progress: Progress
    deliver: Deliver
    clock: Clock
    name: str = "cards"
    places: int = 8
    said: dict[int, Said] = field(default_factory=dict)

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
            if job.state in OUTCOME_KNOWN:
                self.said.pop(job.id, None)
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
        """Unless it was made due meanwhile, as by a group that moved: then it rings there."""
        if closed is None or closed.card_due_at is not None:
            return
        try:
            await self.deliver.ring(closed)
        except SlowDown as error:
            due_at = self.clock.now() + timedelta(seconds=error.seconds)
            await self.store.jobs.release(closed, card_due_at=due_at)

    async def _open(self, job: Job) -> None:
        card, reply_to = await self.progress.card(job), job.message_id or None
        try:
            card_id = await self.chat.send(
                place_of(job), card.html, reply_to=reply_to, buttons=card.buttons
            )
        except ChatGone:
            await self._unseen(job)
            return
        self._remember(job, card)
        # Nobody else knows this message: shelved, the step would open another beside it.
        opened: Changes = {
            "card_id": card_id, "card_face": card.face, "card_due_at": self._in(card.next_in),
            "attempts": 0,
        }  # fmt: skip
        await stubbornly(lambda: self.store.jobs.release(job, **opened), clock=self.clock)

    async def _unseen(self, job: Job) -> None:
        """Nobody would see the video, so none is bought; one that is bought may find its way."""
        if job.state is State.QUEUED:
            await self._cancel(job)
        else:
            await self.store.jobs.release(job, card_due_at=None)

    async def _refresh(self, job: Job) -> None:
        card = await self.progress.card(job)
        wait = await self._told(job, card)
        try:
            await self.store.jobs.release(job, card_face=card.face, card_due_at=self._in(wait))
        except LeaseLostError:  # changed meanwhile: these words may have come after the last ones
            await self._mend(job)
            raise

    async def _told(self, job: Job, card: Card) -> timedelta | None:
        """Have the card say this; gives when to look at it again. Raises ChatError.

        A mere tick that cannot be said is left out: the next one tells more.
        """
        try:
            await self._tell(job, card)
        except (CardGone, ChatGone):  # progress only: the outcome finds its own way
            return None
        except (SlowDown, ChatUnreachable) as error:
            if card.face is not job.card_face or card.next_in is None:
                raise
            seconds = error.seconds if isinstance(error, SlowDown) else 0
            return max(card.next_in, timedelta(seconds=seconds))
        return card.acts_in or card.next_in

    async def _tell(self, job: Job, card: Card) -> None:
        if job.card_id is None:
            return
        if self._is_news(job, card):
            pressed = CardFace.HIDDEN in {card.face, job.card_face}
            rank = Rank.ANSWER if pressed else Rank.PROGRESS
            await self.chat.edit(
                place_of(job), job.card_id, card.html, buttons=card.buttons, rank=rank
            )
            self._remember(job, card)
        if card.acts_in is not None:
            await self.chat.act(place_of(job), Action.MAKING_VIDEO)

    def _is_news(self, job: Job, card: Card) -> bool:
        """Whether the card has to change: a mere tick waits until it is time for one."""
        before = self.said.get(job.id)
        if card.face is not job.card_face or before is None:
            return True
        may_tick = card.acts_in is None or self.clock.now() >= before.until
        return may_tick and card.html != before.html

    def _remember(self, job: Job, card: Card) -> None:
        """Only what changes is said; what another process said, or this one before, once more."""
        if len(self.said) >= REMEMBERED:
            self.said.clear()
        until = self.clock.now() + (card.next_in or timedelta(0))
        self.said[job.id] = Said(html=card.html, until=until)

    def _in(self, wait: timedelta | None) -> datetime | None:
        return None if wait is None else self.clock.now() + wait

    async def _mend(self, job: Job) -> None:
        left = await self.store.records.get(job.id)
        if left is None or left.card_id != job.card_id:
            return
        if left.outcome is not None:
            await self.deliver.say_again(left, left.outcome)
        else:  # its person has changed what it is to be made of
            self.said.pop(job.id, None)
            await self.store.jobs.redraw(left, now=self.clock.now())

    async def _put_off(self, job: Job, error: ChatError) -> None:
        progress = job.state not in OUTCOME_KNOWN and job.card_id is not None
        wait = backoff(job.attempts)
        if isinstance(error, SlowDown):
            wait = timedelta(seconds=error.seconds)
        elif progress and isinstance(error, ChatRefused):  # and these attempts are not counted
            wait = LONGEST
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
