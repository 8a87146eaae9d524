"""What an update looks like before anybody has understood it."""

import json
from collections.abc import Mapping
from typing import Any

import structlog

from storage.inbox import StoredUpdate

log = structlog.get_logger(__name__)

KINDS = ("message", "edited_message", "callback_query", "inline_query")
"""The kinds of update that the bot asks Telegram for."""
FLEETING = "inline_query"
"""The kind that is not stored, see `telegram.inquiries`."""
_LARGEST = 2**63 - 1


def is_fleeting(update: Any) -> bool:
    """Whether it may be confirmed without being stored."""
    if not isinstance(update, dict) or not isinstance(update.get(FLEETING), dict):
        return False
    update_id = update.get("update_id")
    return type(update_id) is int and 0 <= update_id <= _LARGEST


def stored_update(update: Any) -> StoredUpdate:
    """An update as the inbox keeps it, under its sender's key.

    One that cannot be kept as it is becomes an empty one: it is confirmed, and then dropped. If it
    were refused, it would come again for a day and hold back all that comes after it.
    Raises ValueError for something that is no update.
    """
    update_id = update.get("update_id") if isinstance(update, dict) else None
    if type(update_id) is not int or not 0 <= update_id <= _LARGEST:
        raise ValueError("an update without update_id")
    try:
        payload = _payload(update)
    except (ValueError, RecursionError) as error:
        log.error("update-dropped", update=update_id, error=type(error).__name__)
        return StoredUpdate(
            update_id=update_id, sender_key=0, payload=_payload({"update_id": update_id})
        )
    return StoredUpdate(update_id=update_id, sender_key=sender_key(update), payload=payload)


def _payload(update: Mapping[str, Any]) -> str:
    """The update as ASCII. Raises ValueError for numbers that no database and no chat has."""
    payload = json.dumps(update, separators=(",", ":"), allow_nan=False)
    json.loads(payload, parse_int=_fitting)
    return payload


def _fitting(digits: str) -> int:
    if not -_LARGEST <= (number := int(digits)) <= _LARGEST:
        raise ValueError("a number of more than 64 bits")
    return number


def sender_key(update: Mapping[str, Any]) -> int:
    """Whose order is kept: the person's, else the chat's, else that of all such updates."""
    for kind in update.values():
        if isinstance(kind, dict):
            for origin in (kind.get("from"), kind.get("chat")):
                if isinstance(origin, dict) and isinstance(origin.get("id"), int):
                    return int(origin["id"])
    return 0
