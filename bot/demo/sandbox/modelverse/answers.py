"""Modelverse's answers.

Not documented: what a task that has not ended says beside its status and the time of its submit
(here `usage.duration` 0), and every `error_message`. `usage.duration` is described as the task's
run time, but the examples, and the pages of sibling models, have the seconds of the video.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.demo.sandbox.modelverse.orders import Order
from bot.demo.sandbox.modelverse.refusal import request_id
from bot.demo.sandbox.shelf import PREFIX
from bot.demo.sandbox.studio import Production
from bot.demo.sandbox.wishes import Ending

PENDING, RUNNING, SUCCESS, FAILURE = "Pending", "Running", "Success", "Failure"

MODERATION_MESSAGES = (
    "内容审核未通过",
    "Content moderation failed",
    "生成内容包含敏感信息，请修改后重试",
    "The generated video may contain sensitive content",
    "内容违规，任务已终止",
)
"""What moderated tasks say, each task the next one."""
FAILURE_MESSAGES = ("Task execution failed", "任务执行失败")
_TASK_ID = re.compile(r"pv6-(\d{1,18})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One submit that was taken. `pending_until` is on the monotonic clock, in seconds."""

    number: int
    order: Order
    pending_until: float

    @property
    def id(self) -> str:
        """What the client knows it by."""
        return f"pv6-{self.number}"


def number_of(task_id: str) -> int | None:
    """The number in a task's id; None when it is not one."""
    found = _TASK_ID.fullmatch(task_id)
    return int(found[1]) if found else None


def submitted(task: Task) -> dict[str, Any]:
    """The answer to a submit."""
    return {"output": {"task_id": task.id}, "request_id": request_id()}


def status(task: Task, production: Production, *, base_url: str, now: float) -> dict[str, Any]:
    """The answer to a status call; `now` is on the monotonic clock. Times are in whole seconds."""
    output: dict[str, Any] = {
        "task_id": task.id,
        "task_status": _word(task, production, now),
        "submit_time": _seconds(production.began_at),
    }
    output |= _end(production, base_url)
    duration = task.order.seconds if production.ending else 0
    return {"output": output, "usage": {"duration": duration}, "request_id": request_id()}


def _word(task: Task, production: Production, now: float) -> str:
    if production.ending is None:
        return PENDING if now < task.pending_until else RUNNING
    return SUCCESS if production.ending in (Ending.VIDEO, Ending.GONE) else FAILURE


def _end(production: Production, base_url: str) -> dict[str, Any]:
    """What an ended task says beside. A video that is gone still has its URL; nothing is there."""
    if production.ending is None or production.ended_at is None:
        return {}
    finish_time = {"finish_time": _seconds(production.ended_at)}
    number = production.number
    if production.ending is Ending.MODERATED:
        return finish_time | {"error_message": _nth(MODERATION_MESSAGES, number)}
    if production.ending is Ending.FAILED:
        return finish_time | {"error_message": _nth(FAILURE_MESSAGES, number)}
    path = production.film.path if production.film else f"{PREFIX}/deleted-{number}.mp4"
    return {"urls": [base_url + path]} | finish_time


def _nth(messages: tuple[str, ...], number: int) -> str:
    return messages[number % len(messages)]


def _seconds(time: datetime) -> int:
    return int(time.timestamp())


def code_of(decoded: Any) -> str | None:
    """The error's name in a decoded answer, wherever it stands."""
    error = decoded.get("error") if isinstance(decoded, dict) else None
    if not isinstance(error, dict):
        return None
    name = error.get("code") or error.get("type")
    return name if isinstance(name, str) else None
