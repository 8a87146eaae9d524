"""Everything that the methods work on."""

from dataclasses import dataclass

from bot.demo.botapi.limits import Flood
from bot.demo.botapi.profile import Profile
from bot.demo.botapi.updates import UpdateQueue
from bot.demo.botapi.webhook import Webhook
from bot.demo.botapi.world import World


@dataclass(slots=True)
class Telegram:
    """One bot's Telegram."""

    world: World
    updates: UpdateQueue
    webhook: Webhook
    flood: Flood
    profile: Profile
