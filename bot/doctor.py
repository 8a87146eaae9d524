"""`python -m bot doctor`: looks at everything the bot needs, and spends nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError

from bot.clock import Clock
from bot.provider_settings import key_setting
from bot.providers import build as providers
from bot.providers.base import Provider
from bot.providers.errors import Blame, ProviderError, Refused, Unreachable
from bot.providers.table import table
from bot.settings import Settings, SettingsError
from bot.telegram.build import build_bot
from storage.database import StoreError, StoreInUseError
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `text` says what was found, and for a trouble the cure."""

    is_well: bool
    text: str


async def examine(settings: Settings, *, clock: Clock) -> AsyncIterator[Finding]:
    """Look at the token, the store, and every provider's key and balance."""
    yield await _telegram(settings)
    yield await _store(settings)
    try:
        async for finding in _providers(settings, clock):
            yield finding
    except SettingsError as error:
        yield Finding(False, f"providers: {error}")


async def _store(settings: Settings) -> Finding:
    try:
        store = await Store.open(settings.database_url)
    except StoreInUseError:
        return Finding(True, "store: in use by the running bot")
    except StoreError as error:
        return Finding(False, f"store: {error}")
    await store.close()
    return Finding(True, "store: opens, and its schema is up to date")


async def _providers(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Each provider, paced by a store of its own: the bot may be running on the real one."""
    with TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite:///{folder}/pace.db")
        try:
            registry = providers.build(
                settings, store=store, addresses=settings.addresses(), clock=clock
            )
            for provider in registry:
                yield await _provider(provider)
            yield Finding(True, f"capabilities:\n{table(list(registry))}")
            await registry.close()
        finally:
            await store.close()


async def _telegram(settings: Settings) -> Finding:
    bot = build_bot(settings)
    try:
        me = await bot.get_me()
    except (TelegramUnauthorizedError, TelegramNotFound):
        return Finding(False, "telegram: BOT_TOKEN is refused; get it from @BotFather")
    except AiogramError as error:
        cure = f"check the network and TELEGRAM_API_URL ({type(error).__name__})"
        return Finding(False, f"telegram: cannot be reached; {cure}")
    finally:
        await bot.session.close()
    return Finding(True, f"telegram: the token belongs to @{me.username}")


async def _provider(provider: Provider) -> Finding:
    try:
        if not provider.capabilities.balance:
            return await _key(provider)
        balance = await provider.balance()
    except ProviderError as error:
        return Finding(False, f"{provider.name}: {_cure(error)} ({error.detail})")
    parts = ", ".join(f"{part.name} {part.amount}" for part in balance.parts)
    found = f"{provider.name}: the key works, {balance.total} {balance.unit} left ({parts})"
    if balance.total <= 0:
        return Finding(False, f"{found}; top the account up")
    return Finding(True, found)


async def _key(provider: Provider) -> Finding:
    """Without a balance to read, a video that does not exist is asked for: only the key matters."""
    try:
        await provider.check("0", user_id=0)
    except Refused as refused:
        if refused.fault.blame is Blame.OPERATOR:
            raise
    return Finding(True, f"{provider.name}: the key works; it does not tell what is left")


def _cure(error: ProviderError) -> str:
    setting = error.provider.upper()
    if isinstance(error, Refused) and error.fault.blame is Blame.OPERATOR:
        return f"the key is refused; check {key_setting(error.provider)}"
    if isinstance(error, Unreachable):
        return f"cannot be reached; check the network and {setting}_BASE_URL"
    return f"does not answer as it should; check {setting}_BASE_URL or try later"
