"""Pictures that this bot keeps for providers without an upload of their own."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.addresses import Addresses
from bot.clock import Clock
from storage.hosted import Hosted


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosting:
    """Kept until their job ends. `addresses` None: nothing can be fetched from outside."""

    hosted: Hosted
    addresses: Addresses | None
    clock: Clock
    kept_for: timedelta

    async def put(self, jpeg: bytes, *, job_id: int) -> str:
        """Keep a picture; gives the name to find it by."""
        name = secrets.token_urlsafe(24)
        expires_at = self.clock.now() + self.kept_for
        await self.hosted.put(name, jpeg, job_id=job_id, expires_at=expires_at)
        return name

    async def get(self, name: str) -> bytes | None:
        """A picture that is kept; None when it has expired."""
        return await self.hosted.get(name, now=self.clock.now())

    def url(self, name: str) -> str | None:
        """Where it is fetched from outside; None when that is not possible."""
        if self.addresses is None:
            return None
        return self.addresses.picture(name, until=self.clock.now() + self.kept_for)
