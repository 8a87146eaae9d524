"""Where money is spent: what becomes of a job for each thing that a purchase can meet."""

import asyncio
from datetime import timedelta

import pytest

from bot.demo.faults import Hold, cut
from bot.demo.sandbox.pixverse import oddities
from storage.joblist import LeaseLostError
from storage.jobs import Ending, Job
from storage.states import State
from tests.storage.samples import failing
from tests.worker.conftest import DEADLINE, Shop, unrepeatable


async def test_a_purchase_is_made_under_the_key_that_was_stored_first(shop: Shop) -> None:
    job = await shop.submitting()
    assert await shop.purchase.first_try(job, shop.provider) is None
    [bought] = shop.sandbox.books.purchases
    stored = await shop.stored(job)
    assert bought.key == job.submit_key == stored.submit_key
    assert (stored.state, stored.submission_id) == (State.GENERATING, str(bought.number))
    assert stored.pace_key == "pixverse/text/540p/5s"


@pytest.mark.parametrize("carried_out", [False, True])
async def test_a_lost_answer_keeps_the_job_and_its_key(shop: Shop, carried_out: bool) -> None:
    job = await shop.submitting()
    shop.sandbox.faults.add("text", cut(carried_out=carried_out))
    await shop.purchase.first_try(job, shop.provider)
    waiting = await shop.stored(job)
    assert (waiting.state, waiting.submit_key) == (State.SUBMITTING, job.submit_key)
    assert waiting.due_at == shop.clock.now() + timedelta(seconds=2)
    await shop.purchase.next_try(await shop.leased_again())
    assert (await shop.stored(job)).state is State.GENERATING
    assert len(shop.sandbox.books.under(job.submit_key or "")) == 1
    assert len(shop.sandbox.books.purchases) == 1


@pytest.mark.parametrize("code", [500044, 500069, 10001, 500090, 400017])
async def test_a_refusal_of_a_second_try_says_nothing_about_the_first(
    shop: Shop, code: int
) -> None:
    """The first may have taken the last place, or the last credits."""
    job = await shop.submitting()
    shop.sandbox.faults.add("text", cut(carried_out=True))
    await shop.purchase.first_try(job, shop.provider)
    shop.sandbox.faults.add("text", oddities.errcode(code))
    await shop.purchase.next_try(await shop.leased_again())
    waiting = await shop.stored(job)
    assert (waiting.state, waiting.submit_key) == (State.SUBMITTING, job.submit_key)
    await shop.purchase.next_try(await shop.leased_again())
    assert (await shop.stored(job)).state is State.GENERATING
    assert len(shop.sandbox.books.purchases) == 1


async def test_a_second_try_that_moderation_refuses_is_moderated(shop: Shop) -> None:
    job = await shop.submitting()
    shop.sandbox.faults.add("text", cut())
    await shop.purchase.first_try(job, shop.provider)
    shop.sandbox.faults.add("text", oddities.errcode(500063))
    await shop.purchase.next_try(await shop.leased_again())
    stored = await shop.stored(job)
    assert stored.outcome is not None
    assert stored.outcome.ending is Ending.MODERATED


async def test_when_the_key_may_be_forgotten_nothing_is_asked_again(shop: Shop) -> None:
    job = await shop.submitting()
    shop.sandbox.faults.add("text", cut(carried_out=True))
    await shop.purchase.first_try(job, shop.provider)
    shop.clock.advance(minutes=15)
    await shop.purchase.next_try(await shop.leased_again())
    stored = await shop.stored(job)
    assert stored.outcome is not None
    assert stored.outcome.ending is Ending.UNKNOWN
    assert len([call for call in shop.sandbox.calls if call.name == "text"]) == 1
    [alert] = await shop.store.alerts.claim(now=shop.clock.now())
    assert (alert.provider, alert.trouble) == ("pixverse", "purchase-unknown")


async def test_a_provider_that_forgets_keys_is_never_asked_twice(shop: Shop) -> None:
    unrepeatable(shop.provider)
    job = await shop.submitting()
    shop.sandbox.faults.add("text", cut(carried_out=True))
    await shop.purchase.first_try(job, shop.provider)
    stored = await shop.stored(job)
    assert stored.outcome is not None
    assert stored.outcome.ending is Ending.UNKNOWN
    assert len(shop.sandbox.books.purchases) == 1


async def test_a_crash_before_the_answer_is_the_same_for_a_provider_that_forgets_keys(
    shop: Shop,
) -> None:
    unrepeatable(shop.provider)
    job = await shop.submitting()
    await shop.purchase.next_try(await shop.leased_again())
    stored = await shop.stored(job)
    assert stored.outcome is not None
    assert stored.outcome.ending is Ending.UNKNOWN
    assert shop.sandbox.calls == ()


async def test_a_certain_refusal_puts_the_job_back_in_line_without_its_key(shop: Shop) -> None:
    job = await shop.submitting()
    shop.sandbox.faults.add("text", oddities.errcode(500069))
    await shop.purchase.first_try(job, shop.provider)
    back = await shop.stored(job)
    assert (back.state, back.submit_key, back.provider) == (State.QUEUED, None, None)
    assert (back.attempts, back.due_at) == (1, shop.clock.now() + timedelta(seconds=2))


