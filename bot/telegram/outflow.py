"""The pace at which the bot speaks: Telegram's limits are kept here, not found out by refusals.

About 30 messages a second in all, one a second in a private chat with short bursts, 20 a minute
in a group: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. An
edit counts like a message.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.chat import Rank, SlowDown
from bot.clock import Clock
from bot.telegram.api import Refusal
from storage.budgets import slot_of
from storage.database import StoreError

log = structlog.get_logger(__name__)

LONGEST_WAIT = timedelta(seconds=2)
"""Whoever would wait longer gives its place to somebody else, and comes again."""
PUT_OFF_S = 3.0
"""When what could be left out may ask again."""
REMEMBERED = 1000
"""Streams in memory, before those that have rested are dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Slots `interval` apart, after a rest `burst` of them at once, less of these for what matters
    less: the others stay free for what matters more, however much there is of the rest.

    Within any time, the burst and the slots that follow together keep to the limit.
    """

    name: str
    interval: timedelta
    burst: int
    answers: int
    progress: int

    def room(self, rank: Rank) -> int:
        """How much of the burst is there for this."""
        of = {Rank.OUTCOME: self.burst, Rank.ANSWER: self.answers, Rank.PROGRESS: self.progress}
        return of.get(rank, 1)


OVERALL = Stream(
    name="telegram", interval=timedelta(seconds=1 / 25), burst=5, answers=4, progress=3
)


def stream_of(chat_id: int) -> Stream:
    """A chat's own stream. A private chat takes a job's card, progress, video and ping at once."""
    name = f"chat/{chat_id}"
    if chat_id < 0:
        return Stream(name=name, interval=timedelta(seconds=5), burst=8, answers=6, progress=4)
    return Stream(name=name, interval=timedelta(seconds=1), burst=5, answers=4, progress=3)


class Slots(Protocol):
    """What carries the streams: the memory of one process, or the store of several.

    See storage.budgets.Budgets.
    """

    async def reserve(
        self, name: str, *, interval: timedelta, now: datetime, burst: int, by: datetime | None
    ) -> datetime:
        """The next slot; one that would begin after `by` is not taken. May raise StoreError."""

    async def give_back(self, name: str, *, interval: timedelta) -> None:
        """A slot that was taken is free again. May raise StoreError."""

    async def pause(self, name: str, *, until: datetime, now: datetime) -> None:
        """No slot of a stream without bursts begins before `until`. May raise StoreError."""


class Outflow:
    """Everybody who speaks waits here for a turn."""

    def __init__(self, slots: Slots, clock: Clock) -> None:
        self._slots = slots
        self._clock = clock
        self._refused: dict[int, datetime] = {}

    @asynccontextmanager
    async def turn(self, chat_id: int, rank: Rank) -> AsyncIterator[None]:
        """Come in when a message may go to a chat; what Telegram refuses inside is remembered.

        Raises SlowDown instead of waiting long, and progress and news instead of waiting at all.
        """
        await self._pass(stream_of(chat_id), rank)
        try:
            await self._pass(OVERALL, rank)
        except SlowDown:
            await self._give_back(stream_of(chat_id))
            raise
        try:
            yield
        except Refusal as error:
            if error.retry_after_s is None:
                raise
            wait = timedelta(seconds=error.retry_after_s)
            log.warning("telegram-flood", rank=rank, seconds=error.retry_after_s)
            if rank is not Rank.PROGRESS:  # Telegram counts edits for themselves
                await self._pause(chat_id, until=self._clock.now() + wait)
            raise

    async def _pass(self, stream: Stream, rank: Rank) -> None:
        now, patient = self._clock.now(), rank in {Rank.ANSWER, Rank.OUTCOME}
        by = now + LONGEST_WAIT if patient else now
        try:
            slot = await self._slots.reserve(
                stream.name, interval=stream.interval, burst=stream.room(rank), now=now, by=by
            )
        except StoreError as error:  # that the pace is not known keeps nobody from speaking
            log.error("pace-unknown", error=str(error))
            return
        if slot > by:
            wait_s = (slot - now).total_seconds()
            raise SlowDown(max(wait_s, PUT_OFF_S) if rank is Rank.PROGRESS else wait_s)
        await self._clock.sleep_until(slot)

    async def _give_back(self, stream: Stream) -> None:
        """Nothing was said in this slot: whoever comes again and again would use up all of them."""
        try:
            await self._slots.give_back(stream.name, interval=stream.interval)
        except StoreError as error:
            log.error("pace-unknown", error=str(error))

    async def _pause(self, chat_id: int, *, until: datetime) -> None:
        """Leave the chat alone; all of them when another one is to be left alone just now."""
        now = self._clock.now()
        self._refused = {chat: end for chat, end in self._refused.items() if end > now}
        everywhere = bool(self._refused.keys() - {chat_id})
        self._refused[chat_id] = until
        if everywhere:
            log.warning("telegram-flood-everywhere")
        for stream in [stream_of(chat_id), OVERALL] if everywhere else [stream_of(chat_id)]:
            rested_at = until + (stream.burst - 1) * stream.interval
            try:
                await self._slots.pause(stream.name, until=rested_at, now=now)
            except StoreError as error:
                log.error("pace-unknown", error=str(error))


class Memory:
    """The Slots of a process that is alone."""

    def __init__(self) -> None:
        self._rested_at: dict[str, datetime] = {}

    async def reserve(
        self, name: str, *, interval: timedelta, now: datetime, burst: int, by: datetime | None
    ) -> datetime:
        """See Slots."""
        rested_at = self._rested_at.get(name, now)
        slot = slot_of(rested_at, interval=interval, burst=burst, now=now)
        if by is None or slot <= by:
            self._set(name, max(rested_at, now) + interval, now=now)
        return slot

    async def give_back(self, name: str, *, interval: timedelta) -> None:
        """See Slots."""
        if name in self._rested_at:
            self._rested_at[name] -= interval

    async def pause(self, name: str, *, until: datetime, now: datetime) -> None:
        """See Slots."""
        self._set(name, max(self._rested_at.get(name, now), until), now=now)

    def _set(self, name: str, rested_at: datetime, *, now: datetime) -> None:
        self._rested_at[name] = rested_at
        if len(self._rested_at) > REMEMBERED:
            kept = {name: at for name, at in self._rested_at.items() if at > now}
            self._rested_at = kept
