"""Calls that are refused, and calls that aiogram would not make."""

from collections.abc import Awaitable
from typing import Any

import aiohttp
import pytest
from aiogram.exceptions import TelegramAPIError

from bot.demo.botapi import BotApi


async def refused(call: Awaitable[Any]) -> str:
    """The description that the call was refused with."""
    with pytest.raises(TelegramAPIError) as caught:
        await call
    return caught.value.message


async def asked(api: BotApi, method: str, **params: str) -> dict[str, Any]:
    """The whole answer to a call with these form fields."""
    call = f"{api.url}/bot{api.token}/{method}"
    async with aiohttp.ClientSession() as http, http.post(call, data=params) as answer:
        body: dict[str, Any] = await answer.json()
        assert answer.status == body.get("error_code", 200)
        return body
