"""The service's envelopes, and what it says of a task."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.demo.sandbox.apixo.orders import Order
from bot.demo.sandbox.apixo.refusal import Refusal
from bot.demo.sandbox.apixo.revisions import Failure, Revision
from bot.demo.sandbox.studio import Production
from bot.demo.sandbox.wishes import Ending

PENDING, PROCESSING, SUCCESS, FAILED = "pending", "processing", "success", "failed"
_TASK_ID = re.compile(r"task_([0-9]{1,18})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What was ordered, when (UTC), and what made it fail before anything could be filmed."""

    number: int
    revision: Revision
    order: Order
    made_at: datetime
    failure: Failure | None = None

    @property
    def id(self) -> str:
        """The task's id as clients know it."""
        return f"task_{self.number}"


def number_of(task_id: str) -> int | None:
    """The number in a task's id; None for anything else."""
    found = _TASK_ID.fullmatch(task_id)
    return int(found[1]) if found else None


def envelope(data: Any) -> dict[str, Any]:
    """What a good answer consists of."""
    return {"code": 200, "message": "success", "data": data}


def bad(refusal: Refusal) -> web.Response:
    """An envelope with an error; the HTTP status is its code."""
    data = None if refusal.error is None else {"error": refusal.error}
    payload = {"code": refusal.code, "message": str(refusal), "data": data}
    return web.json_response(payload, status=refusal.code)


def code_of(decoded: Any) -> int | str | None:
    """The code in a decoded answer."""
    code = decoded.get("code") if isinstance(decoded, dict) else None
    return code if isinstance(code, int | str) else None


def status(task: Task, production: Production | None, base_url: str) -> dict[str, Any]:
    """`data` of statusTask. Without a production the task has not begun: its picture is awaited.

    The older page shows a failed task without times, the newer one with them.
    """
    said: dict[str, Any] = {"taskId": task.id, "state": PROCESSING, "createTime": _ms(task.made_at)}
    if production is None:
        return said | {"state": PENDING}
    if production.ended_at is None:
        return said
    times = {"createTime": said["createTime"], "completeTime": _ms(production.ended_at)}
    if production.film is not None:
        urls = {"resultUrls": [base_url + production.film.path]}
        result = json.dumps(urls, separators=(",", ":"))
        cost_ms = times["completeTime"] - times["createTime"]
        said |= {"state": SUCCESS, "resultJson": result}
        return said | times | {"costTime": cost_ms}
    failed: dict[str, Any] = {"taskId": task.id, "state": FAILED} | _why(task, production)
    return failed | (times if task.revision.newer else {})


def _why(task: Task, production: Production) -> dict[str, Any]:
    moderated = production.ending is Ending.MODERATED
    failure = task.failure or (Failure.MODERATED if moderated else Failure.GENERATION)
    return {"failCode": task.revision.fail_codes[failure], "failMsg": failure.value}


def _ms(time: datetime) -> int:
    """Unix milliseconds, without a float's rounding."""
    return (time - datetime.fromtimestamp(0, time.tzinfo)) // timedelta(milliseconds=1)
