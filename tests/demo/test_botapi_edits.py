"""A message that says something else: in its words or with its buttons."""

from aiogram import Bot
from aiogram.types import ForceReply
from aiogram.types import Message as Sent

from bot.demo.botapi import BotApi, Chat
from tests.demo.calls import keyboard, refused_edit
from tests.demo.refusing import asked, refused

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)


async def test_an_edit_changes_the_message_in_its_place(bot: Bot, ann: Chat) -> None:
    sent = await bot.send_message(ann.id, "old", reply_markup=keyboard(callback_data="x"))
    changed = await bot.edit_message_text("new", chat_id=ann.id, message_id=sent.message_id)
    assert isinstance(changed, Sent)
    assert changed.edit_date is not None
    assert changed.reply_markup is None
    (shown,) = ann.from_bot
    assert (shown.text, shown.buttons) == ("new", {})
    assert [content.text for content in shown.history] == ["old"]


async def test_an_edit_to_the_same_is_refused(bot: Bot, ann: Chat) -> None:
    markup = keyboard(callback_data="x")
    sent = await bot.send_message(ann.id, "<b>x</b>", parse_mode="HTML", reply_markup=markup)
    same = await refused_edit(bot, ann, sent, " <b>x</b>", parse_mode="HTML", reply_markup=markup)
    assert same == NOT_MODIFIED
    again = bot.edit_message_reply_markup(
        chat_id=ann.id, message_id=sent.message_id, reply_markup=markup
    )
    assert await refused(again) == NOT_MODIFIED
    assert ann.from_bot[0].history == []
    assert await bot.edit_message_reply_markup(chat_id=ann.id, message_id=sent.message_id)
    assert ann.from_bot[0].buttons == {}


async def test_what_cannot_be_edited_is_refused(botapi: BotApi, bot: Bot, ann: Chat) -> None:
    sent = await bot.send_message(ann.id, "x", reply_markup=ForceReply())
    assert await refused_edit(bot, ann, sent, "y") == "Bad Request: message can't be edited"
    theirs = bot.edit_message_text("y", chat_id=ann.id, message_id=ann.messages[0].id)
    assert await refused(theirs) == "Bad Request: message can't be edited"
    nothing = bot.edit_message_text("y", chat_id=ann.id, message_id=999)
    assert await refused(nothing) == "Bad Request: message to edit not found"
    words = await bot.send_message(ann.id, "x")
    caption = bot.edit_message_caption(chat_id=ann.id, message_id=words.message_id, caption="y")
    assert await refused(caption) == "Bad Request: there is no caption in the message to edit"
    place = {"chat_id": str(ann.id), "message_id": str(words.message_id)}
    forced = await asked(
        botapi, "editMessageText", text="y", reply_markup='{"force_reply":true}', **place
    )
    assert forced["description"] == "Bad Request: inline keyboard expected"
    botapi.world.delete_message(ann, words.message_id)
    assert await refused_edit(bot, ann, words, "y") == "Bad Request: message to edit not found"
