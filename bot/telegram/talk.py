"""Answers to what one person sent, in that person's language."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Self

from aiogram.types import Message

from bot.chat import Button, Chat, ChatError, ChatGone, Keyboard, Place, say
from bot.i18n.words import Notice, Words
from bot.intake.answers import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedAnswer:
    """What a handler has to say in the end, in the language of whom it answers, and where."""

    chat_id: int
    thread_id: int | None
    reply_to: int
    html: str
    buttons: Sequence[Sequence[Sequence[str]]] = ()
    """Rows of them: text and data of each."""
    asks: bool = False

    async def say(self, chat: Chat) -> None:
        """Say it. May raise ChatError."""
        place = Place(chat_id=self.chat_id, thread_id=self.thread_id)
        buttons = [[Button(text=text, data=data) for text, data in row] for row in self.buttons]
        await say(chat, place, self.html, reply_to=self.reply_to, buttons=buttons, asks=self.asks)

    def payload(self) -> str:
        """As the inbox keeps it in place of its update; an update is never a list."""
        return json.dumps([asdict(self)])

    @classmethod
    def left_of(cls, payload: str) -> Self | None:
        """The answer that is all that is left of an update; None: it was not handled yet."""
        left = json.loads(payload)
        return cls(**left[0]) if isinstance(left, list) else None


class NotSaid(ChatError):  # noqa: N818
    """A handler did all that it had to do, but for its answer. `why` says how that failed."""

    def __init__(self, answer: WordedAnswer, why: ChatError) -> None:
        super().__init__(type(why).__name__)
        self.answer = answer
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Answers one message, where it was written."""

    chat: Chat
    words: Words
    place: Place
    message_id: int
    user_id: int
    language: str | None

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads it. (A group's id is below zero.)"""
        return self.place.chat_id > 0

    async def say(
        self,
        *notices: Notice,
        between: str = "\n\n",
        buttons: Keyboard = (),
        asks: bool = False,
    ) -> None:
        """Answer with one message that says all these: the last that a handler does.

        May raise ChatGone and NotSaid.
        """
        html = self.words.say_all(self.language, notices, between=between)
        await self.say_as(html, buttons=buttons, asks=asks)

    async def say_as(self, html: str, *, buttons: Keyboard = (), asks: bool = False) -> None:
        """The same with a text that is ready."""
        answer = WordedAnswer(
            chat_id=self.place.chat_id,
            thread_id=self.place.thread_id,
            reply_to=self.message_id,
            html=html,
            buttons=[[(one.text, one.data) for one in row] for row in buttons],
            asks=asks,
        )
        try:
            await answer.say(self.chat)
        except ChatGone:
            raise
        except ChatError as error:
            raise NotSaid(answer, error) from None

    async def ask(self, question: Decision) -> None:
        """Ask something with a button for each answer. May raise ChatGone and NotSaid."""
        rows = [
            [Button(text=self.words.say(self.language, words), data=data)]
            for words, data in question.answers
        ]
        await self.say(question.notice, buttons=rows)


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
