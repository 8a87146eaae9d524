"""What the web page sends, read as strictly as the platform reads an order of its open API.

How strict the web endpoints are is not known. Assumed: the models, lengths, qualities, ratios and
prices of the open API, c1 by its web name too, and one video for an order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.sandbox.pixverse.orders import Fields, Order, read_order
from bot.demo.sandbox.pixverse.refusal import Refusal
from bot.demo.sandbox.pixverse_web.uploads import ID_FIELD, PICTURE_FIELDS, Uploads

PLATFORM_CALLS: Mapping[str, str] = {"t2v": "text", "i2v": "img"}
MODEL_NAMES: Mapping[str, str] = {"pixverse-c1": "c1"}
LONGEST_LIST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Which part of the list is asked for, the newest first."""

    offset: int
    limit: int


def read_web_order(call: str, body: Any, *, uploads: Uploads, prompt_max_chars: int) -> Order:
    """The order of t2v or i2v. Raises Refusal."""
    fields = Fields(body)
    fields.text("lip_sync_tts_speaker_id")
    if fields.whole("create_count") not in (None, 1):
        raise Refusal(400017, "create_count")
    changed = {name: value for name, value in body.items() if name not in PICTURE_FIELDS}
    if call == "i2v":
        changed[ID_FIELD] = uploads.number_in(fields)
    elif any(fields.has(name) for name in PICTURE_FIELDS):
        raise Refusal(400017, "a picture does not belong here")
    model = fields.text("model")
    changed["model"] = MODEL_NAMES.get(model, model)
    platform_call = PLATFORM_CALLS[call]
    return read_order(platform_call, changed, prompt_max_chars=prompt_max_chars, lenient=False)


def read_excerpt(body: Any) -> Excerpt:
    """What list/personal is asked. More than LONGEST_LIST are never told. Raises Refusal."""
    fields = Fields(body)
    for name in ("web_offset", "app_offset"):
        fields.whole(name)
    fields.flag("polling")
    if not isinstance(body.get("filter") or {}, dict):
        raise Refusal(400013, "filter")
    offset, limit = fields.whole("offset") or 0, fields.needed("limit")
    if offset < 0 or limit < 1:
        raise Refusal(400017, "offset and limit")
    return Excerpt(offset=offset, limit=min(limit, LONGEST_LIST))


def read_login(body: Any) -> tuple[str, str]:
    """Username and password. Raises Refusal."""
    fields = Fields(body)
    username, password = fields.text("Username"), fields.text("Password")
    if not username or not password:
        raise Refusal(400011, "Password" if username else "Username")
    return username, password
