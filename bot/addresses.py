"""Addresses on this bot's HTTP side that nobody can guess: each signs what it leads to."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

PICTURES = "/pictures"
CALLBACKS = "/callbacks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Makes and reads them. `base` is PUBLIC_URL without a slash at its end."""

    base: str
    secret: str = field(repr=False)

    def picture(self, name: str, *, until: datetime) -> str:
        """Where a hosted picture is fetched until then."""
        stamp = str(int(until.timestamp()))
        return f"{self.base}{PICTURES}/{name}.jpg?until={stamp}&sign={self._sign(name, stamp)}"

    def opens_picture(self, name: str, *, until: str, sign: str, now: datetime) -> bool:
        """Whether these are the parts of an address of `picture` that still holds."""
        if not hmac.compare_digest(sign.encode(), self._sign(name, until).encode()):
            return False
        return now < datetime.fromtimestamp(int(until), tz=UTC)

    def callback(self, provider: str, job_id: int) -> str:
        """Where a provider tells that it has finished a job."""
        return f"{self.base}{CALLBACKS}/{provider}/{job_id}/{self._sign(provider, str(job_id))}"

    def called_job(self, provider: str, job_id: str, sign: str) -> int | None:
        """The job of an address of `callback`; None when the address was made up."""
        if not re.fullmatch(r"[0-9]{1,18}", job_id):
            return None
        genuine = hmac.compare_digest(sign.encode(), self._sign(provider, job_id).encode())
        return int(job_id) if genuine else None

    def _sign(self, *parts: str) -> str:
        words = "\n".join(parts).encode()
        return hmac.new(self.secret.encode(), words, hashlib.sha256).hexdigest()
