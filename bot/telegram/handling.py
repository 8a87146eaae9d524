"""Runs the handlers from the inbox: one sender's updates in order, different senders' side by side.

An update stays in the inbox until its handler has come to its end, so handlers may run twice and
are written for it: what they store is keyed by what the person sent. Where only the answer failed,
the answer takes the update's place: a second run would answer something else, as /cancel would.
"""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from bot.backoff import backoff
from bot.chat import Chat, ChatError, ChatGone, ChatRefused, ChatUnreachable, SlowDown
from bot.clock import Clock
from bot.i18n.words import Notice, Words
from bot.leases import LEASE, LOOKS_AGAIN_AFTER, Held, kept
from bot.stubborn import stubbornly
from bot.tasks import Tasks
from bot.telegram.languages import Languages
from bot.telegram.talk import NotSaid, WordedAnswer, talk_of
from storage.database import StoreError
from storage.inbox import Inbox, StoredUpdate
from storage.overtaking import OvertakenError, on_behalf_of

log = structlog.get_logger(__name__)

PLACES = 16
LONGEST_ROUND = 500
"""Senders; a question that names more of them costs more than their order is worth."""
TRIES = 5
"""For a handler that crashes, and for what a chat will not have."""
PATIENT_TRIES = 60
"""For one that meets a chat or a store that does not work: an outage of an hour is sat out. What
fails for longer lies in the update itself, and would hold back its sender for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """How an update goes on whose handler met an obstacle; its sender's next ones wait, too."""

    wait: timedelta
    attempts: int = 1
    """What this costs of its tries."""
    answer: WordedAnswer | None = None
    """What is left to do, when it is not the whole update. It waits for its chat, not for whoever
    is answered: their next prompt goes on, and a busy group takes one place at a time."""


