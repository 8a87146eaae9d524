"""The worker's parts on a real store, with PixVerse's client against its sandbox."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.sandbox.pixverse import PixVerseSandbox
from bot.demo.sandbox.studio import Craft
from bot.i18n.words import Words
from bot.providers.breaker import Breaker
from bot.providers.budget import Budget
from bot.providers.http import ProviderHttp
from bot.providers.pixverse import PixVerse
from bot.providers.registry import Registry
from bot.worker.alarm import Alarm
from bot.worker.buy import Purchase
from bot.worker.choice import Choice
from bot.worker.pacing import Pacing
from bot.worker.setback import Setback
from storage.jobs import Job
from storage.store import Store
from tests.schema import with_schema
from tests.silent_chat import SilentChat
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, draft, leased

DEADLINE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """Everything that a purchase needs, and a clock that the test moves."""

    store: Store
    sandbox: PixVerseSandbox
    http: ProviderHttp
    provider: PixVerse
    purchase: Purchase
    clock: StillClock

    async def submitting(self, message_id: int = 1) -> Job:
        """A job whose key is committed, and nothing sent yet."""
        job = await leased(self.store, draft(message_id), now=self.clock.now())
        begun = await self.store.jobs.begin_purchase(
            job,
            provider="pixverse",
            options=self.provider.capabilities.defaults,
            key=self.clock.new_key(),
            places=9,
            now=self.clock.now(),
            until=self.clock.now() + LEASE,
        )
        assert begun is not None
        return begun

    async def leased_again(self) -> Job:
        """The job of an unclear purchase, claimed when it is due."""
        now = self.clock.advance(seconds=61)  # also a lease has run out by then
        [job] = await self.store.claims.claim_checks(
            now=now, lease="again", until=now + LEASE, limit=9
        )
        return job

    async def stored(self, job: Job) -> Job:
        """The job as it is stored now."""
        found = await self.store.records.get(job.id)
        assert found is not None
        return found


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(with_schema(tmp_path))
    yield store
    await store.close()


@pytest.fixture
async def shop(store: Store, clock: StillClock) -> AsyncIterator[Shop]:
    async with PixVerseSandbox(generation_s=(0, 0), craft=Craft(fps=4, scale=0.1)) as sandbox:
        budget = Budget(name="pixverse", interval=timedelta(0), budgets=store.budgets, clock=clock)
        http = ProviderHttp(provider="pixverse", base_url=sandbox.url, budget=budget)
        provider = PixVerse(
            http, api_key="sandbox-key", model="v6", max_running=9, new_trace_id=clock.new_key
        )
        alarm = Alarm(
            alerts=store.alerts,
            people=store.people,
            chat=SilentChat(),
            admins=frozenset({1}),
            words=Words(),
            clock=clock,
        )
        choice = Choice(
            registry=Registry([provider]),
            breaker=Breaker(clock),
            records=store.records,
            switches=store.switches,
        )
        purchase = Purchase(
            store=store,
            choice=choice,
            addresses=None,
            setback=Setback(
                store=store, choice=choice, alarm=alarm, clock=clock, deadline=DEADLINE
            ),
            alarm=alarm,
            pacing=Pacing(records=store.records, shortest=timedelta(seconds=5)),
            clock=clock,
        )
        yield Shop(
            store=store,
            sandbox=sandbox,
            http=http,
            provider=provider,
            purchase=purchase,
            clock=clock,
        )
        await provider.close()


def unrepeatable(provider: PixVerse) -> None:
    """Make it a provider that buys anew when it is asked again."""
    provider.capabilities = replace(provider.capabilities, repeat_window=timedelta(0))
