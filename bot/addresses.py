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
        sign = self._sign(PICTURES, name, stamp)
        return f"{self.base}{PICTURES}/{name}.jpg?until={stamp}&sign={sign}"

    def opens_picture(self, name: str, *, until: str, sign: str, now: datetime) -> bool:
        """Whether these are the parts of an address of `picture` that still holds."""
        if not _is_number(until) or not self._is_signed(sign, PICTURES, name, until):
            return False
        return now < datetime.fromtimestamp(int(until), tz=UTC)

    def callback(self, provider: str, job_id: int) -> str:
        """Where a provider tells that it has finished a job."""
        sign = self._sign(CALLBACKS, provider, str(job_id))
        return f"{self.base}{CALLBACKS}/{provider}/{job_id}/{sign}"

    def called_job(self, provider: str, job_id: str, sign: str) -> int | None:
        """The job of an address of `callback`; None when the address was made up."""
        if not _is_number(job_id) or not self._is_signed(sign, CALLBACKS, provider, job_id):
            return None
        return int(job_id)

    def _is_signed(self, sign: str, *parts: str) -> bool:
        given = sign.encode(errors="surrogateescape")
        return hmac.compare_digest(given, self._sign(*parts).encode())

    def _sign(self, *parts: str) -> str:
        words = "\n".join(parts).encode(errors="surrogateescape")
        return hmac.new(self.secret.encode(), words, hashlib.sha256).hexdigest()


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,11}", text) is not None