class Handling:
    """The runner of handlers."""

    def __init__(
        self,
        *,
        bot: Bot,
        dispatcher: Dispatcher,
        inbox: Inbox,
        chat: Chat,
        words: Words,
        languages: Languages,
        clock: Clock,
        tasks: Tasks,
    ) -> None:
        self._bot = bot
        self._chat = chat
        self._words = words
        self._languages = languages
        self._dispatcher = dispatcher
        self._inbox = inbox
        self._clock = clock
        self._tasks = tasks
        self._bell = asyncio.Event()
        self._busy: set[int] = set()
        self._served: set[int] = set()
        """Who had a turn in this round; when nobody else is due, the next round begins."""

    def wake(self) -> None:
        """Something was put into the inbox."""
        self._bell.set()

    async def run(self) -> None:
        """Handle for ever."""
        while True:
            self._bell.clear()
            try:
                await self._start_due()
                until = await self._next_due_at()
            except StoreError as error:
                log.error("inbox-unreadable", error=str(error))
                until = self._clock.now() + backoff(1)
            await self._clock.wait(self._bell, until=until)

    async def _next_due_at(self) -> datetime | None:
        """When to look again, if nothing wakes us before."""
        if len(self._busy) >= PLACES or self._bell.is_set():
            return None
        due_at = await self._inbox.next_due_at(busy=self._busy)
        latest = self._clock.now() + LOOKS_AGAIN_AFTER
        return latest if due_at is None else min(due_at, latest)

    async def _start_due(self) -> None:
        """Fill the places by turns: who writes for the first time comes before a flood is done."""
        everybody = await self._start_turns()
        if everybody and self._served:
            self._served.clear()
            await self._start_turns()

    async def _start_turns(self) -> bool:
        """Start those who had no turn in this round; tells whether that was everybody."""
        limit = PLACES - len(self._busy)
        if limit <= 0:
            return False
        if len(self._served) > LONGEST_ROUND:
            self._served.clear()
        now, passed = self._clock.now(), self._busy | self._served
        until = now + LEASE
        due = await self._inbox.claim(busy=passed, limit=limit, now=now, until=until)
        for stored in due:
            self._busy.add(stored.sender_key)
            self._served.add(stored.sender_key)
            held = Held(partial(self._renew, stored), until)
            self._tasks.start(self._handle(stored, held), name=f"update-{stored.update_id}")
        return len(due) < limit

    async def _handle(self, stored: StoredUpdate, held: Held) -> None:
        name = f"update-{stored.update_id}"
        try:
            with structlog.contextvars.bound_contextvars(update=stored.update_id):
                async with kept(held, clock=self._clock, tasks=self._tasks, name=name):
                    put_off = await self._handled(stored)
                    await self._note(stored, put_off)
        finally:
            self._busy.discard(stored.sender_key)
            self._bell.set()

    async def _renew(self, stored: StoredUpdate, until: datetime) -> None:
        await self._inbox.renew(stored.update_id, until=until)

    async def _handled(self, stored: StoredUpdate) -> PutOff | None:
        """Run the handler, or say what it could not; None: nothing is left to do."""
        try:
            todo = WordedAnswer.left_of(stored.payload) or self._update(stored.payload)
        except ValidationError:
            log.error("update-not-understood")
            return None
        try:
            with on_behalf_of(stored.update_id, sender_key=stored.sender_key):
                await self._do(todo)
        except OvertakenError:
            log.info("update-overtaken")
        except ChatGone:
            log.info("sender-gone")
        except (ChatError, StoreError) as error:
            return _put_off(stored, error)
        except Exception:
            log.exception("handler-crashed")
            if stored.attempts + 1 < TRIES:
                return PutOff(wait=backoff(stored.attempts))
            await self._apologise(todo)
        return None

    async def _do(self, todo: Update | WordedAnswer) -> None:
        if isinstance(todo, WordedAnswer):
            await todo.say(self._chat)
        else:
            await self._dispatcher.feed_update(self._bot, todo)

    def _update(self, payload: str) -> Update:
        return Update.model_validate(json.loads(payload), context={"bot": self._bot})

    async def _note(self, stored: StoredUpdate, put_off: PutOff | None) -> None:
        """Store what became of an update, for as long as it takes: its handler spoke already."""
        now = self._clock.now()
        if put_off is None:
            noted = partial(self._inbox.done, stored.update_id, now=now)
        else:
            noted = partial(
                self._inbox.defer,
                stored.update_id,
                until=now + put_off.wait,
                attempts=put_off.attempts,
                left=_left(stored, put_off.answer) if put_off.answer else None,
            )
        await stubbornly(noted, clock=self._clock)

    async def _apologise(self, update: Update | WordedAnswer) -> None:
        """The last word on an update whose handler crashes every time."""
        if isinstance(update, WordedAnswer):
            return
        if update.message is None or update.message.chat.type != "private":
            return
        with suppress(ChatError, StoreError):
            message = await self._languages.chosen(update.message)
            await talk_of(message, self._chat, self._words).say(Notice("something-broke"))


def _left(stored: StoredUpdate, answer: WordedAnswer) -> StoredUpdate:
    return replace(stored, payload=answer.payload(), sender_key=answer.chat_id)


def _put_off(stored: StoredUpdate, error: ChatError | StoreError) -> PutOff | None:
    answer = error.answer if isinstance(error, NotSaid) else None
    error = error.why if isinstance(error, NotSaid) else error
    if isinstance(error, SlowDown):  # nothing failed
        return PutOff(wait=timedelta(seconds=error.seconds), attempts=0, answer=answer)
    may_pass = isinstance(error, ChatUnreachable | StoreError) and not isinstance(
        error, ChatRefused
    )
    if stored.attempts >= (PATIENT_TRIES if may_pass else TRIES):
        log.error("handler-gave-up", error=type(error).__name__)
        return None
    log.info("handler-put-off", error=type(error).__name__)
    return PutOff(wait=backoff(stored.attempts), answer=answer)
