"""/provider: which video systems get orders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiogram.filters import CommandObject
from aiogram.types import Message

from bot.clock import Clock
from bot.i18n.words import Notice
from bot.providers.registry import Registry
from bot.telegram.admins.gate import Desk, Handler, usage
from bot.telegram.talk import Talk
from storage.switches import Switches


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDesk(Desk):
    """A switch that is off ends nothing: what is bought there is still brought."""

    registry: Registry
    switches: Switches
    clock: Clock
    wake: Callable[[], None]

    def commands(self) -> Mapping[str, Handler]:
        """See Desk."""
        return {"provider": self.provider}

    async def provider(self, _message: Message, command: CommandObject, talk: Talk) -> None:
        """Turns a switch, and shows all of them."""
        name, _, switch = (command.args or "").partition(" ")
        if name and (self.registry.get(name) is None or switch not in {"on", "off"}):
            example = next(iter(self.registry)).name
            await talk.say(usage(f"/provider {example} off"), usage(f"/provider {example} on"))
            return
        if name:
            await self.switches.turn(name, on=switch == "on", now=self.clock.now())
            self.wake()
        off = await self.switches.off()
        lines = [
            Notice("provider-off" if one.name in off else "provider-on", {"provider": one.name})
            for one in self.registry
        ]
        nobody = (
            [Notice("provider-nobody")] if off.issuperset(one.name for one in self.registry) else []
        )
        await talk.say(Notice("provider-title"), *lines, *nobody, between="\n")
