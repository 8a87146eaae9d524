"""The lane of cards: how often one is told anew, and that what was said last is true."""

from datetime import datetime
from typing import cast

import pytest

from bot.chat import ChatRefused, Place, Shown
from bot.i18n.words import Words
from bot.providers.base import Provider
from bot.providers.registry import Registry
from bot.worker.cards import Cards
from bot.worker.deliver import Deliver
from bot.worker.download import Downloads
from bot.worker.progress import ACTION, Progress
from bot.worker.receipt import Receipts
from bot.worker.scheduler import Lease
from bot.worker.unreadable import UnreadableVideos
from storage.joblist import LeaseLostError
from storage.jobs import Ending, Outcome, Video
from storage.states import State
from storage.store import Store
from tests.silent_chat import SilentChat
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, draft, generating, leased
from tests.worker.conftest import Shop


class Listening(SilentChat):
    """A chat that takes progress, and when."""

    def __init__(self, clock: StillClock) -> None:
        self._clock = clock
        self.edits: list[datetime] = []
        self.actions: list[datetime] = []

    async def asked(self, method: str, place: Place | None = None) -> None:  # noqa: ARG002
        (self.actions if method == "act" else self.edits).append(self._clock.now())


async def test_a_chat_sees_all_the_time_that_a_video_is_being_made(shop: Shop) -> None:
    """Telegram shows that for five seconds, and cards change rarer by and by."""
    chat, clock = Listening(shop.clock), shop.clock
    cards = cards_of(shop.store, chat, clock, shop.provider)
    assert await shop.purchase.first_try(await shop.submitting(), shop.provider) is None
    begun = clock.now()
    while clock.now() < begun + 12 * ACTION:
        await step_due(cards, clock)
        clock.advance(seconds=1)
    assert chat.actions == [begun + number * ACTION for number in range(12)]
    assert len(chat.edits) <= 9
    assert set(chat.edits) <= set(chat.actions)


async def step_due(cards: Cards, clock: StillClock) -> int:
    """Do what is due now; gives how much that was."""
    lease = Lease(name="cards", now=clock.now(), until=clock.now() + LEASE)
    due = await cards.claim(lease, limit=9)
    for job in due:
        await cards.step(job)
    return len(due)


def cards_of(store: Store, chat: SilentChat, clock: StillClock, *providers: Provider) -> Cards:
    """The lane with a chat that fetches videos by itself."""
    registry, words = Registry(providers), Words()
    receipts = Receipts(
        records=store.records, words=words, per_day=9, admins=frozenset(), clock=clock
    )
    deliver = Deliver(
        store=store,
        registry=registry,
        chat=chat,
        downloads=cast("Downloads", None),
        unreadable=cast("UnreadableVideos", None),
        receipts=receipts,
        words=words,
    )
    progress = Progress(records=store.records, registry=registry, words=words, clock=clock)
    return Cards(store=store, chat=chat, progress=progress, deliver=deliver, clock=clock)


OLD, NEW = -5, -100_000_000_005
WOLF = Outcome(ending=Ending.VIDEO, video=Video(url="https://x/wolf"))


class Moving(SilentChat):
    """A group that becomes another one while a video is being shown there."""

    def __init__(self, store: Store, clock: StillClock) -> None:
        self._store = store
        self._clock = clock
        self.rang: list[int] = []

    async def asked(self, method: str, place: Place | None = None) -> object:
        if method == "edit_to_video":
            await self._store.chats.move(OLD, NEW, now=self._clock.now())
            return Shown(file_ref="file", file_key="key")
        assert method == "send"
        assert place is not None
        self.rang.append(place.chat_id)
        return 9


async def test_a_group_that_moves_under_its_video_hears_of_it_once(
    store: Store, clock: StillClock
) -> None:
    chat = Moving(store, clock)
    cards = cards_of(store, chat, clock)
    job = await leased(store, draft(chat_id=OLD), now=clock.now())
    clock.advance(seconds=9)
    await store.jobs.finish(job, WOLF, now=clock.now())
    clock.advance(seconds=1)
    while await step_due(cards, clock):
        pass
    assert chat.rang == [NEW]


class Refusing(SilentChat):
    """A chat that takes no progress, for reasons of its own."""

    def __init__(self, clock: StillClock) -> None:
        self._clock = clock
        self.edits: list[datetime] = []

    async def asked(self, method: str, place: Place | None = None) -> object:  # noqa: ARG002
        if method == "edit":
            self.edits.append(self._clock.now())
            raise ChatRefused
        return None


async def test_progress_that_is_refused_is_tried_once_a_minute(shop: Shop) -> None:
    chat, clock = Refusing(shop.clock), shop.clock
    cards = cards_of(shop.store, chat, clock, shop.provider)
    assert await shop.purchase.first_try(await shop.submitting(), shop.provider) is None
    for _ in range(180):
        await step_due(cards, clock)
        clock.advance(seconds=1)
    assert [(later - chat.edits[0]).total_seconds() for later in chat.edits] == [0, 60, 120]


class Slow(SilentChat):
    """A chat that hears of progress when another process has shown the video as a link."""

    def __init__(self, store: Store, clock: StillClock) -> None:
        self._store = store
        self._clock = clock
        self.said: list[str] = []

    async def edit(self, place: Place, message_id: int, html: str, **_: object) -> None:  # noqa: ARG002
        if not self.said:
            now = self._clock.advance(seconds=61)
            lease, until = "other", now + LEASE
            jobs, claims = self._store.jobs, self._store.claims
            [job] = await claims.claim_checks(now=now, lease=lease, until=until, limit=9)
            await jobs.finish(job, WOLF, now=now)
            [job] = await claims.claim_cards(now=now, lease=lease, until=until, limit=9)
            await jobs.move(job, State.CLOSED, card_due_at=None)
        self.said.append(html)


async def test_a_link_stands_again_where_late_progress_came_over_it(
    store: Store, clock: StillClock
) -> None:
    """A process stood still between what it was about to say and the chat."""
    chat = Slow(store, clock)
    cards = cards_of(store, chat, clock)
    await generating(store, clock)
    [job] = await store.claims.claim_checks(
        now=clock.now(), lease="slow", until=clock.now() + LEASE, limit=9
    )
    with pytest.raises(LeaseLostError):
        await cards.step(job)
    assert ["https://x/wolf" in said for said in chat.said] == [False, True]
