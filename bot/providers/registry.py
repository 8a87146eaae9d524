"""The providers that the settings name, in order of preference."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

from pydantic import SecretStr

from bot.clock import Clock
from bot.providers.base import Provider
from bot.providers.budget import Budget
from bot.providers.http import ProviderHttp
from bot.providers.pixverse import PixVerse
from bot.settings import ProviderName, Settings
from storage.budgets import Budgets
from storage.jobs import Mode


class Registry:
    """The providers in use. Never empty."""

    def __init__(self, providers: Sequence[Provider]) -> None:
        self._by_name = {provider.name: provider for provider in providers}

    def __iter__(self) -> Iterator[Provider]:
        """In order of preference."""
        return iter(self._by_name.values())

    def get(self, name: str) -> Provider | None:
        """A provider by name; None when the settings no longer name it."""
        return self._by_name.get(name)

    def able(self, mode: Mode) -> Sequence[Provider]:
        """Those that make videos in this way, in order of preference."""
        return [provider for provider in self if mode in provider.capabilities.modes]

    def prompt_max_chars(self) -> int:
        """The longest prompt that any of them takes, in code points."""
        return max(provider.capabilities.prompt_max_chars for provider in self)

    async def close(self) -> None:
        """Close every provider."""
        for provider in self:
            await provider.close()


def build(settings: Settings, *, budgets: Budgets, clock: Clock) -> Registry:
    """The providers of these settings; raises SettingsError when they name none."""
    return Registry(
        [_BUILDERS[name](settings, budgets, clock) for name in settings.chosen_providers()]
    )


def _pixverse(settings: Settings, budgets: Budgets, clock: Clock) -> Provider:
    budget = Budget(
        name=PixVerse.name,
        interval=timedelta(seconds=1 / settings.pixverse_requests_per_second),
        budgets=budgets,
        clock=clock,
    )
    http = ProviderHttp(
        provider=PixVerse.name,
        base_url=str(settings.pixverse_base_url).rstrip("/"),
        budget=budget,
    )
    return PixVerse(
        http,
        api_key=_secret(settings.pixverse_api_key),
        model=settings.pixverse_model,
        max_running=settings.pixverse_max_running,
        new_trace_id=clock.new_key,
    )


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""


_BUILDERS: Mapping[ProviderName, Callable[[Settings, Budgets, Clock], Provider]] = {
    ProviderName.PIXVERSE: _pixverse,
}
