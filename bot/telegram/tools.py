"""What the Telegram side is built with."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.i18n.words import Words
from bot.providers.breaker import Breaker
from bot.providers.registry import Registry
from bot.settings import Settings
from bot.telegram.chat import TelegramChat
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Made once, and shared with the worker."""

    settings: Settings
    store: Store
    registry: Registry
    breaker: Breaker
    chat: TelegramChat
    words: Words
    clock: Clock
    wake: Callable[[], None]
    """Tells the worker of a new job."""
    wake_herald: Callable[[], None]
    """Tells the herald of a new broadcast."""
