"""New messages."""

from dataclasses import replace

from bot.demo.botapi.chats import Content
from bot.demo.botapi.files import FileType
from bot.demo.botapi.methods.content import (
    Wish,
    check_length,
    obtain,
    read_caption,
    read_wish,
    read_words,
)
from bot.demo.botapi.methods.markup import check_markup, read_markup
from bot.demo.botapi.methods.targets import (
    Access,
    chat_of,
    check_not_blocked,
    reply_target,
    thread_of,
)
from bot.demo.botapi.query import Query
from bot.demo.botapi.telegram import Telegram
from bot.demo.botapi.views import Json, message_json


async def send_message(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#sendmessage."""
    return await _send(telegram, query, read_words(telegram, query))


async def send_photo(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#sendphoto."""
    return await _send_media(telegram, query, "Photo")


async def send_video(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#sendvideo."""
    return await _send_media(telegram, query, "Video")


async def send_document(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#senddocument."""
    return await _send_media(telegram, query, "Document")


async def _send_media(telegram: Telegram, query: Query, kind: FileType) -> Json:
    wish = read_wish(query, kind)
    return await _send(telegram, query, read_caption(telegram, query), wish)


async def _send(
    telegram: Telegram, query: Query, content: Content, wish: Wish | None = None
) -> Json:
    markup = read_markup(query)
    chat = chat_of(telegram, query, Access.WRITE)
    reply_to = reply_target(chat, query)
    thread_id = thread_of(chat, query)
    telegram.flood.check(chat)
    check_not_blocked(telegram, chat)
    check_length(content, is_caption=wish is not None)
    check_markup(markup)
    media = None if wish is None else await obtain(telegram, wish)
    message = telegram.world.post(
        chat,
        telegram.world.me,
        replace(content, media=media, markup=markup),
        reply_to=reply_to,
        thread_id=thread_id,
        is_protected=query.flag("protect_content"),
        is_silent=query.flag("disable_notification"),
    )
    return message_json(message)
