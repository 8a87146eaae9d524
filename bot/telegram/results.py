"""What people do with a finished video: the buttons under it."""

from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message, Update

from bot.i18n.words import Notice, Words
from bot.intake.again import Again
from bot.intake.presses import Act
from bot.intake.sent import Sent
from bot.telegram.chat import TelegramChat
from bot.telegram.own import own_job
from bot.telegram.talk import thread_of
from storage.jobs import Job
from storage.records import Records

BUYS = (Act.RETRY, Act.AGAIN, Act.LONGER)


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
        return router

    async def buy(
        self, callback_query: CallbackQuery, event_update: Update, telegram: TelegramChat
    ) -> None:
        """A button that makes another video at once. The answer to the press says so."""
        notice = await self._bought(callback_query, event_update.update_id)
        text = self.words.say(callback_query.from_user.language_code, notice)
        await telegram.answer_press(callback_query.id, text)

    async def _bought(self, press: CallbackQuery, update_id: int) -> Notice:
        act = Act((press.data or "").partition(":")[0])
        job = await own_job(self.records, press, act)
        if isinstance(job, Notice):
            return job
        sent = sent_by_press(press, job, update_id=update_id)
        makes = {
            Act.RETRY: self.again.retry,
            Act.AGAIN: self.again.again,
            Act.LONGER: self.again.longer,
        }
        return await makes[act](job, sent)


def sent_by_press(press: CallbackQuery, job: Job, *, update_id: int) -> Sent:
    """A press as something that a person sent: what comes of it answers the pressed message."""
    message = press.message
    if message is None:
        raise ValueError("nothing was pressed")
    topic = job.thread_id if message.chat.id == job.chat_id else None
    return Sent(
        update_id=update_id,
        chat_id=message.chat.id,
        # Of a message that is too old Telegram tells no topic.
        thread_id=thread_of(message) if isinstance(message, Message) else topic,
        message_id=message.message_id,
        user_id=press.from_user.id,
        language=press.from_user.language_code,
        words="",
    )
