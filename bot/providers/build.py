"""Builds the providers that the settings name."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.addresses import Addresses
from bot.clock import Clock
from bot.providers import apixo, gateway, modelverse, pixverse, pixverse_web
from bot.providers.base import Provider
from bot.providers.hosting import Hosting
from bot.providers.registry import Registry
from bot.providers.tools import Tools
from bot.settings import ProviderName, Settings
from storage.store import Store

PICTURES_SPARE = timedelta(hours=1)
"""How much longer than a job may last its pictures are kept: it ends first, and they with it."""

BUILDERS: Mapping[ProviderName, Callable[[Settings, Tools], Provider]] = {
    ProviderName.PIXVERSE: pixverse.build,
    ProviderName.GATEWAY: gateway.build,
    ProviderName.MODELVERSE: modelverse.build,
    ProviderName.APIXO: apixo.build,
    ProviderName.PIXVERSE_WEB: pixverse_web.build,
}


def build(
    settings: Settings, *, store: Store, addresses: Addresses | None, clock: Clock
) -> Registry:
    """The providers of these settings; raises SettingsError when they name none."""
    deadline = timedelta(minutes=settings.job_deadline_minutes)
    tools = Tools(
        budgets=store.budgets,
        sessions=store.sessions,
        nonces=store.nonces,
        hosting=Hosting(
            hosted=store.hosted,
            addresses=addresses,
            clock=clock,
            kept_for=2 * deadline + PICTURES_SPARE,
        ),
        clock=clock,
    )
    return Registry([BUILDERS[name](settings, tools) for name in settings.chosen_providers()])
