"""Tells the admins of trouble that only they can end: once for each trouble, not for each job."""

import structlog

from bot.chat import Chat, ChatError, Place
from bot.clock import Clock
from bot.i18n.words import Notice, Words
from storage.alerts import Alerts

log = structlog.get_logger(__name__)


class Alarm:
    """Speaks to every admin in private."""

    def __init__(
        self, *, alerts: Alerts, chat: Chat, admins: frozenset[int], words: Words, clock: Clock
    ) -> None:
        self._alerts = alerts
        self._chat = chat
        self._admins = admins
        self._words = words
        self._clock = clock
        self._quiet: set[str] = set()

    async def ring(self, provider: str, trouble: str) -> None:
        """A provider has a trouble: the admins hear its name and the cure, unless they know."""
        self._quiet.discard(provider)
        key = f"{provider}/{trouble}"
        if not await self._alerts.claim(key, now=self._clock.now()):
            return
        facts: dict[str, str | int] = {"provider": provider, "setting": provider.upper()}
        text = self._words.say(None, Notice(f"alert-{trouble}", facts))
        log.warning("operator-alert", provider=provider, trouble=trouble)
        for admin in sorted(self._admins):
            try:
                await self._chat.send(Place(chat_id=admin), text)
            except ChatError as error:
                log.warning("alert-not-sent", admin=admin, error=type(error).__name__)
        await self._alerts.told(key, now=self._clock.now())

    async def all_well(self, provider: str) -> None:
        """A provider works: its next trouble is told again."""
        if provider not in self._quiet:
            await self._alerts.clear(f"{provider}/")
            self._quiet.add(provider)
