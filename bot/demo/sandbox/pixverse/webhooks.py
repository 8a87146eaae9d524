"""The platform's webhook: a signed POST when a video has ended.

Documented (Webhook Integration in docs.platform.pixverse.ai): the headers, the fields of the body,
the id as a string, the answer that is asked for, the waits between attempts, and that the signature
covers "timestamp\\nnonce\\nkey=value&key=value". Not documented, and assumed here: the order of the
keys (so it is a setting); that booleans stand in the signed string as they do in JSON, true and
false, and text without quotes; that every attempt has its own timestamp, nonce and trace id.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

EXPECTED_BODY = b"ok"
RETRIES_S = (2.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 14400.0)
_REPORTED = ("status", "url", "size", "has_audio", "credits")


@dataclass(slots=True, kw_only=True)
class Webhook:
    """A registered webhook. `url` may be set at any time; while it is empty nothing is posted.

    `order` is that of the keys in the signed string. `retries_s` counts only before the start.
    """

    webhook_id: int
    secret: str
    url: str = ""
    order: Literal["sorted", "received"] = "sorted"
    retries_s: Sequence[float] = RETRIES_S
    now: Callable[[], float] = time.time
    """Seconds since 1970."""

    def headers(self, body: Mapping[str, Any]) -> dict[str, str]:
        """Fresh headers for one attempt at posting this body."""
        timestamp, nonce = str(int(self.now())), secrets.token_hex(16)
        signed = f"{timestamp}\n{nonce}\n{_pairs(body, in_order=self.order == 'sorted')}"
        digest = hmac.digest(self.secret.encode(), signed.encode(), hashlib.sha256)
        return {
            "Webhook-Timestamp": timestamp,
            "Webhook-Nonce": nonce,
            "Webhook-Signature": base64.b64encode(digest).decode(),
            "Ai-Trace-Id": str(uuid.uuid4()),
        }


def report(resp: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a webhook call, out of Resp of video/result."""
    return {"id": str(resp["id"])} | {name: resp[name] for name in _REPORTED}


def _pairs(body: Mapping[str, Any], *, in_order: bool) -> str:
    names = sorted(body) if in_order else body
    return "&".join(f"{name}={_written(body[name])}" for name in names)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
