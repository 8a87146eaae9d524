"""What Modelverse says: errors by their names, and how far a task is.

Names and HTTP statuses are of its pages "Error codes" and "API keys". Whether the name stands in
`code` or in `type` they do not make clear, so it is looked for in both.
"""

from collections.abc import Mapping
from typing import Any

from bot.providers.base import Done, Failed, Gone, Moderated, Running, Status
from bot.providers.errors import Fault
from bot.providers.http import Answer
from bot.providers.reading import first_video_url, plain_keys, seconds_between, whole, word

PARAM_ERROR = "param_error"
FAULTS: Mapping[str, Fault] = {
    PARAM_ERROR: Fault.BAD_REQUEST,
    "websearch_error": Fault.BAD_REQUEST,
    "invalid_messages": Fault.MODERATED,  # its message is "Sensitive chat messages"
    "sensitive_check_error": Fault.MODERATED,
    "tokens_too_long": Fault.PROMPT_TOO_LONG,
    "model_error": Fault.NOT_ALLOWED,  # "No permission to use the model": the key's rights cure it
    "auth_error": Fault.BAD_KEY,
    "forbidden": Fault.NOT_ALLOWED,
    "permission_error": Fault.NOT_ALLOWED,
    "not_found": Fault.NOT_FOUND,
    "rate_limit": Fault.BUSY,
    "rate_limit_error": Fault.BUSY,
    "006001094": Fault.BUSY,  # no resources for the task
}
UNCLEAR = frozenset({"timeout", "internal_error", "model_server_error", "gateway_timeout_error"})
"""Errors that leave open whether the call was carried out, whatever their HTTP status is."""
_PERMISSION = frozenset({"forbidden", "permission_error"})

# Documented are Pending, Running, Success and Failure; proxies write others.
DONE = frozenset({"success", "succeeded", "completed"})
FAILED = frozenset({"failure", "failed", "error", "cancelled", "canceled"})
GONE = frozenset({"expired"})
MODERATION_WORDS = ("sensitive", "moderation", "审核", "违规", "敏感")
"""A moderated task is a Failure like any other, but for its message."""
MILLISECONDS_FROM = 10**11
"""A time that is greater does not count seconds."""


def has_error(answer: Answer) -> bool:
    """Whether the body is an error, known or not."""
    return bool(_error(answer))


def error_name(answer: Answer) -> str | None:
    """The error's documented name; None when there is no error, or none that is known."""
    error = _error(answer)
    names = (word(error.get(field)) for field in ("code", "type"))
    return next((name for name in names if name in FAULTS or name in UNCLEAR), None)


def fault_of(answer: Answer) -> Fault | None:
    """What a documented refusal means; None for any other answer.

    A spent quota and an address off the key's whitelist have one name, and different cures: only
    the message, "api key quota exceeded", tells them apart.
    """
    name = error_name(answer)
    if name in _PERMISSION and "quota" in word(_error(answer).get("message")):
        return Fault.NO_CREDITS
    return FAULTS.get(name or "")


def _error(answer: Answer) -> dict[str, Any]:
    return plain_keys(plain_keys(answer.json).get("error"))


def output_of(answer: Answer) -> dict[str, Any]:
    """What an answer tells of a task: in `output`, in `data` or at its top."""
    body = plain_keys(answer.json)
    return body | plain_keys(body.get("data")) | plain_keys(body.get("output"))


def status_of(output: Mapping[str, Any]) -> Status:
    """How far a task is. A success without a real address is not finished."""
    status = word(output.get("taskstatus"))
    if status in FAILED:
        message = word(output.get("errormessage"))
        return Moderated() if any(said in message for said in MODERATION_WORDS) else Failed()
    if status in GONE:
        return Gone()
    url = first_video_url(output.get("urls"))
    if status not in DONE or url is None:
        return Running()
    return Done(url=url, took_s=_took_s(output))


def _took_s(output: Mapping[str, Any]) -> float | None:
    """By its own times; `usage.duration` is said to be this, but is the video's length."""
    begun, ended = output.get("submittime"), output.get("finishtime")
    per_second = 1000 if (whole(ended) or 0) >= MILLISECONDS_FROM else 1
    return seconds_between(begun, ended, per_second=per_second)
