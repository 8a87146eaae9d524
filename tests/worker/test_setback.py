"""What becomes of a job that one of two providers refused before anything was bought."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.i18n.words import Words
from bot.providers.breaker import Breaker
from bot.providers.errors import Fault, Refused, Unreachable
from bot.providers.pixverse import PixVerse
from bot.providers.registry import Registry
from bot.worker.alarm import Alarm
from bot.worker.choice import PATIENCE, Choice
from bot.worker.setback import Setback
from storage.jobs import Ending, Job
from storage.states import State
from tests.silent_chat import SilentChat
from tests.storage.samples import draft, leased
from tests.worker.conftest import DEADLINE, Shop


@dataclass(frozen=True, slots=True)
class Two:
    """Two providers of the same kind, and a job that is on its way to the first."""

    shop: Shop
    setback: Setback
    job: Job

    async def refused(self, fault: Fault, retry_after_s: float | None = None) -> Job:
        """The job after the first provider said no with this."""
        error = Refused("one", "x", fault=fault, retry_after_s=retry_after_s)
        await self.setback.take(self.job, error)
        return await self.shop.stored(self.job)


@pytest.fixture
async def two(shop: Shop) -> Two:
    providers = []
    for name in ("one", "two"):
        provider = PixVerse(
            shop.http, api_key="key", model="v6", max_running=9, new_trace_id=lambda: ""
        )
        provider.name = name
        providers.append(provider)
    alarm = Alarm(
        alerts=shop.store.alerts,
        people=shop.store.people,
        chat=SilentChat(),
        admins=frozenset(),
        words=Words(),
        clock=shop.clock,
    )
    choice = Choice(
        registry=Registry(providers),
        breaker=Breaker(shop.clock),
        records=shop.store.records,
        switches=shop.store.switches,
    )
    setback = Setback(
        store=shop.store, choice=choice, alarm=alarm, clock=shop.clock, deadline=DEADLINE
    )
    return Two(shop, setback, await leased(shop.store, draft(), now=shop.clock.now()))


async def test_it_goes_to_the_other_at_once(two: Two) -> None:
    job = await two.refused(Fault.NO_CREDITS)
    assert (job.state, job.passed_over, job.due_at) == (
        State.QUEUED, ("one",), two.shop.clock.now(),
    )  # fmt: skip


async def test_also_to_one_that_fails_when_nobody_else_is_left(two: Two) -> None:
    two.setback.choice.breaker.failed(Refused("two", "x", fault=Fault.NO_CREDITS))
    job = await two.refused(Fault.NO_CREDITS)
    assert (job.state, job.passed_over) == (State.QUEUED, ("one",))


async def test_when_both_need_the_operator_it_ends(two: Two) -> None:
    two.setback.choice.breaker.failed(Refused("two", "x", fault=Fault.NO_CREDITS))
    tried = replace(two, job=replace(two.job, passed_over=("two",)))
    job = await tried.refused(Fault.NO_CREDITS)
    assert job.outcome is not None
    assert job.outcome.ending is Ending.UNAVAILABLE


async def test_when_the_other_was_only_out_of_reach_both_are_tried_again(two: Two) -> None:
    two.setback.choice.breaker.failed(Unreachable("two", "x"))
    tried = replace(two, job=replace(two.job, passed_over=("two",)))
    job = await tried.refused(Fault.NO_CREDITS)
    assert (job.state, job.passed_over, job.attempts) == (State.QUEUED, (), 1)


async def test_who_is_asked_to_wait_long_looks_elsewhere_before(two: Two) -> None:
    job = await two.refused(Fault.BUSY, retry_after_s=300)
    assert job.due_at == two.shop.clock.now() + PATIENCE


async def test_where_nobody_else_can_it_waits_as_long_as_it_is_asked_to(two: Two) -> None:
    two.setback.choice.breaker.failed(Unreachable("two", "x"))
    job = await two.refused(Fault.BUSY, retry_after_s=300)
    assert job.due_at == two.shop.clock.now() + timedelta(seconds=300)


async def test_moderation_is_final(two: Two) -> None:
    job = await two.refused(Fault.MODERATED)
    assert job.outcome is not None
    assert job.outcome.ending is Ending.MODERATED
