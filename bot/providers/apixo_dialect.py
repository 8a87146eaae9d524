"""What APIXO says: `{code, message, data}`, errors by their code, and how far a task is.

The code stands in the body, and mostly in the HTTP status, too. Two codes mean several things, and
only the message tells which.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.providers.base import Done, Failed, Moderated, Running, Status
from bot.providers.errors import Fault
from bot.providers.http import Answer
from bot.providers.reading import (
    decoded,
    first_video_url,
    plain_keys,
    seconds,
    seconds_between,
    whole,
    word,
)

OK = 200
# 500 and 503 are not here: that nothing was made then is nowhere documented.
FAULTS: Mapping[int, Fault] = {
    400: Fault.BAD_REQUEST,
    401: Fault.BAD_KEY,
    402: Fault.NO_CREDITS,
    403: Fault.NOT_ALLOWED,
    404: Fault.NOT_FOUND,
    413: Fault.PICTURE_UNFIT,
    422: Fault.BAD_REQUEST,
    429: Fault.BUSY,
}
# "Insufficient credits" has code 400 in one revision, and an empty account code 402 in the other.
_POOR = re.compile(r"insufficient (credit|balance|fund)")
_PROMPT_LONG = re.compile(r"(?<!negative[ _])prompt.*(too[ _]?long|length|longer|exceed|character)")
# 403 is the content in one revision, and what the key may do in the other.
_CONTENT = re.compile(r"violat|content policy|sensitive|safety|prohibited|nsfw")
SAID_CHARS = 500
"""As much of a message as is looked at."""

DONE = frozenset({"success", "succeeded", "completed"})
FAILED = frozenset({"failed", "fail", "failure", "error"})
MODERATION_CODES = ("sensitive", "nsfw", "prohibited", "contentviolation")
"""In failCodes, which are CONTENT_VIOLATION or SensitiveContentDetected: one revision each."""


def code_of(answer: Answer) -> int:
    """The code of an answer: the body's, or the HTTP status when the body's is none."""
    code = whole(plain_keys(answer.json).get("code"))
    return code if code is not None and 400 <= code <= 599 else answer.status


def data_of(answer: Answer) -> Any:
    """What an answer holds; None when there is nothing."""
    return plain_keys(answer.json).get("data")


def is_good(answer: Answer) -> bool:
    """Whether an answer is an envelope without an error."""
    envelope = plain_keys(answer.json)
    fine = whole(envelope.get("code")) in (None, OK)
    return bool(envelope) and fine and answer.status < 300


def fault_of(answer: Answer) -> Fault | None:
    """What a refusal means; None when it is not certain that the answer is one."""
    code, said = code_of(answer), _said(answer)
    if code in (400, 402, 403) and _POOR.search(said):
        return Fault.NO_CREDITS
    if code in (400, 422) and _PROMPT_LONG.search(said):
        return Fault.PROMPT_TOO_LONG
    if code == 403 and _CONTENT.search(said):
        return Fault.MODERATED
    return FAULTS.get(code)


def _said(answer: Answer) -> str:
    """The message, and what is wrong with a field, which stands in the data."""
    message = word(plain_keys(answer.json).get("message"))
    return f"{message} {word(plain_keys(data_of(answer)).get('error'))}"[:SAID_CHARS]


def status_of(data: Any) -> Status:
    """How far a task is. A success without a real address is not finished."""
    task = plain_keys(data)
    state = word(task.get("state"))
    if state in FAILED:
        code = re.sub(r"[^a-z]", "", word(task.get("failcode")))
        return Moderated() if any(one in code for one in MODERATION_CODES) else Failed()
    url = _url(decoded(task.get("resultjson")))
    if state not in DONE or url is None:
        return Running()
    return Done(url=url, took_s=_took_s(task))


def _url(result: Any) -> str | None:
    """Documented is {"resultUrls": […]} as a text; an object and a bare list are taken, too."""
    return first_video_url(plain_keys(result).get("resulturls", result))


def _took_s(task: Mapping[str, Any]) -> float | None:
    """Its times are in milliseconds."""
    took_s = seconds(task.get("costtime"), per_second=1000)
    if took_s is not None:
        return took_s
    return seconds_between(task.get("createtime"), task.get("completetime"), per_second=1000)
