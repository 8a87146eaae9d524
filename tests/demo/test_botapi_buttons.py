"""Buttons under a message: which Telegram takes, and how it says no."""

import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.demo.botapi import BotApi, Chat
from tests.demo.calls import keyboard
from tests.demo.refusing import asked, refused


async def test_buttons_are_kept_and_shown(bot: Bot, ann: Chat) -> None:
    markup = InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text="Again", callback_data="again", style="primary")],
            [InlineKeyboardButton(text="Site", url="https://X.org")],
        ]
    )
    sent = await bot.send_message(ann.id, "x", reply_markup=markup)
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == "again"
    assert ann.from_bot[0].buttons == {"Again": "again", "Site": "https://x.org/"}


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        (keyboard(callback_data="x" * 65), "Bad Request: BUTTON_DATA_INVALID"),
        (keyboard(callback_data="я" * 33), "Bad Request: BUTTON_DATA_INVALID"),
        (
            keyboard(),
            (
                "Bad Request: can't parse inline keyboard button:"
                " Text buttons are unallowed in the inline keyboard"
            ),
        ),
        (
            keyboard(url="http://localhost:80/"),
            (
                "Bad Request: inline keyboard button URL 'http://localhost:80/' is invalid:"
                " Wrong HTTP URL"
            ),
        ),
        (
            InlineKeyboardMarkup(
                inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="x")]] * 101
            ),
            "Bad Request: reply markup is too long",
        ),
    ],
)
async def test_unfit_buttons_are_refused(
    bot: Bot, ann: Chat, markup: InlineKeyboardMarkup, refusal: str
) -> None:
    assert await refused(bot.send_message(ann.id, "x", reply_markup=markup)) == refusal
    assert ann.from_bot == []


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ("{", "Bad Request: can't parse reply keyboard markup JSON object"),
        ("[]", "Bad Request: object expected as reply markup"),
        (
            '{"inline_keyboard":[{}]}',
            (
                'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup'
                " must be an Array of Arrays"
            ),
        ),
        (
            '{"inline_keyboard":[["x"]]}',
            (
                "Bad Request: can't parse inline keyboard button:"
                " InlineKeyboardButton must be an Object"
            ),
        ),
        (
            '{"inline_keyboard":[[{"url":"x"}]]}',
            "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
        ),
    ],
)
async def test_malformed_markup_is_refused(
    botapi: BotApi, ann: Chat, markup: str, refusal: str
) -> None:
    params = {"chat_id": str(ann.id), "text": "x", "reply_markup": markup}
    assert (await asked(botapi, "sendMessage", **params))["description"] == refusal
