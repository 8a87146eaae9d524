"""Providers' clients before their sandboxes, over sockets."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest

from bot.addresses import Addresses
from bot.clock import SystemClock
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox, Plan
from bot.demo.sandbox.studio import Craft
from bot.providers.budget import Budget
from bot.providers.hosting import Hosting
from bot.providers.http import ProviderHttp
from bot.providers.pixverse import PixVerse
from bot.providers.tools import Tools
from bot.web.pictures import HostedPictures
from bot.web.server import Web
from storage.store import Store
from tests.jumping_clock import JumpingClock
from tests.ports import free_port
from tests.providers.bench import Bench, Workshop, made
from tests.providers.benches import BENCHES
from tests.schema import with_schema

TINY = Craft(fps=4, scale=0.1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(with_schema(tmp_path))
    yield store
    await store.close()


@pytest.fixture
async def addresses() -> Addresses:
    """Where the bot's HTTP side will listen."""
    return Addresses(base=f"http://127.0.0.1:{free_port()}", secret="secret")


@pytest.fixture
async def workshop(store: Store, addresses: Addresses) -> AsyncIterator[Workshop]:
    """What benches are made with, and the bot's HTTP side for those who fetch pictures."""
    clock = SystemClock()
    hosting = Hosting(
        hosted=store.hosted, addresses=addresses, clock=clock, kept_for=timedelta(hours=1)
    )
    tools = Tools(
        budgets=store.budgets,
        sessions=store.sessions,
        nonces=store.nonces,
        hosting=hosting,
        clock=clock,
        haste=100,
        patience_s=20,
    )
    pictures = HostedPictures(addresses=addresses, hosted=store.hosted, clock=clock)
    port = urlsplit(addresses.base).port or 0
    alive = partial(store.inbox.next_due_at, busy=())
    async with Web(host="127.0.0.1", port=port, routes=pictures.routes(), alive=alive):
        yield Workshop(store=store, addresses=addresses, tools=tools)


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
def timed(workshop: Workshop, clock: JumpingClock) -> Workshop:
    """A workshop whose clock can jump."""
    return replace(workshop, tools=replace(workshop.tools, clock=clock))


@pytest.fixture
def private(workshop: Workshop) -> Workshop:
    """A workshop whose pictures cannot be fetched from outside."""
    hosting = replace(workshop.tools.hosting, addresses=None)
    return replace(workshop, tools=replace(workshop.tools, hosting=hosting))


@pytest.fixture(params=sorted(BENCHES))
async def bench(request: pytest.FixtureRequest, workshop: Workshop) -> AsyncIterator[Bench]:
    """Every provider's bench, one after the other."""
    async with made(BENCHES[request.param], workshop) as made_bench:
        yield made_bench


@pytest.fixture(params=sorted(BENCHES))
async def hurried_bench(request: pytest.FixtureRequest, workshop: Workshop) -> AsyncIterator[Bench]:
    """The same, but with little patience for answers."""
    hurried = replace(workshop, tools=replace(workshop.tools, patience_s=0.7))
    async with made(BENCHES[request.param], hurried) as made_bench:
        yield made_bench


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
