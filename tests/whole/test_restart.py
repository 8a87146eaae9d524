"""A start with hundreds of open jobs: in the right order, within the budget, each once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.botapi.server import BotApi
from bot.demo.faults import Hold
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox, Plan
from bot.worker.check import PLACES_EACH
from storage.store import Store
from tests.demo import contract
from tests.whole.backlog import first_checks, leave
from tests.whole.conftest import SMALL, Stage
from tests.whole.process import living
from tests.whole.serving import serving

OPEN_JOBS = 400
PER_SECOND = 50
RARELY = "300"
"""Seconds between two looks. On a slow machine second looks would fill the time that it has, before
the first looks at jobs whose video is not likely to be there."""


@pytest.fixture
async def busy(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage whose video service keeps its rate limit."""
    # With room for those whose turn has come while the machine stood still.
    plan = Plan(max_running=OPEN_JOBS, requests_per_second=PER_SECOND + 2 * PLACES_EACH)
    videos = PixVerseSandbox(generation_s=(0, 0), craft=SMALL, plan=plan, seed=1)
    async with BotApi() as api, videos:
        yield Stage(api=api, videos=videos, folder=tmp_path)
    contract.check(api)


@pytest.mark.tried("restart with hundreds of open jobs", times=OPEN_JOBS)
async def test_after_a_restart_every_open_job_is_looked_at_the_likeliest_first(
    busy: Stage,
) -> None:
    store = await Store.open(f"sqlite:///{busy.folder}/bot.db")
    left = await leave(busy, store, count=OPEN_JOBS)
    await store.close()
    bought = busy.videos.books.purchases
    pace = {"STATUS_POLL_SECONDS": RARELY, "PIXVERSE_REQUESTS_PER_SECOND": str(PER_SECOND)}
    async with living(busy, pace):
        await busy.videos.until(lambda: len(first_checks(busy.videos)) == OPEN_JOBS, timeout_s=300)
        for one in left:
            if one.is_made:
                await busy.said(one.chat, "Your video is ready")
    assert [call.status for call in busy.videos.calls if call.name == "result"] == (
        [200] * OPEN_JOBS
    )
    in_order = [one.submission_id for one in sorted(left, key=lambda one: one.likely_at)]
    came = {name: place for place, name in enumerate(first_checks(busy.videos))}
    off = [abs(came[name] - place) for place, name in enumerate(in_order)]
    assert max(off) <= 2 * PLACES_EACH
    for one in left:
        shown = [message for message in one.chat.from_bot if message.video]
        assert len(shown) == one.is_made
        assert len(one.chat.from_bot) == (2 if one.is_made else 1)
    assert "editMessageText" not in {call.method for call in busy.api.calls}
    assert busy.videos.books.purchases == bought


@pytest.mark.tried("a provider that does not answer, while another one works")
async def test_checks_that_wait_for_one_provider_hold_up_no_others(stage: Stage) -> None:
    hold = Hold()
    both = {"providers": ["gateway", "pixverse"], "pixverse_api_key": "sandbox-key"}
    async with serving("gateway") as (settings, _):
        store = await Store.open(f"sqlite:///{stage.folder}/bot.db")
        await leave(stage, store, count=40)
        await store.close()
        stage.videos.faults.add("result", hold, times=None)
        async with stage.bot(**(settings | both)):
            await hold.reached.wait()
            stage.write("a wolf")
            await stage.video(stage.chat(stage.ann))
            waiting = [call for call in stage.videos.calls if call.name == "result"]
            assert len(waiting) == PLACES_EACH
            hold.release()
