"""What people write in answer to the bot's questions about their videos."""

from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Router
from aiogram.types import Message, Update

from bot.i18n.words import Notice
from bot.intake.again import Again
from bot.intake.presses import Act
from bot.intake.questions import Question, question_in
from bot.intake.references import last_frame_of
from bot.intake.sent import Sent
from bot.intake.service import Intake
from bot.telegram.refusals import Refusals
from bot.telegram.sent import sent_by
from bot.telegram.talk import Talk
from storage.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Finds what an answer is about. Only words are one; a picture is a wish of its own."""

    records: Records
    again: Again
    intake: Intake
    refusals: Refusals

    def router(self) -> Router:
        """Every handler; they come before those of prompts."""
        router = Router(name="replies")
        router.message.register(self.answer, answers_question)
        return router

    async def answer(
        self, message: Message, question: Question, event_update: Update, talk: Talk
    ) -> None:
        """Words in answer to a question."""
        sent = sent_by(
            message, update_id=event_update.update_id, words=message.text or "", picture=None
        )
        refusal = await self._answered(sent, question) if sent is not None else None
        if refusal is not None:
            await self.refusals.refuse(talk, refusal)

    async def _answered(self, sent: Sent, question: Question) -> Notice | None:
        job = await self.records.own(question.job_id, user_id=sent.user_id)
        if job is None:
            return Notice("show-unknown", {"job": str(question.job_id)})
        if question.act is Act.EDIT:
            return await self.again.reword(job, sent)
        if job.file_ref is None:
            return Notice("frame-none")
        return await self.intake.take(sent.about(last_frame_of(job.file_ref)))


def answers_question(message: Message, bot: Bot) -> dict[str, Any] | bool:
    """Whether a text answers a question of the bot's; gives the question."""
    asked = message.reply_to_message
    if not message.text or asked is None or asked.from_user is None or asked.from_user.id != bot.id:
        return False
    question = question_in(asked.text or "")
    return {"question": question} if question and not message.text.startswith("/") else False
