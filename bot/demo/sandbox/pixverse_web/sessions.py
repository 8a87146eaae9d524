"""Who is logged in: nobody, or the holder of the newest token.

A token is built like the JWTs that the platform gives out for thirty days. Its signature is made
up; a token ends here only by another login or by `expire`.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.demo.sandbox.pixverse.refusal import Refusal

LIFETIME = timedelta(days=30)
REJECTED, EXPIRED, MISSING, EVICTED = 10001, 10002, 10003, 10005


class Sessions:
    """The tokens of one account, and what the old ones are refused with."""

    def __init__(self, account_id: int) -> None:
        self._account_id = account_id
        self._current: str | None = None
        self._ended: dict[str, int] = {}

    def open(self) -> str:
        """A new token; the one before it is evicted."""
        self.end(EVICTED)
        self._current = _token(self._account_id)
        return self._current

    def end(self, code: int) -> None:
        """From now on the current token is refused with this code."""
        if self._current is not None:
            self._ended[self._current] = code
        self._current = None

    def check(self, token: str | None) -> None:
        """Raise Refusal unless this is the current token."""
        if not token:
            raise Refusal(MISSING)
        if token != self._current:
            raise Refusal(self._ended.get(token, REJECTED))


def _token(account_id: int) -> str:
    ends = int((datetime.now(UTC) + LIFETIME).timestamp())
    parts = ({"alg": "HS256", "typ": "JWT"}, {"AccountId": account_id, "exp": ends})
    return ".".join([*(_written(part) for part in parts), secrets.token_urlsafe(32)])


def _written(part: Mapping[str, object]) -> str:
    raw = json.dumps(part, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
