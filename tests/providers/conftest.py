"""PixVerse's client against its sandbox, over sockets."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from bot.clock import SystemClock
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox, Plan
from bot.demo.sandbox.studio import Craft
from bot.providers.budget import Budget
from bot.providers.http import ProviderHttp
from bot.providers.pixverse import PixVerse
from storage.store import Store

TINY = Craft(fps=4, scale=0.1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite:///{tmp_path}/bot.db")
    yield store
    await store.close()


@pytest.fixture
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[PixVerseSandbox]:
    """The sandbox; parametrize it with "contract" for the older dialect."""
    dialect: Literal["real", "contract"] = getattr(request, "param", "real")
    async with PixVerseSandbox(
        generation_s=(0.05, 0.1), craft=TINY, plan=Plan(max_running=9), dialect=dialect, seed=1
    ) as sandbox:
        yield sandbox


def client(
    store: Store,
    base_url: str,
    *,
    api_key: str = "sandbox-key",
    interval: timedelta = timedelta(0),
    total_s: float = 5.0,
    model: str = "v6",
) -> PixVerse:
    """A client as the registry builds it, but for its pace and patience."""
    clock = SystemClock()
    budget = Budget(name="pixverse", interval=interval, budgets=store.budgets, clock=clock)
    http = ProviderHttp(provider="pixverse", base_url=base_url, budget=budget, total_s=total_s)
    return PixVerse(http, api_key=api_key, model=model, max_running=2, new_trace_id=clock.new_key)


@pytest.fixture
async def pixverse(sandbox: PixVerseSandbox, store: Store) -> AsyncIterator[PixVerse]:
    provider = client(store, sandbox.url)
    yield provider
    await provider.close()
