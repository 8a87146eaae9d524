"""Every part of what admins do."""

from collections.abc import Sequence

from bot.telegram.admins.balances import BalanceDesk
from bot.telegram.admins.broadcast import BroadcastDesk
from bot.telegram.admins.gate import Desk
from bot.telegram.admins.jobs import JobDesk
from bot.telegram.admins.people import PeopleDesk
from bot.telegram.admins.providers import ProviderDesk
from bot.telegram.admins.stats import StatsDesk
from bot.telegram.tools import Tools


def desks(tools: Tools) -> Sequence[Desk]:
    """All of them."""
    store, registry, words, clock = tools.store, tools.registry, tools.words, tools.clock
    admins, limits, wake = tools.settings.admin_ids, tools.settings.limits(), tools.wake
    return (
        StatsDesk(store=store, words=words, limits=limits, admins=admins, clock=clock),
        PeopleDesk(store=store, words=words, limits=limits, admins=admins, clock=clock, wake=wake),
        BalanceDesk(registry=registry, breaker=tools.breaker, words=words, clock=clock),
        ProviderDesk(registry=registry, switches=store.switches, clock=clock, wake=wake),
        JobDesk(store=store, words=words, clock=clock, wake=wake),
        BroadcastDesk(
            broadcasts=store.broadcasts, words=words, clock=clock, wake_herald=tools.wake_herald
        ),
    )
