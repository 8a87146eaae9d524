"""What a video will cost, as far as it can be known: an estimate, and never a guess."""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from bot.providers.kinds import pace_key
from bot.providers.registry import Candidate
from storage.jobs import Mode
from storage.records import Records

LOOKED_AT = 50
LEARNED_FROM = 5
"""The latest videos of a kind: prices change, and a provider may get another model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """Asks this bot's own history first, then the provider's price list."""

    records: Records

    async def credits(self, candidate: Candidate, mode: Mode) -> Decimal | None:
        """What a candidate's video costs, in the unit of its balance; None: nobody knows."""
        taken = await self.records.credits_taken(
            pace_key(candidate.provider.name, mode, candidate.options),
            audio=bool(candidate.options.audio),
            limit=LOOKED_AT,
        )
        if taken:
            return median(taken[:LEARNED_FROM])
        return candidate.provider.capabilities.price(candidate.options)