async def test_waiting_for_a_full_provider_uses_up_no_tries(shop: Shop) -> None:
    job = await shop.submitting()
    shop.sandbox.faults.add("text", oddities.errcode(500044))
    await shop.purchase.first_try(job, shop.provider)
    back = await shop.stored(job)
    assert (back.state, back.attempts) == (State.QUEUED, 0)


async def test_a_job_that_could_not_be_bought_before_its_deadline_ends(shop: Shop) -> None:
    job = await shop.submitting()
    now = shop.clock.advance(seconds=DEADLINE.total_seconds())
    job = await shop.store.jobs.note(job, submitting_at=now)
    shop.sandbox.faults.add("text", oddities.errcode(500044))
    await shop.purchase.first_try(job, shop.provider)
    stored = await shop.stored(job)
    assert stored.outcome is not None
    assert stored.outcome.ending is Ending.UNAVAILABLE


async def test_a_provider_that_is_no_longer_in_use_leaves_its_purchases_unknown(
    shop: Shop,
) -> None:
    job = await shop.submitting()
    job = await shop.store.jobs.note(job, provider="gone")
    await shop.purchase.next_try(job)
    stored = await shop.stored(job)
    assert stored.outcome is not None
    assert stored.outcome.ending is Ending.UNKNOWN


async def test_a_purchase_is_written_down_although_the_store_fails_for_a_while(
    shop: Shop,
) -> None:
    job = await shop.submitting()
    async with failing(shop.store, "NEW.state = 'generating'"):
        buying = asyncio.create_task(shop.purchase.first_try(job, shop.provider))
        await shop.sandbox.until(lambda: bool(shop.sandbox.books.purchases))
        for _ in range(3):
            await asyncio.sleep(0.05)  # let it fail
            shop.clock.advance(seconds=5)
    while not buying.done():
        await asyncio.sleep(0.01)
        shop.clock.advance(seconds=5)
    [purchase] = shop.sandbox.books.purchases
    stored = await shop.stored(job)
    assert (stored.state, stored.submission_id) == (State.GENERATING, str(purchase.number))


async def test_a_repetition_whose_turn_comes_too_late_is_not_made(shop: Shop) -> None:
    job = await shop.submitting()
    shop.sandbox.faults.add("text", cut(carried_out=True))
    await shop.purchase.first_try(job, shop.provider)
    again = await shop.leased_again()
    now = shop.clock.now()
    await shop.store.budgets.pause("pixverse", until=now + timedelta(minutes=16), now=now)
    trying = asyncio.create_task(shop.purchase.next_try(again))
    while not trying.done():
        await asyncio.sleep(0.01)
        shop.clock.advance(minutes=4)
    stored = await shop.stored(job)
    assert stored.outcome is not None
    assert stored.outcome.ending is Ending.UNKNOWN
    assert len([call for call in shop.sandbox.calls if call.name == "text"]) == 1


async def overtaken(shop: Shop) -> Job:
    """A purchase whose process stood still until another one had taken the job over."""
    job = await shop.submitting()
    hold = Hold(carried_out=True)
    shop.sandbox.faults.add("text", hold)
    slow = asyncio.create_task(shop.purchase.first_try(job, shop.provider))
    await hold.reached.wait()
    await shop.purchase.next_try(await shop.leased_again())
    hold.release()
    with pytest.raises(LeaseLostError):
        await slow
    return await shop.stored(job)


async def test_a_purchase_that_another_process_took_over_is_made_once(shop: Shop) -> None:
    stored = await overtaken(shop)
    [purchase] = shop.sandbox.books.purchases
    assert (stored.state, stored.submission_id) == (State.GENERATING, str(purchase.number))


async def test_where_keys_are_forgotten_it_stays_unknown(shop: Shop) -> None:
    unrepeatable(shop.provider)
    stored = await overtaken(shop)
    assert stored.outcome is not None
    assert stored.outcome.ending is Ending.UNKNOWN
    assert len(shop.sandbox.books.purchases) == 1


async def test_who_stood_still_before_the_order_went_out_does_not_send_it(shop: Shop) -> None:
    job = await shop.submitting()
    unrepeatable(shop.provider)
    await shop.purchase.next_try(await shop.leased_again())
    with pytest.raises(LeaseLostError):
        await shop.purchase.first_try(job, shop.provider)
    assert shop.sandbox.books.purchases == ()


async def test_who_stood_still_and_finds_its_job_untouched_puts_it_back_in_line(
    shop: Shop,
) -> None:
    """Nothing was bought, for sure; unknown would be a lie."""
    job = await shop.submitting()
    unrepeatable(shop.provider)
    shop.clock.advance(seconds=61)
    await shop.purchase.first_try(job, shop.provider)
    back = await shop.stored(job)
    assert (back.state, back.submit_key) == (State.QUEUED, None)
    assert shop.sandbox.books.purchases == ()
