"""Edited messages, and the button that makes what they say by now."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message, Update

from bot.i18n.words import Notice
from bot.intake.drafts import Declined, Drafts
from bot.intake.edits import Edits
from bot.intake.presses import EDITED, pressed_edit
from bot.intake.questions import Question
from bot.intake.sent import Sent
from bot.telegram.commands import commanded, is_command, words_of
from bot.telegram.handlers import (
    IN_GROUP,
    IN_PRIVATE,
    is_answer_to_bot,
    reply,
)
from bot.telegram.press import Press
from bot.telegram.refusals import Refusals
from bot.telegram.replies import Replies, answered_video, answers_question, answers_video, words_by
from bot.telegram.sent import SentVideo, picture_answered, picture_in, sent_by
from bot.telegram.talk import Talk
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedMessages:
    """Translates edits for intake; what was no prompt before and is none now, is left alone."""

    store: Store
    drafts: Drafts
    edits: Edits
    replies: Replies

    def router(self) -> Router:
        """The edits that a bot is told of, and the button."""
        router = Router(name="edits")
        router.edited_message.register(self.command, Command("video"))
        router.edited_message.register(self.answer, answers_question)
        router.edited_message.register(self.go_on, answers_video)
        router.edited_message.register(self.prompt, IN_PRIVATE, ~F.func(is_command))
        router.edited_message.register(self.prompt, IN_GROUP, is_answer_to_bot)
        router.callback_query.register(self.press, F.data.startswith(EDITED))
        return router

    async def command(
        self,
        message: Message,
        command: CommandObject,
        event_update: Update,
        talk: Talk,
        refusals: Refusals,
    ) -> None:
        """/video with other words."""
        sent = _sent(message, event_update, commanded(message, command))
        await self._take(message, sent, talk, refusals)

    async def prompt(
        self, message: Message, event_update: Update, talk: Talk, refusals: Refusals
    ) -> None:
        """A prompt or a caption in other words."""
        await self._take(message, _sent(message, event_update, words_of(message)), talk, refusals)

    async def answer(
        self,
        message: Message,
        question: Question,
        event_update: Update,
        talk: Talk,
        refusals: Refusals,
    ) -> None:
        """Other words in answer to a question."""
        sent = words_by(message, event_update)
        await self._take(message, sent, talk, refusals, about=question)

    async def go_on(
        self, message: Message, event_update: Update, talk: Talk, refusals: Refusals
    ) -> None:
        """Other words in answer to a video."""
        sent = words_by(message, event_update)
        await self._take(message, sent, talk, refusals, about=answered_video(message))

    async def _take(
        self,
        message: Message,
        sent: Sent | None,
        talk: Talk,
        refusals: Refusals,
        *,
        about: Question | SentVideo | None = None,
    ) -> None:
        if sent is None or not sent.words or message.edit_date is None:
            return
        answer = await self.edits.take(
            sent,
            sent_at=message.date,
            edited_at=datetime.fromtimestamp(message.edit_date, UTC),
            base=await self.replies.base_of(sent, about) if about else None,
            take_new=partial(self.replies.take, about=about) if about else None,
        )
        await reply(answer, talk, refusals)

    async def press(self, _query: CallbackQuery, press: Press) -> None:
        """Makes a job of an edit, once."""
        await press.answer(await self._made(press))

    async def _made(self, press: Press) -> Notice:
        edited = pressed_edit(press.data)
        if edited is None or press.query.message is None:
            return Notice("too-old")
        chat_id = press.query.message.chat.id
        proposal = await self.store.proposals.get(chat_id=chat_id, message_id=edited.message_id)
        if proposal is None or proposal.made_at != edited.at:
            made = await self.store.records.made_from(edited.origin(chat_id))
            mine = made is not None and made.user_id == press.user_id
            return Notice("retry-accepted-before" if mine else "too-old")
        if proposal.user_id != press.user_id:
            return Notice("not-yours")
        draft = proposal.draft(origin=edited.origin(chat_id), language=press.language)
        taken = await self.drafts.accept(draft, update_id=press.update_id)
        if isinstance(taken, Declined):
            return taken.notice
        await self.store.proposals.take(chat_id=chat_id, message_id=edited.message_id)
        return Notice("retry-accepted-before" if taken.again else "edit-accepted")


def _sent(message: Message, update: Update, words: str) -> Sent | None:
    picture = picture_in(message) or picture_answered(message)
    return sent_by(message, update_id=update.update_id, words=words, picture=picture)
