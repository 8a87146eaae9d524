"""Odd answers of the web endpoints. Every one was seen by a client, or is feared."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin

from bot.demo.faults import Effect
from bot.demo.sandbox.oddities import COMMON, common_fault
from bot.demo.sandbox.pixverse.oddities import PIXVERSE, errcode, resp_changed
from bot.demo.sandbox.pixverse_web.answers import DONE, MODERATED, RUNNING
from bot.demo.sandbox.pixverse_web.placeholder import PATH as PLACEHOLDER
from bot.demo.sandbox.pixverse_web.sessions import EVICTED, EXPIRED, REJECTED
from bot.demo.sandbox.shelf import PREFIX

NOT_YET = PREFIX + "/not-yet.mp4"
_CODE_PATTERN = re.compile(r"errcode_(\d{1,7})")
_OF_THE_PLATFORM = (
    "moderated_upload",
    "resp_lower",
    "snake_envelope",
    "errcode_text",
    "resp_null",
    "resp_list",
)

Fields = dict[str, Any]


def list_as(listed: Any) -> Effect:
    """The list is this instead."""
    return resp_changed(lambda resp: resp | {"data": listed} if "data" in resp else resp)


def entries(change: Callable[[Fields], Fields]) -> Effect:
    """Every entry of the list, changed."""

    def changed(resp: Fields) -> Fields:
        return (
            resp | {"data": [change(entry) for entry in resp["data"]]} if "data" in resp else resp
        )

    return resp_changed(changed)


def status_as(status: Any, *, when: int | None = None, at: str | None = None) -> Effect:
    """Entries (only those whose status is `when`) say this status, and a URL with this path."""

    def change(entry: Fields) -> Fields:
        if when is not None and entry["video_status"] != when:
            return entry
        url = {} if at is None else {"url": urljoin(entry["url"], at)}
        return entry | {"video_status": status} | url

    return entries(change)


def renamed(old: str, new: str) -> Effect:
    """Entries with one field under another name."""
    return entries(lambda entry: {(new if k == old else k): v for k, v in entry.items()})


def login_changed(change: Callable[[Fields], Fields]) -> Effect:
    """The true Resp of login, given its Result."""
    return resp_changed(lambda resp: change(resp["Result"]) if "Result" in resp else resp)


def submit_changed(change: Callable[[Fields], Fields]) -> Effect:
    """The true Resp of t2v and i2v, changed."""
    return resp_changed(lambda resp: change(resp) if "video_ids" in resp else resp)


def _without_token(result: Fields) -> Fields:
    return {"Result": {name: value for name, value in result.items() if name != "Token"}}


def _id_as_text(resp: Fields) -> Fields:
    if "video_id" in resp:
        return resp | {"video_id": str(resp["video_id"])}
    told = [entry | {"video_id": str(entry["video_id"])} for entry in resp.get("data", [])]
    return resp | ({"data": told} if "data" in resp else {})


def _of_others(entry: Fields) -> Fields:
    return entry | {"video_id": entry["video_id"] + 10**6}


_NOTHING_MADE = {"video_id": 0, "video_ids": [], "success_count": 0, "total_count": 1}

WEB: Mapping[str, Callable[[], Effect]] = {
    **{name: PIXVERSE[name] for name in _OF_THE_PLATFORM},
    "evicted": lambda: errcode(EVICTED),
    "expired": lambda: errcode(EXPIRED),
    "rejected": lambda: errcode(REJECTED),
    "login_refused": lambda: errcode(500200),
    "login_no_token": lambda: login_changed(_without_token),
    "login_empty_token": lambda: login_changed(lambda result: {"Result": result | {"Token": ""}}),
    "login_flat": lambda: login_changed(lambda result: result),
    "submit_in_result": lambda: submit_changed(lambda resp: {"Result": resp}),
    "submit_ids_only": lambda: submit_changed(lambda resp: {"video_ids": resp["video_ids"]}),
    "submit_none_made": lambda: submit_changed(lambda _resp: dict(_NOTHING_MADE)),
    "video_id_text": lambda: resp_changed(_id_as_text),
    "status_field": lambda: renamed("video_status", "status"),
    "video_url_field": lambda: renamed("url", "video_url"),
    "status_unknown": lambda: status_as(99),
    "status_null": lambda: status_as(None),
    "status_text": lambda: entries(
        lambda entry: entry | {"video_status": str(entry["video_status"])}
    ),
    "queued_5": lambda: status_as(5, when=RUNNING),
    "queued_9": lambda: status_as(9, when=RUNNING),
    "running_playable": lambda: status_as(RUNNING, when=DONE),
    "moderated_playable": lambda: status_as(MODERATED, when=DONE),
    "placeholder": lambda: status_as(DONE, at=PLACEHOLDER),
    "url_too_early": lambda: status_as(DONE, at=NOT_YET),
    "done_without_url": lambda: entries(lambda entry: entry | {"video_status": DONE, "url": ""}),
    "not_in_list": lambda: entries(_of_others),
    "list_empty": lambda: list_as([]),
    "list_null": lambda: list_as(None),
    "list_object": lambda: list_as({}),
    "list_of_nonsense": lambda: list_as([1, None, "video", {}]),
}
"""Faults by name, beside those of every sandbox. `evicted` and the like spare the true token."""

NAMES = (*COMMON, *WEB, "http_<status>", "http_<status>_retry_<seconds>", "errcode_<number>")


def fault(name: str) -> Effect | None:
    """The effect of a name out of NAMES; None for any other."""
    if name in WEB:
        return WEB[name]()
    if (found := _CODE_PATTERN.fullmatch(name)) is not None:
        return errcode(int(found[1]))
    return common_fault(name)
