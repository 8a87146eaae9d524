"""What videos of the same kind took: seconds and credits."""

from dataclasses import replace
from decimal import Decimal

from storage.jobs import Options
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import VIDEO, begin, draft, leased, submitting


async def test_generation_times_are_those_of_the_same_kind(store: Store, clock: StillClock) -> None:
    for number, took_s in enumerate((30.0, 50.0), start=1):
        job = await submitting(store, clock, number)
        job = await store.jobs.note(job, pace_key="pixverse/text/540p/5s")
        await store.jobs.finish(job, VIDEO, now=clock.advance(seconds=1), generated_s=took_s)
    assert await store.records.generation_times("pixverse/text/540p/5s", limit=9) == [50.0, 30.0]
    assert await store.records.generation_times("pixverse/text/720p/5s", limit=9) == []


async def test_credits_are_those_of_the_same_kind_with_the_same_sound(
    store: Store, clock: StillClock
) -> None:
    for number, (audio, taken) in enumerate(
        [(True, "45"), (False, "35"), (None, "35.5"), (True, None)], start=1
    ):
        job = await leased(store, draft(number), now=clock.now())
        begun = await begin(store, job, options=Options(audio=audio), now=clock.now())
        assert begun is not None
        begun = await store.jobs.note(begun, pace_key="p")
        spent = replace(VIDEO, credits=Decimal(taken) if taken else None)
        await store.jobs.finish(begun, spent, now=clock.advance(seconds=1), generated_s=1.0)
    silent = await store.records.credits_taken("p", audio=False, limit=9)
    assert silent == [Decimal("35.5"), Decimal(35)]
    assert await store.records.credits_taken("p", audio=True, limit=9) == [Decimal(45)]
    assert await store.records.credits_taken("p", audio=True, limit=3) == []
    assert await store.records.credits_taken("q", audio=False, limit=9) == []
