"""Odd answers in the service's own words. Every one was seen, or is feared."""

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.demo.faults import Effect, answer
from bot.demo.sandbox.modelverse.answers import FAILURE, PENDING, RUNNING, SUCCESS
from bot.demo.sandbox.modelverse.refusal import ERRORS, NamedIn, Refusal, error_body
from bot.demo.sandbox.oddities import COMMON, body_changed, common_fault

Object = dict[str, Any]

PLACEHOLDER_URL = "https://media.pixverse.ai/openapi/default.mp4"
TASK_CODES: Mapping[str, str] = {
    "006001094": "任务资源不足",
    "006001095": "任务响应错误",
    "006001099": "任务创建错误",
}
"""Documented on the page of a sibling model; how they come into an error message is not."""
_ZEROS: Object = {"urls": None, "finish_time": 0, "error_message": ""}
_BY_STATUS = {"408": "timeout", "500": "internal_error", "504": "gateway_timeout_error"}
_ERROR_PATTERN = re.compile(r"(error|type)_([a-z_]+?|\d{3})(?:_retry_(\d{1,5}))?")


def error(name: str, *, named_in: NamedIn = "code", retry_after_s: int | None = None) -> Effect:
    """One of ERRORS, and the call is not carried out."""
    refusal = Refusal(name)
    headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
    body = error_body(refusal, named_in=named_in)
    return answer(refusal.kind.http_status, json=body, headers=headers)


def whole_changed(change: Callable[[Object], Any]) -> Effect:
    """The true answer changed; an error, or what is no object, stays."""

    def changed(raw: bytes) -> bytes:
        try:
            true = json.loads(raw)
        except ValueError:
            return raw
        if not isinstance(true, dict) or "output" not in true:
            return raw
        return json.dumps(change(true)).encode()

    return body_changed(changed)


def output_changed(change: Callable[[Object], Object]) -> Effect:
    """The true answer, its output changed."""
    return whole_changed(lambda whole: whole | {"output": change(whole["output"])})


def status_as(spell: Callable[[str], Any]) -> Effect:
    """The task's status, written otherwise."""

    def change(output: Object) -> Object:
        true = output.get("task_status")
        return output | {"task_status": spell(true)} if isinstance(true, str) else output

    return output_changed(change)


def word_for(true: str, said: str) -> Effect:
    """One of the statuses by another name."""
    return status_as(lambda status: said if status == true else status)


def ended_as(word: str, **said: Any) -> Effect:
    """The task has ended with this status, whatever it did, and this beside."""

    def change(output: Object) -> Object:
        times = {"submit_time": output.get("submit_time"), "finish_time": _finish_time(output)}
        return {"task_id": output.get("task_id"), "task_status": word} | times | said

    return output_changed(change)


def _finish_time(output: Object) -> Any:
    return output.get("finish_time", output.get("submit_time"))


def _running_again(output: Object) -> Object:
    ended = ("urls", "finish_time", "error_message")
    return {k: v for k, v in output.items() if k not in ended} | {"task_status": RUNNING}


def urls_as(change: Callable[[list[str]], Any]) -> Effect:
    """The URLs of a success, as something else; other answers stay."""
    return output_changed(
        lambda output: output | {"urls": change(output["urls"])} if "urls" in output else output
    )


def _without(*names: str) -> Callable[[Object], Object]:
    return lambda whole: {key: value for key, value in whole.items() if key not in names}


def _in_data(whole: Object) -> Object:
    return _without("output")(whole) | {"data": whole["output"]}


def _on_top(whole: Object) -> Object:
    return {**_without("output")(whole), **whole["output"]}


def _early(output: Object) -> Object:
    submitted = output.get("submit_time", 0)
    return output | {"finish_time": submitted - 60} if "finish_time" in output else output


def _milliseconds(output: Object) -> Object:
    return {k: v * 1000 if k.endswith("_time") else v for k, v in output.items()}


def _run_time(whole: Object) -> Object:
    output = whole["output"]
    ran_s = output.get("finish_time", 0) - output.get("submit_time", 0)
    return whole | {"usage": {"duration": max(0, ran_s)}}


