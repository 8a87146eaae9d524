"""Answers to pressed buttons."""

from bot.demo.botapi.callbacks import CallbackAnswer
from bot.demo.botapi.entities import utf16_length
from bot.demo.botapi.query import Query
from bot.demo.botapi.refusals import bad_request
from bot.demo.botapi.telegram import Telegram

MAX_ANSWER_UNITS = 200


async def answer_callback_query(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#answercallbackquery."""
    text = query.text("text") or None
    if utf16_length(text or "") > MAX_ANSWER_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = CallbackAnswer(text, query.flag("show_alert"), query.text("url") or None)
    if not telegram.world.callbacks.answer(query.text("callback_query_id"), answer):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return True
