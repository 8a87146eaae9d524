"""What a person can do. Tests call this directly, the page over HTTP."""

import asyncio
import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from bot.demo.botapi.callbacks import CallbackAnswer, Callbacks
from bot.demo.botapi.chats import Chat, Content, Message
from bot.demo.botapi.entities import tidied, utf16_length
from bot.demo.botapi.files import FileStore, Upload
from bot.demo.botapi.gallery import Gallery
from bot.demo.botapi.inline import InlineQueries, Offer
from bot.demo.botapi.media import Media
from bot.demo.botapi.people import User
from bot.demo.botapi.places import NOTHING, Details, Places
from bot.demo.botapi.privacy import may_read
from bot.demo.botapi.updates import UpdateQueue
from bot.demo.botapi.views import message_json, user_json
from bot.demo.patience import PATIENCE_S

MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024


class Extras(TypedDict, total=False):
    """What goes with media that a person sends."""

    caption: str | None
    media_group_id: str | None
    reply_to: Message | None
    thread: int | None


class World(Places):
    """A little Telegram with people in it. Every sending gives the message as it now stands."""

    def __init__(
        self, *, me: User, updates: UpdateQueue, now: Callable[[], float] = time.time
    ) -> None:
        super().__init__(me=me, updates=updates, now=now)
        self.gallery = Gallery(FileStore())
        self.callbacks = Callbacks()
        self.inline = InlineQueries(now=now)

    def send_text(
        self,
        chat: Chat,
        user: User,
        text: str,
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
    ) -> Message:
        """A person writes."""
        content = _written(text, MAX_TEXT_UNITS)
        if not content.text:
            raise ValueError("a message cannot be empty")
        return self._send(chat, user, content, reply_to=reply_to, thread_id=thread)

    def send_photo(
        self, chat: Chat, user: User, content: bytes, **extras: Unpack[Extras]
    ) -> Message:
        """A person sends a picture as a photo; several with one media_group_id are an album."""
        photo = self.gallery.make_photo(self.gallery.files.add(content))
        return self.send_media(chat, user, photo, **extras)

    def send_document(
        self,
        chat: Chat,
        user: User,
        content: bytes,
        filename: str,
        mime_type: str,
        **extras: Unpack[Extras],
    ) -> Message:
        """A person sends a file as it is."""
        upload = Upload(self.gallery.files.add(content), filename, mime_type)
        return self.send_media(chat, user, self.gallery.make_document(upload), **extras)

    def send_video(
        self, chat: Chat, user: User, content: bytes, **extras: Unpack[Extras]
    ) -> Message:
        """A person sends a video."""
        upload = Upload(self.gallery.files.add(content), "video.mp4", "video/mp4")
        return self.send_media(chat, user, self.gallery.make_video(upload), **extras)

    def send_sticker(
        self,
        chat: Chat,
        user: User,
        content: bytes,
        name: str = "sticker.webp",
        **extras: Unpack[Extras],
    ) -> Message:
        """A person sends a sticker, a moving one by a name with .tgs or .webm; without caption."""
        sticker = self.gallery.make_sticker(self.gallery.files.add(content), name)
        return self.send_media(chat, user, sticker, **extras)

    def forward(
        self, chat: Chat, user: User, message: Message, *, media_group_id: str | None = None
    ) -> Message:
        """A person passes a message on: the same words and files, and who said it first."""
        media = message.content.media
        content = replace(message.content, media=media and self.gallery.anew(media), markup=None)
        origin = message.forward_origin or {
            "type": "user",
            "sender_user": user_json(message.sender),
            "date": message.date,
        }
        return self._send(chat, user, content, forward_origin=origin, media_group_id=media_group_id)

    def send_media(self, chat: Chat, user: User, media: Media, **extras: Unpack[Extras]) -> Message:
        """A person sends media that the gallery has made."""
        caption = _written(extras.get("caption") or "", MAX_CAPTION_UNITS)
        return self._send(
            chat,
            user,
            replace(caption, media=media),
            media_group_id=extras.get("media_group_id"),
            reply_to=extras.get("reply_to"),
            thread_id=extras.get("thread"),
        )

    def send_other(self, chat: Chat, user: User, **fields: Any) -> Message:
        """A person sends a kind of message that has no model here: its fields as JSON."""
        return self._send(chat, user, NOTHING, service=fields)

    def _send(
        self, chat: Chat, user: User, content: Content, **details: Unpack[Details]
    ) -> Message:
        if chat.is_private:
            chat.is_known = True
            self.unblock(user)  # a person must take a bot back before they can write to it
        else:
            chat.members.setdefault(user, "member")
        message = self.post(chat, user, content, **details)
        self.tell(message)
        return message

    def edit_text(self, message: Message, text: str) -> None:
        """A person changes what they wrote, or the words under media; none take these away."""
        media = message.content.media
        words = _written(text, MAX_TEXT_UNITS if media is None else MAX_CAPTION_UNITS)
        message.chat.edit(message, replace(words, media=media), edit_date=int(self.now()))
        self.tell_again(message)

    def tell_again(self, message: Message) -> None:
        """Telegram says that a message has changed, also when no word of it has."""
        if may_read(message, self.me, is_privacy_on=self.is_privacy_on):
            self.updates.put("edited_message", message_json(message), chat_id=message.chat.id)

    def delete_message(self, chat: Chat, message_id: int) -> None:
        """A person takes a message away for everyone; bots are never told."""
        message = chat.find(message_id)
        if message is None:
            raise LookupError(f"no message {message_id} in {chat.transcript()}")
        chat.delete(message)

    async def press(
        self,
        chat: Chat,
        user: User,
        message_id: int,
        callback_data: str,
        *,
        timeout_s: float = PATIENCE_S,
    ) -> CallbackAnswer:
        """A person presses a button and waits for the bot's answer. Raises TimeoutError.

        The button may be one that was there before: their app had not heard of an edit yet.
        """
        message = chat.find(message_id)
        if message is None or callback_data not in message.ever_pressable:
            raise LookupError(f"no button {callback_data!r} on {message_id} in {chat.transcript()}")
        query_id, answer = self.callbacks.ask()
        query = {
            "id": query_id,
            "from": user_json(user),
            "message": message_json(message),
            "chat_instance": _chat_instance(chat),
            "data": callback_data,
        }
        self.updates.put("callback_query", query, chat_id=chat.id)
        async with asyncio.timeout(timeout_s):
            return await asyncio.shield(answer)

    async def ask_inline(
        self, chat: Chat, user: User, query: str, *, offset: str = "", timeout_s: float = PATIENCE_S
    ) -> Offer:
        """A person types the bot's name and this in a chat; gives what they are offered.

        Raises TimeoutError, and LookupError when the bot is in no inline mode.
        """
        if not self.is_inline_on:
            raise LookupError("the bot is in no inline mode")
        if (cached := self.inline.cached(user, query, offset)) is not None:
            return cached
        query_id, answer = self.inline.ask(user, query, offset)
        asked = {
            "id": query_id,
            "from": user_json(user),
            "chat_type": "sender" if chat.is_private else chat.type,
            "query": query,
            "offset": offset,
        }
        self.updates.put("inline_query", asked, chat_id=user.id)
        async with asyncio.timeout(timeout_s):
            return await asyncio.shield(answer)

    def choose(self, chat: Chat, user: User, offer: Offer, result_id: str) -> Message:
        """A person sends one of the things that the bot offered. Raises LookupError."""
        content = offer.find(result_id).content
        if content.media is not None:
            content = replace(content, media=self.gallery.again(content.media.file_id, "Video"))
        message = self._send(chat, user, content, via_bot=self.me)
        if self.is_feedback_on:
            chosen = {"result_id": result_id, "from": user_json(user), "query": offer.query}
            self.updates.put("chosen_inline_result", chosen, chat_id=user.id)
        return message

    def redeliver(self, update_id: int) -> None:
        """Telegram gives an update once more, under its old id."""
        self.updates.redeliver(update_id)


def _written(text: str, limit: int) -> Content:
    formatted = tidied(text)
    if utf16_length(formatted.text) > limit:
        raise ValueError(f"at most {limit} characters")
    return Content(text=formatted.text, entities=formatted.entities)


def _chat_instance(chat: Chat) -> str:
    digest = hashlib.sha256(str(chat.id).encode()).digest()
    return str(int.from_bytes(digest[:8], signed=True))
