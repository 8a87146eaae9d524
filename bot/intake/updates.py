"""What an update looks like before anybody has understood it."""

import json
from collections.abc import Mapping
from typing import Any

from storage.inbox import StoredUpdate

KINDS = ("message", "callback_query")
"""The kinds of update that the bot asks Telegram for."""


def stored_update(update: Mapping[str, Any]) -> StoredUpdate:
    """An update as the inbox keeps it, under its sender's key.

    Raises ValueError for something that is no update.
    """
    update_id = update.get("update_id")
    if not isinstance(update_id, int):
        raise ValueError(  # noqa: TRY004 (wrong bytes from outside)
            "an update without update_id"
        )
    payload = json.dumps(update, separators=(",", ":"))
    return StoredUpdate(update_id=update_id, sender_key=_sender_key(update), payload=payload)


def _sender_key(update: Mapping[str, Any]) -> int:
    """Whose order is kept: the person's, else the chat's, else that of all such updates."""
    for kind in update.values():
        if isinstance(kind, dict):
            for origin in (kind.get("from"), kind.get("chat")):
                if isinstance(origin, dict) and isinstance(origin.get("id"), int):
                    return int(origin["id"])
    return 0
