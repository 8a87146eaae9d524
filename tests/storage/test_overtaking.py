"""A process that stood still, and goes on after another has handled its update."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from storage.inbox import StoredUpdate
from storage.jobs import Request
from storage.overtaking import OvertakenError, on_behalf_of
from storage.states import State
from storage.store import Store
from tests.postgres import emptied
from tests.still_clock import StillClock
from tests.storage.samples import draft, picture, with_card


@pytest.fixture
async def store(postgres: str, clock: StillClock) -> AsyncIterator[Store]:
    """A store that several processes share, with an update of a person's."""
    store = await Store.open(await emptied(postgres))
    await store.inbox.put([StoredUpdate(update_id=1, sender_key=7, payload="")], now=clock.now())
    yield store
    await store.close()


@pytest.mark.parametrize("said_later", [False, True])
async def test_it_ends_and_changes_nothing_that_came_since(
    store: Store, clock: StillClock, said_later: bool
) -> None:
    """Also when a busy group has not let the other one answer yet."""
    now = clock.now()
    with on_behalf_of(1, sender_key=7):
        assert await store.cancelling.cancel_all(user_id=7, chat_id=7, now=now) == 0
    left = StoredUpdate(update_id=1, sender_key=-100, payload="[]")
    await (
        store.inbox.defer(1, until=now, left=left) if said_later else store.inbox.done(1, now=now)
    )
    job = await with_card(store, draft(2, request=Request(prompt="as corrected")), now=now)
    with on_behalf_of(1, sender_key=7):
        with pytest.raises(OvertakenError):
            await store.cancelling.cancel_all(user_id=7, chat_id=7, now=now)
        with pytest.raises(OvertakenError):
            await store.jobs.change_request(job, lambda _: Request(prompt="as it was"), now=now)
        with pytest.raises(OvertakenError):
            await store.waiting.put(picture(), now=now)
    job_now = await store.records.get(job.id)
    assert job_now is not None
    assert (job_now.state, job_now.request.prompt) == (State.QUEUED, "as corrected")
    assert await store.waiting.get(chat_id=7, user_id=7, now=now) is None


async def test_whoever_has_handled_it_goes_on_and_does_it_once(
    store: Store, clock: StillClock
) -> None:
    now = clock.now()
    job = await with_card(store, draft(), now=now)

    def longer(asked: Request) -> Request:
        return replace(asked, prompt=f"{asked.prompt}!")

    with on_behalf_of(1, sender_key=7):
        assert await store.jobs.change_request(job, longer, update_id=1, now=now)
        left = await store.records.get(job.id)
    with on_behalf_of(1, sender_key=7), pytest.raises(OvertakenError):
        await store.jobs.change_request(job, longer, update_id=1, now=now)
    assert left is not None
    assert left.request.prompt == "a wolf!"
    assert await store.records.get(job.id) == left
