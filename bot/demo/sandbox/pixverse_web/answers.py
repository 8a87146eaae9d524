"""The web endpoints' Resp objects, in the platform's envelopes.

Known from client code: `video_id`, `video_status`, `url`, `first_frame`, `prompt` and `model` of
the list, where another client has seen `status` and `video_url`. The other fields are assumed.
"""

from collections.abc import Mapping
from typing import Any

from bot.demo.sandbox.pixverse.orders import Order
from bot.demo.sandbox.studio import Production
from bot.demo.sandbox.wishes import Ending

DONE, RUNNING, MODERATED, FAILED = 1, 10, 7, 8
STATUS: Mapping[Ending | None, int] = {
    None: RUNNING,
    Ending.VIDEO: DONE,
    Ending.MODERATED: MODERATED,
    Ending.FAILED: FAILED,
}
"""A deleted video is in no list, and has no status."""


def logged_in(account_id: int, username: str, token: str) -> dict[str, Any]:
    """Resp of login. `DeleteAt` is for accounts that are about to be deleted, says its name."""
    result = {"AccountId": account_id, "Username": username, "Token": token, "DeleteAt": 0}
    return {"Result": result}


def submitted(number: int) -> dict[str, Any]:
    """Resp of t2v and i2v."""
    return {"video_id": number, "video_ids": [number], "success_count": 1, "total_count": 1}


def listed(order: Order, production: Production, url: str) -> dict[str, Any]:
    """One entry of the list."""
    film = production.film
    return {
        "video_id": production.number,
        "video_status": STATUS[production.ending],
        "url": url,
        "first_frame": "",
        "prompt": order.prompt,
        "model": order.model,
        "duration": order.seconds,
        "quality": order.quality,
        "aspect_ratio": order.ratio or "",
        "output_width": production.shot.width if film else 0,
        "output_height": production.shot.height if film else 0,
        "created_at": production.began_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
