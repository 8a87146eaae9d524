"""PixVerse's webhook: a signed call that says a video is finished.

It is registered in the platform's console, which gives its id and secret. The signature is
Base64(HMAC-SHA256(secret, "timestamp\\nnonce\\nname=value&name=value")) over the JSON's fields.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.providers.base import Callback, CallbackRefused
from bot.providers.reading import digits, plain_keys
from storage.nonces import Nonces

LATEST = timedelta(minutes=5)
"""How far a call's timestamp may be from now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """The registered webhook. `id` goes with every order that shall be reported."""

    id: int
    secret: str = field(repr=False)
    nonces: Nonces
    clock: Clock

    async def read(self, callback: Callback) -> str:
        """The video that a genuine, fresh call is about. Raises CallbackRefused."""
        stamp = callback.headers.get("webhook-timestamp", "")
        nonce = callback.headers.get("webhook-nonce", "")
        sent = _object(callback.body)
        self._check_signature(callback.headers.get("webhook-signature", ""), stamp, nonce, sent)
        self._check_time(stamp)
        video = digits(plain_keys(sent).get("id"))
        if video is None:
            raise CallbackRefused("it names no video")
        if not await self.nonces.use(f"pixverse/{nonce}"[:100], now=self.clock.now()):
            raise CallbackRefused("replayed")
        return video

    def _check_signature(self, given: str, stamp: str, nonce: str, sent: dict[str, Any]) -> None:
        # The platform does not say in which order the fields are signed.
        for fields in (sorted(sent.items()), list(sent.items())):
            pairs = "&".join(f"{name}={text}" for name, text in _texts(fields))
            signed = f"{stamp}\n{nonce}\n{pairs}".encode()
            digest = hmac.new(self.secret.encode(), signed, hashlib.sha256).digest()
            if hmac.compare_digest(base64.b64encode(digest), given.encode(errors="replace")):
                return
        raise CallbackRefused("forged")

    def _check_time(self, stamp: str) -> None:
        try:
            sent_at = datetime.fromtimestamp(int(stamp), tz=UTC)
        except (ValueError, OverflowError, OSError):
            raise CallbackRefused("no timestamp") from None
        if abs(self.clock.now() - sent_at) > LATEST:
            raise CallbackRefused("too old")


def _object(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body)
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        raise CallbackRefused("no JSON object")
    return sent


def _texts(fields: list[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    """Values as JSON writes them, but text without its quotes."""
    for name, value in fields:
        yield name, value if isinstance(value, str) else json.dumps(value)
