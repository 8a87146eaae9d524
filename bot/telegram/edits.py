"""Edited messages, and the button that makes what they say by now."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from aiogram import F, Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message, Update

from bot.i18n.words import Notice
from bot.intake.edits import Edits
from bot.intake.presses import EDITED, pressed_edit
from bot.intake.questions import Question
from bot.intake.sent import Sent
from bot.telegram.commands import (
    IN_GROUP,
    IN_PRIVATE,
    called,
    commanded,
    is_answer_to_bot,
    is_command,
    words_of,
)
from bot.telegram.messages import SentVideo, picture_answered, picture_in, sent_by
from bot.telegram.press import Press
from bot.telegram.refusals import Refusals
from bot.telegram.replies import Replies, answered_video, answers_question, answers_video, words_by
from bot.telegram.talk import Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedMessages:
    """Translates edits for intake; what was no prompt before and is none now, is left alone."""

    edits: Edits
    replies: Replies
    refusals: Refusals

    def router(self) -> Router:
        """The edits that a bot is told of, and the button."""
        router = Router(name="edits")
        router.edited_message.register(self.command, called("video"))
        router.edited_message.register(self.answer, answers_question)
        router.edited_message.register(self.go_on, answers_video)
        router.edited_message.register(self.prompt, IN_PRIVATE, ~F.func(is_command))
        router.edited_message.register(self.prompt, IN_GROUP, is_answer_to_bot)
        router.callback_query.register(self.press, F.data.startswith(EDITED))
        return router

    async def command(
        self, message: Message, command: CommandObject, event_update: Update, talk: Talk
    ) -> None:
        """/video with other words."""
        sent = _sent(message, event_update, commanded(message, command))
        await self._take(message, sent, talk)

    async def prompt(self, message: Message, event_update: Update, talk: Talk) -> None:
        """A prompt or a caption in other words."""
        await self._take(message, _sent(message, event_update, words_of(message)), talk)

    async def answer(
        self, message: Message, question: Question, event_update: Update, talk: Talk
    ) -> None:
        """Other words in answer to a question."""
        sent = words_by(message, event_update)
        await self._take(message, sent, talk, about=question)

    async def go_on(self, message: Message, event_update: Update, talk: Talk) -> None:
        """Other words in answer to a video."""
        sent = words_by(message, event_update)
        await self._take(message, sent, talk, about=answered_video(message))

    async def _take(
        self,
        message: Message,
        sent: Sent | None,
        talk: Talk,
        *,
        about: Question | SentVideo | None = None,
    ) -> None:
        if sent is None or message.edit_date is None:
            return
        answer = await self.edits.take(
            sent,
            sent_at=message.date,
            edited_at=datetime.fromtimestamp(message.edit_date, UTC),
            base=await self.replies.base_of(sent, about) if about else None,
            take_new=partial(self.replies.take, about=about) if about else None,
        )
        await self.refusals.relay(talk, answer)

    async def press(self, query: CallbackQuery, press: Press) -> None:
        """Makes a job of an edit, once."""
        edited = pressed_edit(press.data)
        if edited is None or query.message is None:
            await press.answer(Notice("too-old"))
            return
        made = await self.edits.make(
            edited,
            chat_id=query.message.chat.id,
            user_id=press.user_id,
            language=press.language,
            update_id=press.update_id,
        )
        await press.answer(made)


def _sent(message: Message, update: Update, words: str) -> Sent | None:
    picture = picture_in(message) or picture_answered(message)
    return sent_by(message, update_id=update.update_id, words=words, picture=picture)
