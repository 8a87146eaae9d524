"""Which job goes to whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.providers.base import Capabilities
from bot.providers.breaker import Breaker
from bot.providers.errors import Fault, Refused, Unreachable
from bot.providers.pixverse import PixVerse
from bot.providers.registry import Registry
from bot.worker.choice import PATIENCE, Choice, Plan
from storage.jobs import Choices, Job, Mode, Options, Request
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import draft, with_card
from tests.worker.conftest import Shop

HOUR = timedelta(hours=1)


@pytest.fixture
def choice(shop: Shop, clock: StillClock) -> Choice:
    """One and two make the same, but one is preferred; small makes no 9:16 and no pictures."""
    able = shop.provider.capabilities
    small = replace(able, modes=frozenset({Mode.TEXT}), aspect_ratios=("16:9", "1:1"))
    providers = [named(shop, name, kind) for name, kind in (("one", able), ("two", able))]
    return Choice(
        registry=Registry([named(shop, "small", small), *providers]),
        breaker=Breaker(clock),
        records=shop.store.records,
        switches=shop.store.switches,
    )


def named(shop: Shop, name: str, able: Capabilities) -> PixVerse:
    provider = PixVerse(
        shop.http, api_key="sandbox-key", model="v6", max_running=9, new_trace_id=lambda: ""
    )
    provider.name, provider.capabilities = name, able
    return provider


async def waiting(store: Store, clock: StillClock, number: int = 1, **request: Any) -> Job:
    asked = Request(prompt="a wolf", **request)
    return await with_card(store, draft(number, request=asked), now=clock.now())


async def order(choice: Choice, job: Job) -> list[str]:
    return [one.provider.name for one in await choice.candidates(job)]


async def plan(choice: Choice, jobs: list[Job], clock: StillClock, **free: int) -> Plan:
    return await choice.plan(jobs, free, now=clock.now(), deadline=HOUR)


def names(plan: Plan) -> dict[int, str | None]:
    return {job: one.provider.name if one else None for job, one in plan.chosen.items()}


async def test_preference_decides_between_those_who_can(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    assert await order(choice, await waiting(store, clock)) == ["small", "one", "two"]


async def test_who_cannot_make_it_is_passed_over(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    assert await order(choice, await waiting(store, clock, pictures=("p",))) == ["one", "two"]


async def test_who_can_make_all_of_it_comes_before_who_has_to_change_it(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    job = await waiting(store, clock, options=Options(aspect_ratio="9:16"))
    assert await order(choice, job) == ["one", "two", "small"]


@pytest.mark.parametrize(
    ("prefers", "asked", "names"),
    [
        (Choices(provider="two"), Options(), ["two", "small", "one"]),
        (Choices(provider="nobody"), Options(), ["small", "one", "two"]),
        (Choices(options=Options(aspect_ratio="9:16")), Options(), ["one", "two", "small"]),
        (Choices(provider="small"), Options(aspect_ratio="9:16"), ["one", "two", "small"]),
    ],
)
async def test_who_is_preferred_comes_first_but_not_before_who_can_make_all_of_it(
    choice: Choice,
    store: Store,
    clock: StillClock,
    prefers: Choices,
    asked: Options,
    names: list[str],
) -> None:
    job = await waiting(store, clock, options=asked, prefers=prefers)
    assert await order(choice, job) == names


async def test_who_fails_comes_last_and_is_asked_where_nobody_else_is_left(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    job = await waiting(store, clock, pictures=("p",))
    choice.breaker.failed(Unreachable("one", "x"))
    assert await order(choice, job) == ["two", "one"]
    assert not await choice.has_others(job, "two")
    choice.breaker.failed(Refused("two", "x", fault=Fault.NO_CREDITS))
    assert names(await plan(choice, [job], clock, one=1, two=1)) == {job.id: "one"}


async def test_who_had_a_chance_comes_last_and_only_when_it_works(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    job = replace(await waiting(store, clock, pictures=("p",)), passed_over=("one",))
    assert await order(choice, job) == ["two", "one"]
    for name in ("one", "two"):
        choice.breaker.failed(Unreachable(name, "x"))
    assert await order(choice, job) == ["two"]
    gone = replace(job, passed_over=("one", "two"))
    assert names(await plan(choice, [gone], clock, one=1, two=1)) == {job.id: None}


async def test_who_works_again_is_asked_when_the_others_stay_full(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    job = replace(await waiting(store, clock, pictures=("p",)), passed_over=("one",))
    assert names(await plan(choice, [job], clock, one=1, two=0)) == {}
    clock.advance(seconds=60)
    assert names(await plan(choice, [job], clock, one=1, two=0)) == {job.id: "one"}
    assert not await choice.has_others(job, "two")  # or the two would pass it to and fro


async def test_who_is_switched_off_is_not_asked_even_where_nobody_else_is_left(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    job = await waiting(store, clock, pictures=("p",))
    await store.switches.turn("one", on=False, now=clock.now())
    assert await order(choice, job) == ["two"]
    assert not await choice.has_others(job, "two")
    await store.switches.turn("two", on=False, now=clock.now())
    assert names(await plan(choice, [job], clock, one=1, two=1)) == {job.id: None}
    await store.switches.turn("one", on=True, now=clock.now())
    assert names(await plan(choice, [job], clock, one=1, two=1)) == {job.id: "one"}


async def test_where_all_fail_the_one_is_asked_that_closes_first(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    job = await waiting(store, clock, pictures=("p",))
    choice.breaker.failed(Refused("one", "x", fault=Fault.NO_CREDITS))
    choice.breaker.failed(Unreachable("two", "x"))
    assert names(await plan(choice, [job], clock, one=1, two=1)) == {job.id: "two"}


async def test_a_full_provider_is_waited_for_a_minute(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    job = await waiting(store, clock, pictures=("p",))
    waits = await plan(choice, [job], clock, one=0, two=1)
    assert names(waits) == {}
    assert waits.wake_at == job.created_at + PATIENCE
    clock.advance(seconds=60)
    assert names(await plan(choice, [job], clock, one=0, two=1)) == {job.id: "two"}


async def test_who_can_go_elsewhere_is_not_held_up_by_who_cannot(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    picture = await waiting(store, clock, 1, pictures=("p",))
    words = await waiting(store, clock, 2)
    assert names(await plan(choice, [picture, words], clock, small=1)) == {words.id: "small"}


async def test_no_more_are_chosen_than_there_are_places(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    jobs = [await waiting(store, clock, number) for number in range(1, 5)]
    clock.advance(seconds=60)
    given = names(await plan(choice, jobs, clock, small=1, one=0, two=2))
    assert list(given.values()) == ["small", "two", "two"]


async def test_a_job_past_its_deadline_is_taken_out_of_the_line(
    choice: Choice, store: Store, clock: StillClock
) -> None:
    job = await waiting(store, clock)
    clock.advance(hours=1, seconds=1)
    assert names(await plan(choice, [job], clock)) == {job.id: None}
