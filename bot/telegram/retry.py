"""The button that makes a job once more whose first run gave nothing."""

from dataclasses import dataclass

from aiogram.types import CallbackQuery, User

from bot.i18n.words import Notice, Words
from bot.intake.presses import Act
from bot.intake.service import Declined, Intake
from bot.telegram.own import own_job
from storage.jobs import Draft, Job
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Turns a press into a draft. One button makes one job, however often it is pressed."""

    store: Store
    intake: Intake
    words: Words

    async def press(self, press: CallbackQuery, *, update_id: int) -> str:
        """What the person reads over the chat."""
        notice = await self._pressed(press, update_id)
        return self.words.say(press.from_user.language_code, notice)

    async def _pressed(self, press: CallbackQuery, update_id: int) -> Notice:
        job = await own_job(self.store, press, Act.RETRY)
        if isinstance(job, Notice):
            return job
        if job.outcome is None or job.outcome.video is not None:  # no such button was ever shown
            return Notice("too-old")
        taken = await self.intake.accept(_again(job, press.from_user), update_id=update_id)
        if isinstance(taken, Declined):
            return taken.notice
        return Notice("retry-accepted-before" if taken.again else "retry-accepted")


def _again(job: Job, by: User) -> Draft:
    return Draft(
        origin=f"retry:{job.id}",
        chat_id=job.chat_id,
        thread_id=job.thread_id,
        message_id=job.message_id,
        user_id=job.user_id,
        language=by.language_code,
        request=job.request,
    )
