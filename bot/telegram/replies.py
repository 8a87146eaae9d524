"""What people write in answer to a video, or to the bot's question about one."""

from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.types import Message, Update

from bot.i18n.words import Notice
from bot.intake.again import Again, can_go_on, longer
from bot.intake.answers import Answer
from bot.intake.presses import Act
from bot.intake.questions import Question, question_in
from bot.intake.references import last_frame_of
from bot.intake.sent import Sent
from bot.intake.service import Intake
from bot.providers.registry import Registry
from bot.telegram.commands import is_command
from bot.telegram.messages import SentVideo, by_bot, sent_by, video_in
from bot.telegram.refusals import Refusals
from bot.telegram.talk import Talk
from storage.jobs import Request
from storage.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Finds what an answer is about. Only words are one; a picture is a wish of its own."""

    records: Records
    registry: Registry
    again: Again
    intake: Intake
    refusals: Refusals

    def router(self) -> Router:
        """Every handler; they come before those of prompts."""
        router = Router(name="replies")
        router.message.register(self.answer, answers_question)
        router.message.register(self.go_on, answers_video)
        return router

    async def answer(
        self, message: Message, question: Question, event_update: Update, talk: Talk
    ) -> None:
        """Words in answer to a question."""
        sent = words_by(message, event_update)
        answer = await self.take(sent, question) if sent is not None else None
        await self.refusals.relay(talk, answer)

    async def go_on(self, message: Message, event_update: Update, talk: Talk) -> None:
        """Words in answer to a video: it goes on, or another one begins where it ends."""
        sent, video = words_by(message, event_update), answered_video(message)
        answer = await self.take(sent, video) if sent and video else None
        await self.refusals.relay(talk, answer)

    async def take(self, sent: Sent, about: Question | SentVideo) -> Answer:
        """Make what words ask for in answer to this."""
        if isinstance(about, Question):
            return await self._answered(sent, about)
        return await self._gone_on(sent, about)

    async def _gone_on(self, sent: Sent, video: SentVideo) -> Answer:
        job = await self.records.of_file(video.file_unique_id, user_id=sent.user_id)
        if job is not None and can_go_on(job, self.registry):
            return await self.again.extend(job, sent)
        last = last_frame_of(video.file_id)
        return await self.intake.take(sent.about(last, size_bytes=video.file_size or 0))

    async def _answered(self, sent: Sent, question: Question) -> Answer:
        job = await self.records.own(question.job_id, user_id=sent.user_id)
        if job is None:
            return Notice("show-unknown", {"job": str(question.job_id)})
        if question.act is Act.EDIT:
            return await self.again.reword(job, sent)
        if job.file_ref is None:
            return Notice("frame-none")
        return await self.intake.take(sent.about(last_frame_of(job.file_ref)))

    async def base_of(self, sent: Sent, about: Question | SentVideo) -> Request | None:
        """The request of which an answer changes something; None: it is a prompt of its own."""
        if isinstance(about, Question):
            job = await self.records.own(about.job_id, user_id=sent.user_id)
            return job.request if job and about.act is Act.EDIT else None
        job = await self.records.of_file(about.file_unique_id, user_id=sent.user_id)
        return longer(job) if job and can_go_on(job, self.registry) else None


def words_by(message: Message, update: Update) -> Sent | None:
    """What a person wrote, without what it answers."""
    return sent_by(message, update_id=update.update_id, words=message.text or "", picture=None)


def answered_video(message: Message) -> SentVideo | None:
    """The video that a message answers."""
    return video_in(message.reply_to_message) if message.reply_to_message else None


def is_words(message: Message) -> bool:
    """Whether it is a text and no command."""
    return bool(message.text) and not is_command(message)


def answers_video(message: Message, bot: Bot) -> bool:
    """Whether a text answers a video; in a group, one that the bot has shown."""
    if not is_words(message) or answered_video(message) is None:
        return False
    return message.chat.type == ChatType.PRIVATE or by_bot(message.reply_to_message, bot)


def answers_question(message: Message, bot: Bot) -> dict[str, Any] | bool:
    """Whether a text answers a question of the bot's; gives the question."""
    asked = message.reply_to_message
    if asked is None or not by_bot(asked, bot) or not is_words(message):
        return False
    question = question_in(asked.text or "")
    return {"question": question} if question else False
