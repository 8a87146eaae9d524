"""Tells the admins of trouble that only they can end: once for each trouble, not for each job."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.chat import Chat, ChatError, Place, Rank
from bot.clock import Clock
from bot.i18n.words import Notice, Words
from bot.provider_settings import key_setting
from bot.providers.errors import Fault
from storage.alerts import Alert, Alerts
from storage.database import StoreError
from storage.people import People

log = structlog.get_logger(__name__)

RETOLD_EVERY = timedelta(minutes=1)
PURCHASE_UNKNOWN = "purchase-unknown"
LOW_BALANCE = "low-balance"
CURED = (PURCHASE_UNKNOWN, *(fault.label for fault in Fault))
"""The troubles that are over when the provider works."""


class Alarm:
    """Speaks to every admin in private. What could not be said is said later."""

    def __init__(
        self,
        *,
        alerts: Alerts,
        people: People,
        chat: Chat,
        admins: frozenset[int],
        words: Words,
        clock: Clock,
    ) -> None:
        self._alerts = alerts
        self._people = people
        self._chat = chat
        self._admins = admins
        self._words = words
        self._clock = clock
        self._bell = asyncio.Event()

    async def ring(
        self, provider: str, trouble: str, facts: Mapping[str, str | int] | None = None
    ) -> None:
        """A provider has a trouble: the admins hear its name and the cure, unless they know."""
        new = [
            Alert(provider=provider, trouble=trouble, admin_id=admin, facts=facts or {})
            for admin in sorted(self._admins)
        ]
        log.warning("operator-trouble", provider=provider, trouble=trouble)
        await self._alerts.open(new)
        self._bell.set()

    async def run(self) -> None:
        """Say what rings, for ever, and now and then again what could not be said."""
        while True:
            self._bell.clear()
            try:
                await self._tell()
            except StoreError as error:
                log.error("alerts-unreadable", error=str(error))
            await self._clock.wait(self._bell, until=self._clock.now() + RETOLD_EVERY)

    async def _tell(self) -> None:
        for alert in await self._alerts.claim(now=self._clock.now()):
            language = await self._people.language(alert.admin_id)
            text = self._words.say(language, _notice(alert))
            try:
                await self._chat.send(Place(chat_id=alert.admin_id), text, rank=Rank.OUTCOME)
            except ChatError as error:
                log.info("alert-not-sent", admin=alert.admin_id, error=type(error).__name__)
            else:
                await self._alerts.told(alert, now=self._clock.now())

    async def over(self, provider: str, trouble: str) -> None:
        """One trouble is over; when it comes back, it is told again."""
        await self._alerts.clear(provider, [trouble])

    async def all_well(self, provider: str) -> None:
        """A provider works: its next trouble is told again, whichever process meets it."""
        await self._alerts.clear(provider, CURED)


def _notice(alert: Alert) -> Notice:
    facts = {
        "provider": alert.provider,
        "setting": alert.provider.upper(),
        "key_setting": key_setting(alert.provider),
    }
    return Notice(f"alert-{alert.trouble}", facts | dict(alert.facts))
