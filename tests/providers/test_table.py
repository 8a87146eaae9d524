"""The table of capabilities, and the page that shows it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.providers import build
from bot.providers.registry import Registry
from bot.providers.table import table
from bot.settings import ProviderName, Settings
from storage.store import Store
from tests.schema import with_schema

PAGE = Path(__file__).parents[2] / "docs" / "providers.md"
EVERYTHING = {
    "BOT_TOKEN": "1:token",
    "GATEWAY_API_KEY": "key",
    "gateway_base_url": "http://gateway.example",
    "gateway_app_bundle_id": "app",
    "pixverse_api_key": "key",
    "pixverse_webhook_id": 1,
    "pixverse_webhook_secret": "secret",
    "modelverse_api_key": "key",
    "apixo_api_key": "key",
    "pixverse_web_username": "name",
    "pixverse_web_password": "password",
    "providers": list(ProviderName),
    "public_url": "https://bot.example",
}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(with_schema(tmp_path))
    yield store
    await store.close()


async def registry(store: Store, **changed: object) -> Registry:
    settings = Settings(_env_file=None, **(EVERYTHING | changed))  # type: ignore[arg-type]
    addresses = settings.addresses()
    made = build.build(settings, store=store, addresses=addresses, clock=SystemClock())
    await made.close()
    return made


async def test_the_page_shows_the_table_of_all_five(store: Store) -> None:
    shown = table(list(await registry(store)))
    assert f"```\n{shown}\n```" in PAGE.read_text()


async def test_without_an_address_nobody_fetches_pictures_or_calls_back(store: Store) -> None:
    lines = table(list(await registry(store, public_url=None))).splitlines()
    cells = {line[:22].rstrip(): line[22:].split() for line in lines[1:]}
    assert cells["from a picture"] == ["upload", "inline", "inline", "-", "upload"]
    assert cells["callback"] == ["-"] * 5


@pytest.mark.parametrize("model", ["v5", "v5.6", "v6"])
async def test_pixverses_model_decides_what_it_can(store: Store, model: str) -> None:
    only = await registry(store, pixverse_model=model, providers=["pixverse"])
    lines = {line[:22].rstrip(): line[22:].strip() for line in table(list(only)).splitlines()}
    assert (lines["seconds"], lines["sound"], lines["extend"], lines["not together"]) == {
        "v5": ("5 8", "-", "yes", "-"),
        "v5.6": ("5 8 10", "yes", "-", "1080p+10s"),
        "v6": ("1-15", "yes", "yes", "-"),
    }[model]
