"""Odd answers in the gateway's words: what its code can say, and what its relatives say instead.

`hangs` is how its constant trace id shows: the platform may answer every question with what it
answered first. Switch it on for many calls.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.faults import Effect, answer
from bot.demo.sandbox.gateway.answers import DONE, RUNNING
from bot.demo.sandbox.oddities import COMMON, body_changed, common_fault, json_instead, lost
from bot.demo.sandbox.pixverse.refusal import MESSAGES

PLACEHOLDER_URL = "https://media.pixverse.ai/openapi/default.mp4"
_CODE_PATTERN = re.compile(r"pixverse_(\d{1,7})")
_DETAIL_PATTERN = re.compile(r"detail_([45]\d\d)(?:_retry_(\d+))?")

SMALL_WORDS: Mapping[str, str] = {
    RUNNING: "generating",
    DONE: "success",
    "Deleted": "error",
    "Contents moderation failed": "error",
    "Generation failed": "error",
}
CAPITAL_WORDS: Mapping[str, str] = {
    RUNNING: "GENERATING",
    DONE: "SUCCESS",
    "Deleted": "DELETED",
    "Contents moderation failed": "MODERATION_FAILED",
    "Generation failed": "GENERATION_FAILED",
}

Fields = dict[str, Any]


def detail(status: int, words: str, *, retry_after_s: int | None = None) -> Effect:
    """An error with one sentence, and the call is not carried out."""
    headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
    return answer(status, json={"detail": words}, headers=headers)


def pixverse(code: int) -> Effect:
    """Any error of the platform, passed on."""
    return detail(502, f"Pixverse error {code}: {MESSAGES.get(code, 'Unknown error')}")


def changed(having: str, change: Callable[[Fields], Fields]) -> Effect:
    """The true answer changed, when it has the field `having`."""

    def read(raw: bytes) -> bytes:
        sent = json.loads(raw)
        return json.dumps(change(sent)).encode() if having in sent else raw

    return body_changed(read)


def renamed(old: str, new: str) -> Effect:
    """The true answer with one field under another name."""
    return changed(old, lambda sent: {(new if k == old else k): v for k, v in sent.items()})


def reworded(words: Mapping[str, str]) -> Effect:
    """The true status in other words."""
    return changed("status", lambda sent: sent | {"status": words[sent["status"]]})


def instead_of_status(said: Fields) -> Effect:
    """The status is this, whatever is true."""
    return changed("status", lambda _sent: dict(said))


def _without_status(sent: Fields) -> Fields:
    return {"url": sent["url"]} if sent["status"] == DONE else sent


def _max_retries() -> Effect:
    return detail(504, "Max retries exceeded")


def _not_found(what: str) -> Effect:
    return detail(500, f"{what} not found")


GATEWAY: Mapping[str, Callable[[], Effect]] = {
    "hangs": lambda: instead_of_status({"status": RUNNING}),
    "video_id_text": lambda: changed(
        "video_id", lambda sent: sent | {"video_id": str(sent["video_id"])}
    ),
    "generation_id": lambda: renamed("video_id", "generation_id"),
    "video_url": lambda: renamed("url", "video_url"),
    "words_small": lambda: reworded(SMALL_WORDS),
    "words_capital": lambda: reworded(CAPITAL_WORDS),
    "url_only": lambda: changed("status", _without_status),
    "json_empty": lambda: json_instead({}),
    "request_failed": lambda: detail(502, "Request failed: [Errno -2] Name or service not known"),
    "http_error": lambda: detail(502, "HTTP error: 403 - Forbidden"),
    "max_retries": _max_retries,
    "max_retries_after": lambda: lost(_max_retries()),
    "video_id_not_found": lambda: _not_found("video_id"),
    "img_id_not_found": lambda: _not_found("img_id"),
    "status_not_found": lambda: _not_found("status of generation"),
    "url_not_found": lambda: _not_found("url of generation"),
    "status_unknown": lambda: instead_of_status({"status": "Waiting for a better day"}),
    "status_null": lambda: instead_of_status({"status": None}),
    "done_without_url": lambda: instead_of_status({"status": DONE}),
    "done_empty_url": lambda: instead_of_status({"status": DONE, "url": ""}),
    "placeholder": lambda: instead_of_status({"status": DONE, "url": PLACEHOLDER_URL}),
    "invalid_text": lambda: detail(422, "The parameters are not valid"),
}
"""Faults by name, beside those of every sandbox; `json_null` of those is an answer met, too."""

NAMES = (
    *COMMON,
    *GATEWAY,
    "http_<status>",
    "http_<status>_retry_<seconds>",
    "detail_<status>",
    "detail_<status>_retry_<seconds>",
    "pixverse_<code>",
)


def fault(name: str) -> Effect | None:
    """The effect of a name out of NAMES; None for any other."""
    if name in GATEWAY:
        return GATEWAY[name]()
    if (found := _CODE_PATTERN.fullmatch(name)) is not None:
        return pixverse(int(found[1]))
    if (found := _DETAIL_PATTERN.fullmatch(name)) is not None:
        wait_s = None if found[2] is None else int(found[2])
        return detail(int(found[1]), "It did not work out", retry_after_s=wait_s)
    return common_fault(name)
