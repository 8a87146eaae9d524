"""How often a card on its way is told anew, and its chat that something is being made."""

from datetime import datetime
from typing import cast

from bot.chat import Action, Keyboard, Place, Rank
from bot.i18n.words import Words
from bot.providers.registry import Registry
from bot.worker.cards import Cards
from bot.worker.deliver import Deliver
from bot.worker.progress import ACTION, Progress
from bot.worker.scheduler import Lease
from tests.silent_chat import SilentChat
from tests.still_clock import StillClock
from tests.storage.samples import LEASE
from tests.worker.conftest import Shop


class Listening(SilentChat):
    """A chat that takes progress, and when."""

    def __init__(self, clock: StillClock) -> None:
        self._clock = clock
        self.edits: list[datetime] = []
        self.actions: list[datetime] = []

    async def edit(
        self,
        place: Place,  # noqa: ARG002
        message_id: int,  # noqa: ARG002
        html: str,  # noqa: ARG002
        *,
        buttons: Keyboard = (),  # noqa: ARG002
        rank: Rank,  # noqa: ARG002
    ) -> None:
        self.edits.append(self._clock.now())

    async def act(self, place: Place, action: Action) -> None:  # noqa: ARG002
        self.actions.append(self._clock.now())


async def test_a_chat_sees_all_the_time_that_a_video_is_being_made(shop: Shop) -> None:
    """Telegram shows that for five seconds, and cards change rarer by and by."""
    chat, clock = Listening(shop.clock), shop.clock
    cards = Cards(
        store=shop.store,
        chat=chat,
        progress=Progress(
            records=shop.store.records,
            registry=Registry([shop.provider]),
            words=Words(),
            clock=clock,
        ),
        deliver=cast("Deliver", None),  # nothing comes to that
        clock=clock,
    )
    assert await shop.purchase.first_try(await shop.submitting(), shop.provider) is None
    begun = clock.now()
    while clock.now() < begun + 12 * ACTION:
        lease = Lease(name="cards", now=clock.now(), until=clock.now() + LEASE)
        for job in await cards.claim(lease, limit=9):
            await cards.step(job)
        clock.advance(seconds=1)
    assert chat.actions == [begun + number * ACTION for number in range(12)]
    assert len(chat.edits) <= 9
    assert set(chat.edits) <= set(chat.actions)
