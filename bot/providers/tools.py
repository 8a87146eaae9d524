"""What providers are built with, beside the settings."""

from dataclasses import dataclass
from datetime import timedelta

from pydantic import AnyHttpUrl

from bot.clock import Clock
from bot.providers.budget import Budget
from bot.providers.hosting import Hosting
from bot.providers.http import ProviderHttp
from storage.budgets import Budgets
from storage.nonces import Nonces
from storage.sessions import Sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Made once, used by every provider."""

    budgets: Budgets
    sessions: Sessions
    nonces: Nonces
    hosting: Hosting
    clock: Clock
    haste: float = 1.0
    """Multiplies every allowance: servers of one's own on this machine need no pacing."""
    patience_s: float = 90.0
    """How long a whole answer may take: a gateway may try three times before it gives one."""

    def budget(self, name: str, *, per_second: float) -> Budget:
        """A stored allowance of requests."""
        interval = timedelta(seconds=1 / (per_second * self.haste))
        return Budget(name=name, interval=interval, budgets=self.budgets, clock=self.clock)

    def http(self, provider: str, base_url: AnyHttpUrl, *, per_second: float) -> ProviderHttp:
        """A client for a provider's address, within its allowance."""
        return ProviderHttp(
            provider=provider,
            base_url=str(base_url).rstrip("/"),
            budget=self.budget(provider, per_second=per_second),
            total_s=self.patience_s,
        )
