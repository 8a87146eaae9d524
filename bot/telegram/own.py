"""Whose job a pressed button is about: nobody else sees or touches it."""

from aiogram.types import CallbackQuery

from bot.i18n.words import Notice
from bot.intake.presses import Act, pressed_job
from storage.jobs import Job
from storage.store import Store


async def own_job(store: Store, press: CallbackQuery, act: Act) -> Job | Notice:
    """The job of a person's own with which a pressed button does this, or why there is none.

    A button in another chat than the job's is not the bot's: anybody can make up its data.
    """
    job_id = pressed_job(act, press.data)
    job = await store.records.get(job_id) if job_id is not None else None
    if job is None or press.message is None or press.message.chat.id != job.chat_id:
        return Notice("too-old")
    return job if press.from_user.id == job.user_id else Notice("not-yours")
