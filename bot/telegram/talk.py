"""Answers to what one person sent, in that person's language."""

from dataclasses import dataclass

from aiogram.types import Message

from bot.chat import Chat, Place, say
from bot.i18n.words import Notice, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Answers one message, where it was written."""

    chat: Chat
    words: Words
    place: Place
    message_id: int
    user_id: int
    language: str | None

    async def say(self, *notices: Notice, between: str = "\n\n") -> None:
        """Answer with one message that says all these. May raise ChatError."""
        html = self.words.say_all(self.language, notices, between=between)
        await say(self.chat, self.place, html, reply_to=self.message_id)


def talk_of(message: Message, chat: Chat, words: Words) -> Talk:
    """A talk with the person who wrote a message."""
    return Talk(
        chat=chat,
        words=words,
        place=Place(chat_id=message.chat.id, thread_id=thread_of(message)),
        message_id=message.message_id,
        user_id=message.from_user.id if message.from_user else 0,
        language=message.from_user.language_code if message.from_user else None,
    )


def thread_of(message: Message) -> int | None:
    """The topic of a forum; in other groups the number only marks a chain of replies."""
    return message.message_thread_id if message.is_topic_message else None
