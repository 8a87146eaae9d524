"""An edit is taken once, however often it comes."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.i18n.words import Notice
from bot.intake.answers import Answer, Decision
from bot.intake.drafts import Drafts
from bot.intake.edits import Edits
from bot.intake.sent import Sent
from bot.intake.service import Intake
from bot.providers.registry import Registry
from storage.admission import Limits
from storage.jobs import Choices, Job, Request
from storage.proposals import Proposal
from storage.store import Store
from tests.providers.samples import PLAIN, Able
from tests.schema import with_schema
from tests.silent_chat import SilentChat
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, begin, leased
from tests.storage.samples import draft as drafted


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(with_schema(tmp_path))
    yield store
    await store.close()


def desk(store: Store, clock: StillClock) -> tuple[Intake, Edits]:
    """Who takes messages, and who takes their edits."""
    registry = Registry([Able("one", PLAIN)])  # type: ignore[list-item]
    drafts = Drafts(
        store=store,
        registry=registry,
        limits=Limits(per_minute=9, per_day=9, active=9),
        admins=frozenset(),
        clock=clock,
        wake=lambda: None,
    )
    intake = Intake(
        store=store,
        registry=registry,
        chat=SilentChat(),
        drafts=drafts,
        clock=clock,
        wake=lambda: None,
    )
    return intake, Edits(store=store, intake=intake, drafts=drafts, clock=clock, wake=lambda: None)


def said(words: str, *, update_id: int) -> Sent:
    """The message in these words."""
    return Sent(
        update_id=update_id,
        chat_id=7,
        thread_id=None,
        message_id=1,
        user_id=7,
        language=None,
        words=words,
    )


async def edit(
    store: Store, clock: StillClock, words: str, *, update_id: int, after: timedelta = LEASE
) -> Notice | Decision | None:
    """Somebody has changed their message."""
    _, edits = desk(store, clock)
    sent = said(words, update_id=update_id)
    return await edits.take(sent, sent_at=clock.now(), edited_at=clock.now() + after)


async def test_of_a_message_and_its_edit_the_later_words_hold_in_whatever_order_they_come(
    store: Store, clock: StillClock
) -> None:
    intake, edits = desk(store, clock)
    before, after = said("a wolf", update_id=1), said("a fox", update_id=2)

    async def overtaken(sent: Sent) -> Answer:  # another process has had the message all along
        await intake.take(before)
        return await intake.take(sent)

    answer = await edits.take(
        after, sent_at=clock.now(), edited_at=clock.now() + LEASE, take_new=overtaken
    )
    assert answer is None
    assert [job.request.prompt for job in await made(store)] == ["a fox"]
    await intake.take(before)
    assert [job.request.prompt for job in await made(store)] == ["a fox"]


async def made(store: Store) -> Sequence[Job]:
    """What has come of the message."""
    return await store.records.of_message(chat_id=7, user_id=7, message_id=1)


async def test_an_offer_that_could_not_be_made_is_made_again_and_no_other_one(
    store: Store, clock: StillClock
) -> None:
    job = await leased(store, drafted(), now=clock.now())
    await begin(store, job, now=clock.now())
    offers = [
        await edit(store, clock, "a fox", update_id=update_id, after=after)
        for update_id, after in ((1, LEASE), (1, LEASE), (2, LEASE), (3, 2 * LEASE))
    ]
    assert [isinstance(one, Decision) for one in offers] == [True, True, False, False]
    assert isinstance(await edit(store, clock, "an owl", update_id=4, after=3 * LEASE), Decision)
    proposed = await store.proposals.get(chat_id=7, message_id=1)
    assert proposed is not None
    assert proposed.request == Request(prompt="an owl", prefers=Choices())


async def test_other_words_for_an_album_are_what_is_chosen_for(
    store: Store, clock: StillClock
) -> None:
    request = Request(prompt="it dawns", pictures=("p",))
    asked = Proposal(
        chat_id=7, message_id=1, user_id=7, album_id="a", request=request, made_at=clock.now()
    )
    await store.albums.ask(asked)
    assert await edit(store, clock, "it rains", update_id=1) is None
    album = await store.albums.waiting(chat_id=7, message_id=1)
    assert album is not None
    assert album.asked.request.prompt == "it rains"
    assert isinstance(await edit(store, clock, "it rains --ar 5:4", update_id=2), Notice)
