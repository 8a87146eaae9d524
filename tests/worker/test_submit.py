"""What becomes of a job on its way from the line to its purchase."""

from dataclasses import replace

import pytest

from bot.late import LateChat
from bot.worker.pictures import Pictures
from bot.worker.scheduler import Lease
from bot.worker.submit import Submit
from storage.jobs import CardFace, Job
from storage.states import State
from tests.storage.samples import LEASE, draft, with_card
from tests.worker.conftest import Shop


@pytest.fixture
def submit(shop: Shop) -> Submit:
    return Submit(
        store=shop.store,
        choice=shop.purchase.choice,
        pictures=Pictures(store=shop.store, chat=LateChat()),
        purchase=shop.purchase,
        setback=shop.purchase.setback,
        clock=shop.clock,
    )


async def claimed(shop: Shop, submit: Submit) -> Job:
    """The job whose turn it is, leased to be bought."""
    now = shop.clock.now()
    [job] = await submit.claim(Lease(name="submit", now=now, until=now + LEASE), limit=1)
    return job


async def test_a_job_whose_chat_moved_before_it_was_its_turn_gets_its_card_there(
    shop: Shop, submit: Submit
) -> None:
    """Another process took the last place, so it goes back in line; without a card it would stay
    there for ever."""
    shop.provider.capabilities = replace(shop.provider.capabilities, max_running=1)
    queued = await with_card(shop.store, draft(1), now=shop.clock.now())
    now = shop.clock.now()
    [queued] = await shop.store.claims.claim_queued(
        [queued.id], now=now, lease="card", until=now + LEASE
    )
    await shop.store.jobs.release(queued, card_face=CardFace.IN_LINE)
    job = await claimed(shop, submit)
    await shop.submitting(2)
    await shop.store.chats.move(job.chat_id, -1007, now=now)
    await submit.step(job)
    waiting = await shop.stored(job)
    assert (waiting.state, waiting.card_id) == (State.QUEUED, None)
    assert waiting.card_due_at == now
