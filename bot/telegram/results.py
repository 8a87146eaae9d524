"""What people do with a finished video: the buttons under it."""

from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery, Update

from bot.chat import Place, say
from bot.i18n.words import Notice, Words
from bot.intake.again import Again
from bot.intake.presses import Act, pressed_job
from bot.intake.questions import question_of
from bot.intake.sent import Sent, message_origin
from bot.telegram.chat import TelegramChat
from bot.telegram.press import answer, own_job, sent_by_press
from storage.jobs import Job
from storage.records import Records

BUYS = (Act.RETRY, Act.AGAIN, Act.LONGER)
ASKS = (Act.EDIT, Act.FRAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Translates presses for `Again`. A button does its work for whoever asked for the video."""

    records: Records
    again: Again
    words: Words

    def router(self) -> Router:
        """Every handler."""
        router = Router(name="results")
        for act in BUYS:
            router.callback_query.register(self.buy, F.data.startswith(f"{act}:"))
        for act in ASKS:
            router.callback_query.register(self.ask, F.data.startswith(f"{act}:"))
        return router

    async def buy(
        self, callback_query: CallbackQuery, event_update: Update, telegram: TelegramChat
    ) -> None:
        """A button that makes another video at once. The answer to the press says so."""
        act = act_of(callback_query)
        job = await own_job(self.records, callback_query, pressed_job(act, callback_query.data))
        if isinstance(job, Notice):
            await answer(callback_query, job, self.words, telegram)
            return
        sent = sent_by_press(callback_query, job, update_id=event_update.update_id)
        await answer(callback_query, await self._bought(act, job, sent), self.words, telegram)

    async def _bought(self, act: Act, job: Job, sent: Sent) -> Notice:
        makes = {
            Act.RETRY: self.again.retry,
            Act.AGAIN: self.again.again,
            Act.LONGER: self.again.longer,
        }
        return await makes[act](job, sent)

    async def ask(
        self, callback_query: CallbackQuery, event_update: Update, telegram: TelegramChat
    ) -> None:
        """A button that needs words first. May raise ChatError."""
        act = act_of(callback_query)
        job = await own_job(self.records, callback_query, pressed_job(act, callback_query.data))
        if isinstance(job, Notice):
            await answer(callback_query, job, self.words, telegram)
            return
        sent = sent_by_press(callback_query, job, update_id=event_update.update_id)
        html = self.words.say(sent.language, question_of(act, job))
        place = Place(chat_id=sent.chat_id, thread_id=sent.thread_id)
        await say(telegram, place, html, reply_to=asked_under(job, sent), asks=True)
        await answer(callback_query, None, self.words, telegram)


def act_of(press: CallbackQuery) -> Act:
    """What a button does that one of these handlers is for."""
    return Act((press.data or "").partition(":")[0])


def asked_under(job: Job, press: Sent) -> int:
    """The message that a question answers.

    In a group only the phone of that message's author is set to reply: so it is the prompt, where
    the video answers one there.
    """
    is_prompt = job.origin == message_origin(press.chat_id, job.message_id)
    return job.message_id if press.chat_id < 0 and is_prompt else press.message_id
