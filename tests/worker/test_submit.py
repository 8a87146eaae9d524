"""What becomes of a job on its way from the line to its purchase."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.demo.faults import Hold
from bot.leases import LEASE
from bot.worker.choice import Choice, Plan
from bot.worker.pictures import Pictures
from bot.worker.scheduler import Lease
from bot.worker.submit import Submit
from storage.jobs import CardFace, Job, Options, Request
from storage.states import State
from tests.silent_chat import SilentChat
from tests.storage.samples import draft, with_card
from tests.worker.conftest import Shop


@pytest.fixture
def stopping() -> asyncio.Event:
    """Set when the bot is about to end."""
    return asyncio.Event()


@pytest.fixture
def submit(shop: Shop, stopping: asyncio.Event) -> Submit:
    return submit_with(shop.purchase.choice, shop, stopping)


def submit_with(choice: Choice, shop: Shop, stopping: asyncio.Event) -> Submit:
    return Submit(
        store=shop.store,
        choice=choice,
        pictures=Pictures(store=shop.store, chat=SilentChat()),
        purchase=shop.purchase,
        setback=shop.purchase.setback,
        stopping=stopping,
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


async def test_nobody_takes_a_job_over_while_its_order_may_still_go_out(
    shop: Shop, submit: Submit
) -> None:
    """Until the order is sent its process may stand still for as long as a lease lasts; the one
    that came with the claim has run for a while by then."""
    await with_card(shop.store, draft(), now=shop.clock.now())
    job = await claimed(shop, submit)
    shop.clock.advance(seconds=9)
    hold = Hold()
    shop.sandbox.faults.add("text", hold)
    step = asyncio.create_task(submit.step(job))
    await hold.reached.wait()
    now = shop.clock.advance(seconds=LEASE.total_seconds() - 1)
    taken = await shop.store.claims.claim_checks(now=now, lease="b", until=now + LEASE, limit=9)
    hold.release()
    await step
    assert not taken
    assert (await shop.stored(job)).state is State.GENERATING


async def test_no_order_begins_when_the_bot_is_about_to_end(
    shop: Shop, submit: Submit, stopping: asyncio.Event
) -> None:
    """It would be cut before its answer, and nobody would know what was bought."""
    await with_card(shop.store, draft(), now=shop.clock.now())
    job = await claimed(shop, submit)
    stopping.set()  # while it waits for its turn
    await submit.step(job)
    waiting = await shop.stored(job)
    assert (waiting.state, waiting.lease, waiting.submit_key) == (State.QUEUED, None, None)
    assert shop.sandbox.calls == ()


async def test_what_is_changed_while_its_turn_is_planned_is_made_as_it_is_by_then(
    shop: Shop, stopping: asyncio.Event
) -> None:
    """The plan was for other options: with them, the new words would be another video."""
    asked = Request(prompt="a wolf", options=Options(duration_s=5))
    job = await with_card(shop.store, draft(request=asked), now=shop.clock.now())
    edited = replace(asked, prompt="a fox", options=Options(duration_s=8))

    class Slow(Choice):
        """Plans for so long that somebody edits a message meanwhile."""

        async def plan(
            self,
            line: Sequence[Job],
            free: Mapping[str, int],
            *,
            now: datetime,
            deadline: timedelta,
        ) -> Plan:
            plan = await super().plan(line, free, now=now, deadline=deadline)
            await shop.store.jobs.change_request(job, lambda _: edited, now=now)
            return plan

    real = shop.purchase.choice
    slow = Slow(
        registry=real.registry, breaker=real.breaker, records=real.records, switches=real.switches
    )
    submit = submit_with(slow, shop, stopping)
    for _ in range(2):
        await submit.step(await claimed(shop, submit))
    made = await shop.stored(job)
    assert (made.state, made.request, made.options and made.options.duration_s) == (
        State.GENERATING,
        edited,
        8,
    )
