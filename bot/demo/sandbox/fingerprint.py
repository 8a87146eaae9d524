"""Telling whether two orders are the same, for services that know no idempotency key."""

import hashlib
import json
from typing import Any


def fingerprint(value: Any) -> str:
    """SHA-256, in hexadecimal, of a JSON value; the order of an object's fields does not matter."""
    written = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
