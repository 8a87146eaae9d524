"""What a video will cost, as far as this bot knows."""

from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.intake.estimates import Estimates
from bot.providers.kinds import pace_key
from bot.providers.registry import Candidate
from storage.jobs import Ending, Mode, Options, Outcome
from storage.store import Store
from tests.providers.samples import RICH, Able
from tests.schema import with_schema
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, draft, leased

SILENT = Options(duration_s=5, quality="540p", aspect_ratio="16:9")
LOUD = replace(SILENT, audio=True)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(with_schema(tmp_path))
    yield store
    await store.close()


async def made(store: Store, clock: StillClock, number: int, options: Options, cost: str) -> None:
    """A video was made that took so many credits."""
    now = clock.advance(seconds=1)
    job = await leased(store, draft(number), now=now)
    begun = await store.jobs.begin_purchase(
        job, provider="p", options=options, key="k", places=9, now=now, until=now + LEASE
    )
    assert begun is not None
    begun = await store.jobs.note(begun, pace_key=pace_key("p", Mode.TEXT, options))
    outcome = Outcome(ending=Ending.VIDEO, credits=Decimal(cost) if cost else None)
    await store.jobs.finish(begun, outcome, now=now, generated_s=1.0)


def candidate(options: Options) -> Candidate:
    listed = {5: Decimal(40)}
    able = replace(RICH, price=lambda made: listed.get(made.duration_s or 0))
    return Candidate(provider=Able("p", able), options=options)  # type: ignore[arg-type]


async def test_history_goes_before_the_list_and_the_list_before_nothing(store: Store) -> None:
    clock, estimates = StillClock(), Estimates(records=store.records)
    assert await estimates.credits(candidate(SILENT), Mode.TEXT) == 40
    assert await estimates.credits(candidate(replace(SILENT, duration_s=8)), Mode.TEXT) is None
    for number, (options, cost) in enumerate(
        [(SILENT, "90"), (SILENT, "30.5"), (LOUD, "47"), (SILENT, ""), (SILENT, "32")], start=1
    ):
        await made(store, clock, number, options, cost)
    assert await estimates.credits(candidate(SILENT), Mode.TEXT) == 32
    assert await estimates.credits(candidate(LOUD), Mode.TEXT) == 47
    assert await estimates.credits(candidate(SILENT), Mode.IMAGE) == 40
    for number in range(6, 9):
        await made(store, clock, number, SILENT, "28")
    assert await estimates.credits(candidate(SILENT), Mode.TEXT) == 28
