"""What the card of a job on its way says, and when it is to say it anew.

Nothing here is a percentage: a bar is the time since the purchase over what was usually waited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil

from bot.chat import Keyboard
from bot.clock import Clock
from bot.i18n.span import lasted
from bot.i18n.words import Notice, Words
from bot.intake.outcomes import card_buttons, hidden_notice
from bot.providers.registry import Registry
from bot.worker.faces import change_notices, frames_notices, progress_notice
from bot.worker.pacing import ENOUGH, LEARNED_FROM
from storage.jobs import CardFace, Job
from storage.records import Records
from storage.states import State

SOONEST, RAREST = timedelta(seconds=5), timedelta(seconds=30)
IN_LINE = timedelta(seconds=10)
IN_GROUP = timedelta(seconds=15)
"""A group takes 20 messages a minute, and they are needed for more than this."""
EACH = timedelta(seconds=1 / 4)
"""All cards together change four times a second: of 25, the rest is for answers and outcomes."""
ACTION = timedelta(seconds=5)
"""So long Telegram shows over a chat that a video is being made, unless it is told again."""
CELLS = 10
UNUSUAL = 1.5
"""So many times what is usual: one in ten takes a little longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card shows. `next_in`: when it may have changed by itself; None: never does.

    `acts_in`: when its chat is told again that a video is being made, which is no later; None: it
    is not.
    """

    face: CardFace
    html: str
    buttons: Keyboard
    next_in: timedelta | None
    acts_in: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """How long such videos were waited for, in seconds, but for the fastest and the slowest."""

    low_s: float
    high_s: float


def usual(waited_s: Sequence[float]) -> Usual | None:
    """What the latest jobs of a kind tell; None: too few.

    A tenth is left out at either end, one at least: it may have been waited for in an outage.
    """
    if len(waited_s) < ENOUGH:
        return None
    ordered = sorted(waited_s)
    cut = ceil(len(ordered) / 10)
    return Usual(low_s=ordered[cut], high_s=ordered[-1 - cut])


def is_late(usual: Usual, age: timedelta) -> bool:
    """Whether a job takes clearly longer than is usual."""
    return age.total_seconds() > UNUSUAL * usual.high_s


def range_facts(usual: Usual, age: timedelta) -> Mapping[str, str | int]:
    """The facts of a range in its natural unit, and of the bar over it."""
    is_short = usual.high_s < 100
    unit_s = 1 if is_short else 60
    full = min(CELLS, int(CELLS * age.total_seconds() / max(usual.high_s, 1)))
    return {
        "low": int(usual.low_s / unit_s),
        "high": max(1, ceil(usual.high_s / unit_s)),
        "unit": "seconds" if is_short else "minutes",
        "bar": "▰" * full + "▱" * (CELLS - full),
    }


def next_edit(age: timedelta, *, kept: int, in_group: bool) -> timedelta:
    """How long a card of this age stays as it is, when so many are kept true."""
    wait = max(SOONEST, min(age / 3, RAREST))
    return max(wait, IN_GROUP if in_group else wait, kept * EACH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Knows how far a job is, from the store alone."""

    records: Records
    registry: Registry
    words: Words
    clock: Clock

    async def card(self, job: Job) -> Card:
        """The card of an open job, as it shall be now."""
        if job.state is State.QUEUED:
            return await self._waiting(job)
        if job.hidden:
            hidden = hidden_notice("card-hidden", job)
            return self._card(job, CardFace.HIDDEN, [hidden], None)
        if job.state is State.GENERATING and job.pace_key is not None:
            return await self._generating(job)
        return self._still(job, CardFace.GENERATING, *change_notices(job))

    async def _waiting(self, job: Job) -> Card:
        before, frames = await self.records.queued_before(job), frames_notices(job)
        if job.card_face is None and not await self._must_wait(job, before):
            return self._still(job, CardFace.ACCEPTED, *frames)
        notice = Notice("card-in-line", {"before": before}) if before else Notice("card-next")
        next_in = max(IN_LINE, self._next_in(job, await self.records.cards_kept()))
        return self._card(job, CardFace.IN_LINE, [notice, *frames], next_in)

    async def _must_wait(self, job: Job, before: int) -> bool:
        """Whether the places at the providers are taken by those before."""
        able = self.registry.able(job.request.mode)
        running = await self.records.running()
        places = sum(provider.capabilities.max_running for provider in able)
        taken = sum(running.get(provider.name, 0) for provider in able)
        return taken + before >= places

    async def _generating(self, job: Job) -> Card:
        waited_s = await self.records.waiting_times(job.pace_key or "", limit=LEARNED_FROM)
        notices = [
            progress_notice(CardFace.GENERATING),
            *self._time_notices(job, usual(waited_s)),
            *change_notices(job),
        ]
        kept = await self.records.cards_kept()
        card = self._card(job, CardFace.GENERATING, notices, self._next_in(job, kept))
        if job.chat_id < 0:  # a group has other things to see
            return card
        return replace(card, acts_in=max(ACTION, kept * EACH))

    def _time_notices(self, job: Job, usual: Usual | None) -> Sequence[Notice]:
        age = self._age(job)
        now = {"now": self.words.say(job.language, lasted(age))}
        if usual is None:
            return [Notice("card-elapsed", now)] if age >= SOONEST else []
        notices = [Notice("card-range", {**range_facts(usual, age), **now})]
        return [*notices, Notice("card-late")] if is_late(usual, age) else notices

    def _age(self, job: Job) -> timedelta:
        return max(timedelta(0), self.clock.now() - (job.submitted_at or job.created_at))

    def _next_in(self, job: Job, kept: int) -> timedelta:
        return next_edit(self._age(job), kept=kept, in_group=job.chat_id < 0)

    def _still(self, job: Job, face: CardFace, *more: Notice) -> Card:
        return self._card(job, face, [progress_notice(face), *more], None)

    def _card(
        self, job: Job, face: CardFace, notices: Sequence[Notice], next_in: timedelta | None
    ) -> Card:
        return Card(
            face=face,
            html=self.words.say_all(job.language, notices),
            buttons=card_buttons(job, self.words),
            next_in=next_in,
        )
