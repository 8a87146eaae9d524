"""Odd answers in the platform's own words. Every one was seen, or is feared."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.faults import Effect, answer
from bot.demo.sandbox.oddities import COMMON, body_changed, common_fault
from bot.demo.sandbox.pixverse.answers import RUNNING, WORDS
from bot.demo.sandbox.pixverse.refusal import MESSAGES

PLACEHOLDER_URL = "https://media.pixverse.ai/openapi/default.mp4"
_CODE_PATTERN = re.compile(r"errcode_(\d{1,7})")


def errcode(code: int, *, http_status: int = 200) -> Effect:
    """Any error, and the call is not carried out."""
    message = MESSAGES.get(code, "Unknown error")
    return answer(http_status, json={"ErrCode": code, "ErrMsg": message, "Resp": None})


def moderated_upload() -> Effect:
    """HTTP 500 in another spelling: how the platform refuses a picture that it will not have."""
    body = {"err_code": 500052, "err_msg": MESSAGES[500052], "resp": None}
    return answer(500, json=body)


def envelope_changed(change: Callable[[dict[str, Any]], Any]) -> Effect:
    """The true answer, its envelope changed."""
    return body_changed(lambda raw: json.dumps(change(json.loads(raw))).encode())


def resp_changed(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Effect:
    """The true answer, its Resp changed; an error without Resp stays."""

    def changed(envelope: dict[str, Any]) -> dict[str, Any]:
        resp = envelope.get("Resp")
        return envelope if not isinstance(resp, dict) else envelope | {"Resp": change(resp)}

    return envelope_changed(changed)


def status_as(status: int, *, url: str | None = None, only_running: bool = False) -> Effect:
    """The result says this status (and URL), in the dialect's way of saying it."""

    def change(resp: dict[str, Any]) -> dict[str, Any]:
        old = resp.get("status")
        if only_running and old not in (RUNNING, WORDS[RUNNING]):
            return resp
        in_words = isinstance(old, str)
        said = WORDS.get(status, str(status)) if in_words else status
        url_name = "video_url" if in_words else "url"
        return resp | {"status": said} | ({} if url is None else {url_name: url})

    return resp_changed(change)


def status_spelled(spell: Callable[[int], Any]) -> Effect:
    """The true status, as something else than a number."""

    def change(resp: dict[str, Any]) -> dict[str, Any]:
        old = resp.get("status")
        return resp | {"status": spell(old)} if type(old) is int else resp

    return resp_changed(change)


def _snake(envelope: dict[str, Any]) -> dict[str, Any]:
    names = {"ErrCode": "err_code", "ErrMsg": "err_msg", "Resp": "resp"}
    return {names.get(name, name): value for name, value in envelope.items()}


def _small_resp(envelope: dict[str, Any]) -> dict[str, Any]:
    return {("resp" if name == "Resp" else name): value for name, value in envelope.items()}


def _code_as_text(envelope: dict[str, Any]) -> dict[str, Any]:
    return envelope | {"ErrCode": str(envelope.get("ErrCode"))}


PIXVERSE: Mapping[str, Callable[[], Effect]] = {
    "moderated_upload": moderated_upload,
    "resp_lower": lambda: envelope_changed(_small_resp),
    "snake_envelope": lambda: envelope_changed(_snake),
    "errcode_text": lambda: envelope_changed(_code_as_text),
    "resp_null": lambda: envelope_changed(lambda envelope: envelope | {"Resp": None}),
    "resp_list": lambda: envelope_changed(lambda envelope: envelope | {"Resp": [1]}),
    "status_word": lambda: status_spelled(lambda status: WORDS.get(status, "unknown")),
    "status_text": lambda: status_spelled(str),
    "status_null": lambda: status_spelled(lambda _status: None),
    "status_unknown": lambda: status_as(99),
    "placeholder": lambda: status_as(1, url=PLACEHOLDER_URL),
    "done_without_url": lambda: status_as(1, url=""),
    "running_again": lambda: status_as(RUNNING, url=""),
    "queued_2": lambda: status_as(2, only_running=True),
    "queued_9": lambda: status_as(9, only_running=True),
    "running_10": lambda: status_as(10, only_running=True),
}
"""Faults by name, beside those of every sandbox."""

NAMES = (*COMMON, *PIXVERSE, "http_<status>", "http_<status>_retry_<seconds>", "errcode_<number>")


def fault(name: str) -> Effect | None:
    """The effect of a name out of NAMES; None for any other."""
    if name in PIXVERSE:
        return PIXVERSE[name]()
    if (found := _CODE_PATTERN.fullmatch(name)) is not None:
        return errcode(int(found[1]))
    return common_fault(name)
