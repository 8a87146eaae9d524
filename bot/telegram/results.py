"""What people do with a finished video: the buttons under it."""

from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.chat import say
from bot.i18n.words import Notice
from bot.intake.again import Again
from bot.intake.presses import Act
from bot.intake.questions import question_of
from bot.intake.sent import Sent, message_origin
from bot.telegram.press import Press, place_of
from storage.jobs import Job

ACTS = (Act.RETRY, Act.AGAIN, Act.LONGER, Act.EDIT, Act.FRAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Translates presses for `Again`. A button does its work for whoever asked for the video."""

    again: Again

    def router(self) -> Router:
        """The one handler of all of them."""
        router = Router(name="results")
        for act in ACTS:
            router.callback_query.register(self.press, F.data.startswith(f"{act}:"))
        return router

    async def press(self, _query: CallbackQuery, press: Press) -> None:
        """Makes another video, or asks for words first. May raise ChatError."""
        act = act_of(press)
        job = await press.job(act)
        await press.answer(await self._done(act, job, press) if isinstance(job, Job) else job)

    async def _done(self, act: Act, job: Job, press: Press) -> Notice | None:
        sent = press.sent(job)
        makes = {
            Act.RETRY: self.again.retry,
            Act.AGAIN: self.again.again,
            Act.LONGER: self.again.longer,
        }
        if act in makes:
            return await makes[act](job, sent)
        html = press.words.say(press.language, question_of(act, job))
        place = place_of(press.query, job)
        await say(press.chat, place, html, reply_to=asked_under(job, sent), asks=True)
        return None


def act_of(press: Press) -> Act:
    """What a button does that this handler is for."""
    return Act((press.data or "").partition(":")[0])


def asked_under(job: Job, press: Sent) -> int:
    """The message that a question answers.

    In a group only the phone of that message's author is set to reply: so it is the prompt, where
    the video answers one there.
    """
    is_prompt = job.origin == message_origin(press.chat_id, job.message_id)
    return job.message_id if press.chat_id < 0 and is_prompt else press.message_id
