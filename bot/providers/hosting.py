"""Pictures that this bot keeps for providers without an upload of their own."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.addresses import Addresses
from bot.clock import Clock
from bot.providers.errors import Fault, Refused, Unreachable
from storage.database import StoreError
from storage.hosted import Hosted


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedPicture:
    """A picture that is kept. `url` None: it cannot be fetched from outside."""

    jpeg: bytes
    url: str | None


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

    async def pictures(self, names: Sequence[str], *, provider: str) -> Sequence[HostedPicture]:
        """The pictures of an order that is about to be sent to a provider.

        Raises Refused when one has expired, and Unreachable when the store does not answer: in
        both cases nothing was bought. One that is fetched by its address is looked at, too: an
        order that leads nowhere may still cost.
        """
        return [await self._picture(name, provider) for name in names]

    async def _picture(self, name: str, provider: str) -> HostedPicture:
        try:
            jpeg = await self.get(name)
        except StoreError as error:
            raise Unreachable(provider, "a picture cannot be read") from error
        if jpeg is None:
            raise Refused(provider, "a picture has expired", fault=Fault.PICTURE_LOST)
        return HostedPicture(jpeg=jpeg, url=self.url(name))
