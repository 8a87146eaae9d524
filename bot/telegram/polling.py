"""Long polling. An update is stored before the request that confirms it to Telegram goes out.

(aiogram's own polling confirms a batch while its handlers still run.)
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramConflictError, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod

from bot.backoff import backoff
from bot.clock import Clock
from bot.intake.updates import KINDS, is_fleeting, stored_update
from bot.telegram.patience import PATIENCE, Patience
from bot.telegram.session import wait_after
from storage.database import StoreError
from storage.inbox import Inbox, StoredUpdate

log = structlog.get_logger(__name__)


class GetRawUpdates(TelegramMethod[list[Any]]):
    """getUpdates without parsing: what nobody understands yet must be storable too."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int
    allowed_updates: list[str]


class Polling:
    """Brings updates from Telegram into the inbox. `wake` is told when something came.

    What is fleeting goes to `inquire` instead.
    """

    def __init__(
        self,
        *,
        bot: Bot,
        inbox: Inbox,
        clock: Clock,
        wake: Callable[[], None],
        inquire: Callable[[Mapping[str, Any]], None],
        patience: Patience = PATIENCE,
    ) -> None:
        self._bot = bot
        self._patience = patience
        self._inbox = inbox
        self._clock = clock
        self._wake = wake
        self._inquire = inquire
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll for ever. Raises TelegramUnauthorizedError when the token is no longer valid."""
        failures = 0
        await self._polled_only()
        while True:
            try:
                await self._poll()
                failures = 0
            except TelegramUnauthorizedError:
                raise
            except (AiogramError, StoreError) as error:
                _complain(error, failures)
                await self._clock.sleep_until(self._clock.now() + wait_after(error, failures))
                failures += 1

    async def _polled_only(self) -> None:
        """Take a webhook away: while there is one, Telegram refuses to be polled."""
        failures = 0
        while True:
            try:
                await self._bot.delete_webhook()
            except TelegramUnauthorizedError:
                raise
            except AiogramError as error:
                _complain(error, failures)
                await self._clock.sleep_until(self._clock.now() + wait_after(error, failures))
                failures += 1
            else:
                return

    async def _poll(self) -> None:
        poll_s, answer_s = self._patience.poll_s, self._patience.poll_answer_s
        method = GetRawUpdates(offset=self._offset, timeout=poll_s, allowed_updates=list(KINDS))
        raw = await self._bot(method, request_timeout=poll_s + answer_s)
        fleeting = [one for one in raw if is_fleeting(one)]
        updates = list(_updates([one for one in raw if not is_fleeting(one)]))
        await self._inbox.put(updates, now=self._clock.now())
        for one in fleeting:
            self._inquire(one)
        # Without an offset Telegram gives what is not confirmed yet. It is left out whenever
        # nothing is left to confirm: after a quiet week the ids start anew, perhaps lower.
        ids = [one.update_id for one in updates] + [one["update_id"] for one in fleeting]
        self._offset = max(ids) + 1 if ids else None
        if updates:
            self._wake()
        elif raw and not ids:  # nothing that could be confirmed: it comes again at once
            await self._clock.sleep_until(self._clock.now() + backoff(0))


def _updates(raw: Sequence[Any]) -> Iterator[StoredUpdate]:
    for update in raw:
        try:
            yield stored_update(update)
        except ValueError as error:
            log.error("no-update", error=str(error))


def _complain(error: Exception, failures: int) -> None:
    if isinstance(error, TelegramConflictError):
        log.warning("another-bot-polls", hint="stop the other instance with this token")
    elif isinstance(error, StoreError):
        log.error("updates-not-stored", error=str(error))  # Telegram keeps them
    elif failures in {0, 5} or failures % 50 == 0:
        log.warning("telegram-unreachable", error=type(error).__name__, failures=failures)
