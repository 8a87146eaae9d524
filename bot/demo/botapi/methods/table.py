"""The Bot API methods: https://core.telegram.org/bots/api#available-methods."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.demo.botapi.methods import (
    callbacks,
    chats,
    commands,
    deleting,
    editing,
    files,
    inline,
    profile,
    sending,
    updates,
)
from bot.demo.botapi.query import Query
from bot.demo.botapi.telegram import Telegram

Method = Callable[[Telegram, Query], Awaitable[Any]]

METHODS: Mapping[str, Method] = {
    "getMe": profile.get_me,
    "logOut": profile.log_out,
    "close": profile.log_out,
    "getUpdates": updates.get_updates,
    "setWebhook": updates.set_webhook,
    "deleteWebhook": updates.delete_webhook,
    "getWebhookInfo": updates.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendVideo": sending.send_video,
    "sendDocument": sending.send_document,
    "sendChatAction": chats.send_chat_action,
    "setMessageReaction": chats.set_message_reaction,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": deleting.delete_message,
    "deleteMessages": deleting.delete_messages,
    "getFile": files.get_file,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "setMyCommands": commands.set_my_commands,
    "getMyCommands": commands.get_my_commands,
    "deleteMyCommands": commands.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
}

_BY_LOWER_CASE = {name.lower(): name for name in METHODS}


def proper_name(method: str) -> str:
    """A method's name as it is documented; letter case does not matter to Telegram."""
    return _BY_LOWER_CASE.get(method.lower(), method)