MODELVERSE: Mapping[str, Callable[[], Effect]] = {
    "status_upper": lambda: status_as(str.upper),
    "status_lower": lambda: status_as(str.lower),
    "status_unknown": lambda: status_as(lambda _status: "Archived"),
    "status_null": lambda: status_as(lambda _status: None),
    "status_number": lambda: status_as(lambda _status: 2),
    "status_missing": lambda: output_changed(_without("task_status")),
    "pending": lambda: word_for(RUNNING, PENDING),
    "succeeded": lambda: word_for(SUCCESS, "succeeded"),
    "completed": lambda: word_for(SUCCESS, "completed"),
    "failed": lambda: ended_as("failed", error_message="task failed"),
    "cancelled": lambda: ended_as("cancelled"),
    "expired": lambda: ended_as("expired"),
    "failure_without_message": lambda: ended_as(FAILURE),
    "failure_null_message": lambda: ended_as(FAILURE, error_message=None),
    "running_again": lambda: output_changed(_running_again),
    "urls_missing": lambda: ended_as(SUCCESS),
    "urls_null": lambda: ended_as(SUCCESS, urls=None),
    "urls_empty": lambda: ended_as(SUCCESS, urls=[]),
    "urls_blank": lambda: ended_as(SUCCESS, urls=[""]),
    "placeholder": lambda: ended_as(SUCCESS, urls=[PLACEHOLDER_URL]),
    "urls_text": lambda: urls_as(lambda urls: urls[0]),
    "urls_objects": lambda: urls_as(lambda urls: [{"url": url} for url in urls]),
    "task_id_in_data": lambda: whole_changed(_in_data),
    "task_id_on_top": lambda: whole_changed(_on_top),
    "task_id_number": lambda: output_changed(lambda output: output | {"task_id": 12345678}),
    "task_id_missing": lambda: output_changed(_without("task_id")),
    "output_null": lambda: whole_changed(lambda whole: whole | {"output": None}),
    "output_list": lambda: whole_changed(lambda whole: whole | {"output": [1]}),
    "output_missing": lambda: whole_changed(_without("output")),
    "finish_time_missing": lambda: output_changed(_without("finish_time")),
    "finish_time_early": lambda: output_changed(_early),
    "times_in_ms": lambda: output_changed(_milliseconds),
    "zeros": lambda: output_changed(lambda output: _ZEROS | output),
    "usage_missing": lambda: whole_changed(_without("usage")),
    "usage_run_time": lambda: whole_changed(_run_time),
    "request_id_empty": lambda: whole_changed(lambda whole: whole | {"request_id": ""}),
    "error_as_text": lambda: answer(400, json={"error": "Invalid param"}),
    "error_null": lambda: answer(500, json={"error": None}),
    "error_in_200": lambda: answer(200, json=error_body(Refusal("internal_error"))),
}
"""Faults by name, beside those of every sandbox."""

_TASKS: Mapping[str, Callable[[], Effect]] = {
    f"task_{code}": partial(ended_as, FAILURE, error_message=f"{code} {said}")
    for code, said in TASK_CODES.items()
}

NAMES = (
    *COMMON,
    *MODELVERSE,
    *_TASKS,
    *(f"error_{name}" for name in (*ERRORS, *_BY_STATUS)),
    "error_<name>_retry_<seconds>",
    "type_<name>",
    "http_<status>",
    "http_<status>_retry_<seconds>",
)
"""`error_param_error` has that code, as documented; `type_param_error` has it in the type."""


def fault(name: str) -> Effect | None:
    """The effect of a name out of NAMES; None for any other."""
    if (known := MODELVERSE.get(name) or _TASKS.get(name)) is not None:
        return known()
    if (found := _ERROR_PATTERN.fullmatch(name)) is None:
        return common_fault(name)
    which = _BY_STATUS.get(found[2], found[2])
    if which not in ERRORS:
        return None
    retry_after_s = None if found[3] is None else int(found[3])
    named_in: NamedIn = "code" if found[1] == "error" else "type"
    return error(which, named_in=named_in, retry_after_s=retry_after_s)
