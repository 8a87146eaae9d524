"""Odd answers in the service's own words. Every one was seen, or is feared."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.faults import Effect, answer
from bot.demo.sandbox.apixo.answers import FAILED, PENDING, PROCESSING, SUCCESS
from bot.demo.sandbox.apixo.refusal import KEY_RIGHTS_MESSAGE, MESSAGES, POOR_MESSAGE
from bot.demo.sandbox.oddities import COMMON, body_changed, common_fault

Object = dict[str, Any]

_FAIL_CODE_PATTERN = re.compile(r"failcode_([A-Za-z][A-Za-z0-9_]{0,80})")
_CODE_PATTERN = re.compile(r"code_(\d{3,6})(_http)?")


def refused(code: int, message: str = "", *, http_status: int = 200, data: Any = None) -> Effect:
    """Any error in an envelope, and the call is not carried out."""
    said = message or MESSAGES.get(code, "Unknown error")
    return answer(http_status, json={"code": code, "message": said, "data": data})


def envelope_changed(change: Callable[[Object], Any]) -> Effect:
    """The true answer, its envelope changed; what is no envelope stays."""

    def changed(raw: bytes) -> bytes:
        try:
            true = json.loads(raw)
        except ValueError:
            return raw
        return json.dumps(change(true)).encode() if isinstance(true, dict) else raw

    return body_changed(changed)


def data_changed(change: Callable[[Object], Object]) -> Effect:
    """The true answer, its data changed; one whose data is no object stays."""

    def changed(envelope: Object) -> Object:
        data = envelope.get("data")
        return envelope | {"data": change(data)} if isinstance(data, dict) else envelope

    return envelope_changed(changed)


def state_as(spell: Callable[[str], Any]) -> Effect:
    """The task's state, written otherwise."""

    def change(data: Object) -> Object:
        return data | {"state": spell(data["state"])} if "state" in data else data

    return data_changed(change)


def failed_with(code: str) -> Effect:
    """The task has failed with this failCode, whatever it did."""

    def change(data: Object) -> Object:
        kept = {"taskId": data.get("taskId"), "state": FAILED}
        return kept | {"failCode": code, "failMsg": "The task failed"}

    return data_changed(change)


def result_as(change: Callable[[str], Any]) -> Effect:
    """The resultJson of a task that succeeded, as something else; others stay."""

    def changed(data: Object) -> Object:
        known = data.get("resultJson")
        return data | {"resultJson": change(known)} if isinstance(known, str) else data

    return data_changed(changed)


def done_with(**result: Any) -> Effect:
    """The task has succeeded, whatever it did, with this result."""
    return data_changed(
        lambda data: {"taskId": data.get("taskId"), "state": SUCCESS, "createTime": 0} | result
    )


def _second_round(state: str) -> str:
    return "processing_r2" if state in (PENDING, PROCESSING) else state


APIXO: Mapping[str, Callable[[], Effect]] = {
    "processing_r2": lambda: state_as(_second_round),
    "state_pending": lambda: state_as(lambda _state: PENDING),
    "state_processing": lambda: state_as(lambda _state: PROCESSING),
    "state_upper": lambda: state_as(str.upper),
    "state_capital": lambda: state_as(str.capitalize),
    "state_unknown": lambda: state_as(lambda _state: "archived"),
    "state_null": lambda: state_as(lambda _state: None),
    "state_number": lambda: state_as(lambda _state: 3),
    "result_object": lambda: result_as(json.loads),
    "result_broken": lambda: result_as(lambda text: text[:-3]),
    "result_list": lambda: result_as(lambda text: json.dumps(json.loads(text)["resultUrls"])),
    "success_without_result": done_with,
    "success_without_urls": lambda: done_with(resultJson="{}"),
    "success_empty": lambda: done_with(resultJson='{"resultUrls":[]}'),
    "success_null_url": lambda: done_with(resultJson='{"resultUrls":[null]}'),
    "failed_without_code": lambda: done_with(state=FAILED),
    "data_null": lambda: envelope_changed(lambda envelope: envelope | {"data": None}),
    "data_list": lambda: envelope_changed(lambda envelope: envelope | {"data": [1]}),
    "data_missing": lambda: envelope_changed(lambda envelope: _without(envelope, "data")),
    "code_text": lambda: envelope_changed(lambda envelope: envelope | {"code": "200"}),
    "code_missing": lambda: envelope_changed(lambda envelope: _without(envelope, "code")),
    "task_id_number": lambda: data_changed(lambda data: data | {"taskId": 12345678}),
    "balance_text": lambda: envelope_changed(lambda envelope: envelope | {"data": "74.87"}),
    "forbidden_content": lambda: refused(403, http_status=403),
    "forbidden_key": lambda: refused(403, KEY_RIGHTS_MESSAGE, http_status=403),
    "poor_400": lambda: refused(400, POOR_MESSAGE, http_status=400),
    "poor_402": lambda: refused(402, http_status=402),
    "missing_prompt": lambda: refused(
        400, http_status=400, data={"error": "Missing required field: input.prompt"}
    ),
}
"""Faults by name, beside those of every sandbox."""

NAMES = (
    *COMMON,
    *APIXO,
    "http_<status>",
    "http_<status>_retry_<seconds>",
    "failcode_<code>",
    "code_<number>",
    "code_<number>_http",
)
"""`code_401` is HTTP 200 with that code in the body, `code_401_http` has HTTP 401, too."""


def fault(name: str) -> Effect | None:
    """The effect of a name out of NAMES; None for any other."""
    if name in APIXO:
        return APIXO[name]()
    if (found := _FAIL_CODE_PATTERN.fullmatch(name)) is not None:
        return failed_with(found[1])
    if (found := _CODE_PATTERN.fullmatch(name)) is not None:
        code = int(found[1])
        in_http = found[2] is not None and 400 <= code <= 599
        return refused(code, http_status=code if in_http else 200)
    return common_fault(name)


def _without(envelope: Object, name: str) -> Object:
    return {key: value for key, value in envelope.items() if key != name}
