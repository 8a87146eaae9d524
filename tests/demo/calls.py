"""Calls of a bot that many tests make."""

from collections.abc import Awaitable

from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaUnion,
)
from aiogram.types import Message as Sent

from bot.demo.botapi import Chat
from tests.demo.refusing import refused


def keyboard(**button: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Press", **button)]]  # type: ignore[arg-type]
    )


async def refused_edit(bot: Bot, chat: Chat, sent: Sent, text: str, **more: object) -> str:
    edit = bot.edit_message_text(text, chat_id=chat.id, message_id=sent.message_id, **more)  # type: ignore[arg-type]
    return await refused(edit)


def upload(content: bytes, name: str) -> BufferedInputFile:
    return BufferedInputFile(content, name)


def edit_media(
    bot: Bot, sent: Sent, media: InputMediaUnion, **more: object
) -> Awaitable[Sent | bool]:
    place = {"chat_id": sent.chat.id, "message_id": sent.message_id}
    return bot.edit_message_media(media, **place, **more)  # type: ignore[arg-type]
