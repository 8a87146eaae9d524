"""Buttons, and who presses them."""

import asyncio
from typing import Any

from bot.demo.botapi.chats import Message
from bot.demo.botapi.people import User
from bot.demo.patience import PATIENCE_S
from tests.whole.conftest import Stage


async def press(stage: Stage, message: Message, button: str, by: User | None = None) -> str:
    """What somebody (Ann) reads who presses the button with this name, or with this in its name."""
    data = message.buttons.get(button)
    if data is None:
        [data] = [data for text, data in message.buttons.items() if button in text]
    answer = await stage.api.world.press(message.chat, by or stage.ann, message.id, data)
    return answer.text or ""


async def press_data(
    stage: Stage, user: User, card: Message | None, data: str, **changed: Any
) -> str:
    """What somebody reads who presses a button, with any client: its data may be made up."""
    query_id, answer = stage.api.world.callbacks.ask()
    sender = {"id": user.id, "is_bot": False, "first_name": user.first_name}
    query = {"id": query_id, "from": sender, "chat_instance": "1", "data": data}
    if card is not None:
        place = {"id": card.chat.id, "type": card.chat.type}
        query["message"] = {"message_id": card.id, "date": 1, "chat": place}
    stage.api.updates.put("callback_query", query | changed, chat_id=user.id)
    async with asyncio.timeout(PATIENCE_S):
        return (await answer).text or ""
