"""Carries broadcasts out: one person after the other, at a pace that holds up nobody's video."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from itertools import count

import structlog

from bot.backoff import backoff
from bot.chat import (
    Button,
    CardGone,
    Chat,
    ChatError,
    ChatGone,
    ChatRefused,
    ChatUnreachable,
    Place,
    Rank,
    SlowDown,
)
from bot.clock import Clock
from bot.i18n.words import Notice, Words
from bot.intake.presses import STOP_NEWS
from bot.leases import LEASE, LOOKS_AGAIN_AFTER, Held, kept
from bot.tasks import Tasks
from storage.broadcasts import Broadcast, Broadcasts, Result, Stage
from storage.database import StoreError

log = structlog.get_logger(__name__)

PACE = timedelta(seconds=1 / 15)
"""Between two people: a good half of what Telegram allows, the rest is for what people wait for."""
TOLD_EVERY = timedelta(seconds=3)
TRIES = 5
"""For the last word to the admin."""


class Herald:
    """Tells everybody what admins want told, over restarts."""

    def __init__(
        self, *, broadcasts: Broadcasts, chat: Chat, words: Words, clock: Clock, tasks: Tasks
    ) -> None:
        self._broadcasts = broadcasts
        self._chat = chat
        self._words = words
        self._clock = clock
        self._tasks = tasks
        self._bell = asyncio.Event()

    def wake(self) -> None:
        """A broadcast was confirmed."""
        self._bell.set()

    async def run(self) -> None:
        """Carry out what is confirmed, for ever."""
        while True:
            self._bell.clear()
            try:
                while await self._carried_out():
                    pass
            except StoreError as error:
                log.error("broadcast-not-stored", error=str(error))
            await self._clock.wait(self._bell, until=self._clock.now() + LOOKS_AGAIN_AFTER)

    async def _carried_out(self) -> bool:
        """Whether there was one. It stays with this process, also over a long outage."""
        now, lease = self._clock.now(), self._clock.new_key()
        broadcast = await self._broadcasts.claim(now=now, lease=lease, until=now + LEASE)
        if broadcast is None:
            return False
        held = Held(lambda until: self._broadcasts.renew(broadcast, until=until), now + LEASE)
        async with kept(held, clock=self._clock, tasks=self._tasks, name="broadcast"):
            await self._carry_out(broadcast)
        return True

    async def _carry_out(self, broadcast: Broadcast) -> None:
        """Go on where it stands. Nobody is tried again, whatever came of it."""
        last: Result | None = None
        told_at = self._clock.now()
        with suppress(ChatError):
            await self._show_progress(broadcast)
        while True:
            turn = await self._broadcasts.turn(broadcast, last=last)
            if turn is None:  # another process has taken it
                return
            broadcast = turn.broadcast
            if turn.user_id is None:
                break
            last = await self._tell(turn.user_id, broadcast.html)
            if last is Result.FAILED:
                await self._until_reachable(broadcast)
            if self._clock.now() >= told_at + TOLD_EVERY:
                told_at = self._clock.now()
                with suppress(ChatError):
                    await self._show_progress(broadcast)
            await self._clock.sleep_until(self._clock.now() + PACE)
        await self._show_result(broadcast)
        await self._broadcasts.close(broadcast)

    async def _tell(self, user_id: int, html: str) -> Result:
        while True:
            try:
                await self._chat.send(Place(chat_id=user_id), html, rank=Rank.NEWS)
            except SlowDown as error:  # nothing was done
                await self._clock.sleep_until(self._clock.now() + timedelta(seconds=error.seconds))
            except ChatGone:
                return Result.BLOCKED
            except ChatError as error:
                log.info("news-not-sent", error=type(error).__name__)
                return Result.FAILED
            else:
                return Result.SENT

    async def _until_reachable(self, broadcast: Broadcast) -> None:
        """Wait until Telegram works: whoever is tried before is left out.

        The admin's line tells, for to write it again does no harm.
        """
        for failures in count():
            await self._clock.sleep_until(self._clock.now() + backoff(failures))
            try:
                await self._show_progress(broadcast)
            except ChatUnreachable as error:
                if isinstance(error, ChatRefused):
                    return
            except ChatError:
                return
            else:
                return

    async def _show_progress(self, broadcast: Broadcast) -> None:
        stop = self._words.say(broadcast.language, Notice("button-broadcast-stop"))
        buttons = [[Button(text=stop, data=f"{STOP_NEWS}{broadcast.id}")]]
        html = self._words.say(broadcast.language, Notice("broadcast-line", _numbers(broadcast)))
        place, line_id = Place(chat_id=broadcast.admin_id), broadcast.line_id or 0
        await self._chat.edit(place, line_id, html, buttons=buttons, rank=Rank.PROGRESS)

    async def _show_result(self, broadcast: Broadcast) -> None:
        """The admin's line says how it ended; doing it again changes nothing."""
        key = "broadcast-stopped" if broadcast.state is Stage.STOPPED else "broadcast-done"
        html = self._words.say(broadcast.language, Notice(key, _numbers(broadcast)))
        for failures in range(TRIES):
            try:
                await self._show(broadcast, html)
                return
            except ChatError as error:
                seconds = error.seconds if isinstance(error, SlowDown) else 0
                wait = max(timedelta(seconds=seconds), backoff(failures))
                await self._clock.sleep_until(self._clock.now() + wait)
        log.warning("broadcast-result-not-shown", broadcast=broadcast.id)

    async def _show(self, broadcast: Broadcast, html: str) -> None:
        place = Place(chat_id=broadcast.admin_id)
        try:
            await self._chat.edit(place, broadcast.line_id or 0, html, rank=Rank.OUTCOME)
        except CardGone:
            await self._chat.send(place, html, rank=Rank.OUTCOME)


def _numbers(broadcast: Broadcast) -> dict[str, str | int]:
    return {
        "done": str(broadcast.sent + broadcast.blocked + broadcast.failed),
        "total": str(broadcast.total),
        "sent": str(broadcast.sent),
        "blocked": str(broadcast.blocked),
        "failed": str(broadcast.failed),
    }
