"""Every part of what admins do."""

from collections.abc import Callable, Sequence

from bot.clock import Clock
from bot.i18n.words import Words
from bot.providers.breaker import Breaker
from bot.providers.registry import Registry
from bot.settings import Settings
from bot.telegram.admins.balances import BalanceDesk
from bot.telegram.admins.broadcast import BroadcastDesk
from bot.telegram.admins.gate import Desk
from bot.telegram.admins.jobs import JobDesk
from bot.telegram.admins.people import PeopleDesk
from bot.telegram.admins.providers import ProviderDesk
from bot.telegram.admins.stats import StatsDesk
from storage.store import Store


def desks(
    settings: Settings,
    *,
    store: Store,
    registry: Registry,
    breaker: Breaker,
    words: Words,
    clock: Clock,
    wake: Callable[[], None],
    wake_herald: Callable[[], None],
) -> Sequence[Desk]:
    """All of them. `wake` and `wake_herald` tell those that there is something to do."""
    admins, limits = settings.admin_ids, settings.limits()
    return (
        StatsDesk(store=store, words=words, limits=limits, admins=admins, clock=clock),
        PeopleDesk(store=store, words=words, limits=limits, admins=admins, clock=clock, wake=wake),
        BalanceDesk(registry=registry, breaker=breaker, words=words, clock=clock),
        ProviderDesk(registry=registry, switches=store.switches, clock=clock, wake=wake),
        JobDesk(store=store, words=words, clock=clock, wake=wake),
        BroadcastDesk(
            broadcasts=store.broadcasts, words=words, clock=clock, wake_herald=wake_herald
        ),
    )
