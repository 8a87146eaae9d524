"""Two bots that are broken on purpose: a storm that does not catch them proves nothing."""

import asyncio
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import app
from bot.chat import Keyboard, Place, Rank, Shown, VideoMessage
from bot.clock import SystemClock
from bot.intake.updates import KINDS, stored_update
from bot.providers import build as providers
from bot.settings import read_settings
from bot.telegram.chat import TelegramChat
from bot.telegram.polling import GetRawUpdates, Polling
from storage.store import Store

if TYPE_CHECKING:
    from bot.telegram.build import Telegram


class BareChat(TelegramChat):
    """Sends a video outright, instead of turning the card into it."""

    async def edit_to_video(
        self,
        place: Place,
        message_id: int,  # noqa: ARG002
        video: VideoMessage,
        *,
        buttons: Keyboard = (),  # noqa: ARG002
        rank: Rank = Rank.OUTCOME,  # noqa: ARG002
    ) -> Shown:
        """Sends first, and the job is closed after that."""
        sent = await self._call(
            "sendVideo", chat_id=place.chat_id, video=video.source, caption=video.caption
        )
        shown = sent["video"]
        return Shown(file_ref=shown["file_id"], file_key=shown["file_unique_id"])


class HastyPolling(Polling):
    """Confirms updates to Telegram before they are stored."""

    async def _poll(self) -> None:
        raw = await self._bot(GetRawUpdates(timeout=25, allowed_updates=list(KINDS)))
        if raw:
            confirm = max(update["update_id"] for update in raw) + 1
            await self._bot(GetRawUpdates(offset=confirm, timeout=0, allowed_updates=list(KINDS)))
        await self._inbox.put([stored_update(one) for one in raw], now=self._clock.now())
        self._wake()


class SendsBeforeItRecords(app.App):
    """The bot that doubles."""

    def _new_chat(self) -> TelegramChat:
        true = super()._new_chat()
        return BareChat(true._api, true._outflow, self._clock)


class ConfirmsBeforeItStores(app.App):
    """The bot that loses."""

    async def _build_telegram(self, chat: TelegramChat) -> "Telegram":
        telegram = await super()._build_telegram(chat)
        polling = HastyPolling(
            bot=telegram.bot,
            inbox=self._store.inbox,
            clock=self._clock,
            wake=telegram.handling.wake,
            inquire=telegram.inquiries.take,
        )
        return replace(telegram, polling=polling)


BROKEN: Mapping[str, type[app.App]] = {
    "sends-before-it-records": SendsBeforeItRecords,
    "confirms-before-it-stores": ConfirmsBeforeItStores,
}


def main(name: str) -> int:
    """Be this bot until SIGTERM or the end of all things."""
    asyncio.run(_live(BROKEN[name]))
    return 0


async def _live(kind: type[app.App]) -> None:
    """What `app.run` does, with another App."""
    settings, clock = read_settings(), SystemClock()
    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database_url)
        stack.push_async_callback(store.close)
        registry = providers.build(
            settings, store=store, addresses=settings.addresses(), clock=clock
        )
        stack.push_async_callback(registry.close)
        await kind(settings, clock, store, registry, stack).run(asyncio.Event())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
