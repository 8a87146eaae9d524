import asyncio

import pytest
from aiogram import Bot
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from bot.demo.botapi import BotApi, CallbackAnswer, Chat
from tests.demo.refusing import refused

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
MARKUP = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Again", callback_data="again")]]
)


@pytest.fixture
async def card(botapi: BotApi, bot: Bot) -> Chat:
    """A chat whose last message has a button."""
    ann = botapi.world.add_user(5, "Ann")
    chat = botapi.world.private_chat(ann)
    botapi.world.send_text(chat, ann, "hello")
    await bot.send_message(5, "card", reply_markup=MARKUP)
    await bot.get_updates(offset=-1)
    return chat


async def press(api: BotApi, chat: Chat) -> "asyncio.Task[CallbackAnswer]":
    assert chat.user is not None
    message = chat.messages[-1]
    return asyncio.create_task(
        api.world.press(chat, chat.user, message.id, message.buttons["Again"])
    )


async def pressed(bot: Bot) -> CallbackQuery:
    query = (await bot.get_updates(timeout=60, offset=-1))[-1].callback_query
    if query is None:
        query = (await bot.get_updates(timeout=60, offset=-1))[-1].callback_query
    assert query is not None
    return query


async def test_a_press_reaches_the_bot_and_its_answer_the_person(
    botapi: BotApi, bot: Bot, card: Chat
) -> None:
    botapi.updates.drop_pending()
    pressing = await press(botapi, card)
    query = await pressed(bot)
    assert (query.data, query.from_user.id) == ("again", 5)
    assert query.message is not None
    assert query.message.message_id == card.messages[-1].id
    assert await bot.answer_callback_query(query.id, text="Coming", show_alert=True)
    assert await pressing == CallbackAnswer("Coming", show_alert=True)
    assert await bot.answer_callback_query(query.id, text="ignored")


async def test_an_old_query_cannot_be_answered(botapi: BotApi, bot: Bot, card: Chat) -> None:
    botapi.updates.drop_pending()
    pressing = await press(botapi, card)
    query = await pressed(bot)
    botapi.world.callbacks.expire()
    assert await refused(bot.answer_callback_query(query.id)) == TOO_OLD
    assert await refused(bot.answer_callback_query("123")) == TOO_OLD
    pressing.cancel()


async def test_an_answer_is_short(bot: Bot) -> None:
    assert await refused(bot.answer_callback_query("1", text="x" * 201)) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )


async def test_a_press_without_an_answer_times_out(botapi: BotApi, card: Chat) -> None:
    assert card.user is not None
    with pytest.raises(TimeoutError):
        await botapi.world.press(card, card.user, card.messages[-1].id, "again", timeout_s=0.01)


async def test_only_a_button_that_is_there_can_be_pressed(botapi: BotApi, card: Chat) -> None:
    assert card.user is not None
    with pytest.raises(LookupError, match="no button 'gone'"):
        await botapi.world.press(card, card.user, card.messages[-1].id, "gone")
    with pytest.raises(LookupError):
        await botapi.world.press(card, card.user, 999, "again")
