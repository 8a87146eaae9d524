"""Whose turn it is to be looked at, and how many at once."""

from datetime import timedelta

import pytest

from bot.worker.check import PLACES_EACH, Check
from bot.worker.scheduler import Lease
from storage.jobs import Job
from storage.states import State
from tests.storage.samples import LEASE
from tests.worker.conftest import DEADLINE, Shop


@pytest.fixture
def lane(shop: Shop) -> Check:
    return Check(
        store=shop.store,
        registry=shop.purchase.choice.registry,
        purchase=shop.purchase,
        pacing=shop.purchase.pacing,
        alarm=shop.purchase.alarm,
        clock=shop.clock,
        deadline=DEADLINE,
    )


async def bought(shop: Shop, message_id: int, provider: str = "pixverse") -> Job:
    job = await shop.submitting(message_id)
    return await shop.store.jobs.move(
        job, State.GENERATING, provider=provider, submission_id="404", submitted_at=shop.clock.now()
    )


async def claimed(lane: Check, shop: Shop) -> list[Job]:
    now = shop.clock.now()
    lease = Lease(name=shop.clock.new_key(), now=now, until=now + LEASE)
    return list(await lane.claim(lease, limit=lane.places))


async def test_a_provider_has_so_many_places_and_the_rest_waits_without_waking(
    shop: Shop, lane: Check
) -> None:
    for number in range(1, PLACES_EACH + 2):
        await bought(shop, number)
    first = await claimed(lane, shop)
    assert len(first) == PLACES_EACH
    assert await claimed(lane, shop) == []
    assert await lane.next_due_at() is None
    await lane.step(first[0])
    assert await lane.next_due_at() == shop.clock.now()
    assert len(await claimed(lane, shop)) == 1


async def test_jobs_of_a_provider_that_is_away_are_kept_for_a_day_and_then_told(
    shop: Shop, lane: Check
) -> None:
    job = await bought(shop, 1, provider="away")
    for _ in range(2):
        [found] = await claimed(lane, shop)
        await lane.step(found)
        assert (await shop.stored(job)).state is State.GENERATING
        shop.clock.advance(minutes=1)
    shop.clock.advance(days=1)
    [found] = await claimed(lane, shop)
    await lane.step(found)
    assert (await shop.stored(job)).state is State.DELIVERING


async def test_a_check_that_fails_lets_the_others_go_first(shop: Shop, lane: Check) -> None:
    failing = await bought(shop, 1)
    shop.clock.advance(seconds=1)
    [found] = await claimed(lane, shop)
    await lane.step(found)
    now = shop.clock.now()
    put_off = await shop.stored(failing)
    assert put_off.attempts == 1
    assert put_off.likely_at == put_off.due_at == now + timedelta(seconds=2)
