"""Runs the handler of what people type after the bot's name, in whatever chat.

Such a question is not stored. It is worth something for seconds only, nothing was promised to
whoever types it, and their next letter asks again; stored, each letter would cost two writes and
wait behind the person's prompts. So a crash loses nothing here, and only the latest question of
each person counts.
"""

from collections.abc import Mapping
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from bot.intake.updates import sender_key
from bot.tasks import Tasks
from storage.database import StoreError

log = structlog.get_logger(__name__)

PLACES = 4
"""Questions that are answered at once: the store has other work."""
MOST = 200
"""People who wait; the one who has waited longest has given up."""


class Inquiries:
    """The questions that wait, one for each person."""

    def __init__(self, *, bot: Bot, dispatcher: Dispatcher, tasks: Tasks) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._tasks = tasks
        self._latest: dict[int, Mapping[str, Any]] = {}
        self._busy: set[int] = set()

    def take(self, update: Mapping[str, Any]) -> None:
        """Answer this one soon, instead of an earlier one of the same person that still waits."""
        self._latest[sender_key(update)] = update
        if len(self._latest) > MOST:
            del self._latest[next(iter(self._latest))]
        self._start()

    def _start(self) -> None:
        free = [person for person in self._latest if person not in self._busy]
        for person in free[: PLACES - len(self._busy)]:
            self._busy.add(person)
            self._tasks.start(self._handle(person, self._latest.pop(person)), name="inquiry")

    async def _handle(self, person: int, update: Mapping[str, Any]) -> None:
        try:
            known = Update.model_validate(dict(update), context={"bot": self._bot})
            await self._dispatcher.feed_update(self._bot, known)
        except (ValidationError, StoreError) as error:
            log.info("inquiry-not-answered", error=type(error).__name__)
        except Exception:
            log.exception("handler-crashed")
        self._busy.discard(person)
        self._start()
