"""Everything that the server says must be what Telegram says: read strictly by aiogram's types."""

from functools import cache
from typing import Any

from aiogram import methods
from aiogram.types import Update
from pydantic import BaseModel, TypeAdapter

from bot.demo.botapi import BotApi

ERROR_FIELDS = {"ok", "error_code", "description", "parameters"}
PARAMETERS = {"retry_after", "migrate_to_chat_id"}


class BrokenContractError(AssertionError):
    pass


def check(api: BotApi) -> None:
    """Raise BrokenContractError for anything that aiogram's types would not know."""
    for call in api.calls:
        if call.answer is not None:
            check_answer(call.method, dict(call.answer))
    for update in api.updates.everything:
        read(TypeAdapter(Update), update.json)


def check_answer(method: str, answer: dict[str, Any]) -> None:
    if answer["ok"]:
        if set(answer) != {"ok", "result"}:
            raise BrokenContractError(f"{method}: {set(answer)}")
        read(_returning(method), answer["result"])
        return
    known = set(answer) <= ERROR_FIELDS and set(answer.get("parameters", {})) <= PARAMETERS
    if not known or not isinstance(answer["description"], str):
        raise BrokenContractError(f"{method}: {answer}")


@cache
def _returning(method: str) -> TypeAdapter[Any]:
    name = method[0].upper() + method[1:]
    return TypeAdapter(getattr(methods, name).__returning__)


def read(adapter: TypeAdapter[Any], value: Any) -> None:
    _walk(adapter.validate_python(value), str(value)[:200])


def _walk(value: Any, where: str) -> None:
    if isinstance(value, BaseModel):
        if value.model_extra:
            raise BrokenContractError(
                f"{type(value).__name__} has no {set(value.model_extra)}: {where}"
            )
        for name in type(value).model_fields:
            _walk(getattr(value, name), where)
    elif isinstance(value, list):
        for item in value:
            _walk(item, where)
