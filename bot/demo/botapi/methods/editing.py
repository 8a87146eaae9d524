"""Messages that change in their place."""

from dataclasses import replace

from bot.demo.botapi.chats import Content, Message
from bot.demo.botapi.media import is_same
from bot.demo.botapi.methods.content import (
    check_length,
    obtain,
    read_caption,
    read_input_media,
    read_words,
)
from bot.demo.botapi.methods.markup import check_markup, read_markup
from bot.demo.botapi.methods.targets import Access, check_not_blocked, message_of
from bot.demo.botapi.query import Query
from bot.demo.botapi.refusals import bad_request
from bot.demo.botapi.telegram import Telegram
from bot.demo.botapi.views import Json, message_json


async def edit_message_text(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#editmessagetext."""
    content = read_words(telegram, query)
    markup = read_markup(query, only_inline=True)
    message = _editable(telegram, query)
    if message.text is None:
        raise bad_request("there is no text in the message to edit")
    return _edit(telegram, message, replace(content, markup=markup))


async def edit_message_caption(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#editmessagecaption."""
    markup = read_markup(query, only_inline=True)
    caption = read_caption(telegram, query)
    message = _editable(telegram, query)
    if message.content.media is None:
        raise bad_request("there is no caption in the message to edit")
    old = message.content
    content = replace(caption, media=old.media, has_spoiler=old.has_spoiler, markup=markup)
    return _edit(telegram, message, content)


async def edit_message_media(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#editmessagemedia; a text may become media."""
    markup = read_markup(query, only_inline=True)
    wish, inner = read_input_media(query)
    caption = replace(read_caption(telegram, inner), markup=markup)
    message = _editable(telegram, query)
    _check(telegram, message, caption, is_caption=True)
    media = await obtain(telegram, wish)
    if message.is_deleted:  # while the media was fetched
        raise bad_request("message to edit not found")
    return _replace(telegram, message, replace(caption, media=media))


async def edit_message_reply_markup(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#editmessagereplymarkup."""
    markup = read_markup(query, only_inline=True)
    message = _editable(telegram, query)
    return _edit(telegram, message, replace(message.content, markup=markup))


def _editable(telegram: Telegram, query: Query) -> Message:
    if not query.has("chat_id") and query.integer("message_id") == 0:
        has_id = query.has("inline_message_id")
        raise bad_request("MESSAGE_ID_INVALID" if has_id else "message identifier is not specified")
    message = message_of(telegram, query, Access.EDIT, role="message to edit")
    # Only messages without a markup or with inline buttons:
    # https://core.telegram.org/bots/api#updating-messages
    is_stuck = message.content.markup is not None and not message.inline_keyboard
    if message.sender is not telegram.world.me or message.service or is_stuck:
        raise bad_request("message can't be edited")
    return message


def _edit(telegram: Telegram, message: Message, content: Content) -> Json:
    _check(telegram, message, content, is_caption=content.media is not None)
    return _replace(telegram, message, content)


def _check(telegram: Telegram, message: Message, content: Content, *, is_caption: bool) -> None:
    telegram.flood.check(message.chat)
    check_not_blocked(telegram, message.chat, is_edit=True)
    check_length(content, is_caption=is_caption)
    check_markup(content.markup if content.markup is None else dict(content.markup))


def _replace(telegram: Telegram, message: Message, content: Content) -> Json:
    if _shows_the_same(message.content, content):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are"
            " exactly the same as a current content and reply markup of the message"
        )
    message.chat.edit(message, content, edit_date=int(telegram.world.now()))
    return message_json(message)


def _shows_the_same(old: Content, new: Content) -> bool:
    return is_same(old.media, new.media) and replace(old, media=None) == replace(new, media=None)
