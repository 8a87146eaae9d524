"""`python -m bot doctor`: looks at everything the bot needs, and spends nothing."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
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
    async with AsyncExitStack() as stack:
        finding, own = await _store(settings, stack)
        yield finding
        try:
            async for found in _providers(settings, clock, own, stack):
                yield found
        except SettingsError as error:
            yield Finding(False, f"providers: {error}")


async def _store(settings: Settings, stack: AsyncExitStack) -> tuple[Finding, Store | None]:
    """What is to say of the store, and the store where nobody else is using it."""
    try:
        store = await Store.open(settings.database_url)
    except StoreInUseError:
        return Finding(True, "store: in use by the running bot"), None
    except StoreError as error:
        return Finding(False, f"store: {error}"), None
    stack.push_async_callback(store.close)
    return Finding(True, "store: opens, and its schema is up to date"), store


async def _providers(
    settings: Settings, clock: Clock, own: Store | None, stack: AsyncExitStack
) -> AsyncIterator[Finding]:
    """Each provider, on a store of its own when the bot is running on the real one."""
    folder = stack.enter_context(TemporaryDirectory())
    store = own or await Store.open(f"sqlite:///{folder}/pace.db")
    stack.push_async_callback(store.close)
    addresses = settings.addresses()
    registry = providers.build(settings, store=store, addresses=addresses, clock=clock)
    stack.push_async_callback(registry.close)
    for provider in registry:
        if provider.capabilities.logs_in and own is None:
            yield Finding(True, f"{provider.name}: not tried, a login would end the bot's own")
        else:
            yield await _provider(provider)
    yield Finding(True, f"capabilities:\n{table(list(registry))}")


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
    known = f"telegram: the token belongs to @{me.username}"
    if me.supports_inline_queries:
        return Finding(True, known)
    return Finding(
        True, f"{known}; its inline mode is off: /setinline at @BotFather switches it on"
    )


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
