"""Whose job a pressed button is about: nobody else sees or touches it."""

from aiogram.types import CallbackQuery

from bot.i18n.words import Notice
from bot.intake.presses import Act, pressed_job
from storage.jobs import Job
from storage.records import Records


async def own_job(records: Records, press: CallbackQuery, act: Act) -> Job | Notice:
    """The job with which a button does this, wherever it is shown; else why it does not work.

    Anybody can make up a button's data: what counts is who presses.
    """
    job_id = pressed_job(act, press.data)
    job = await records.get(job_id) if job_id is not None else None
    if job is None or job.is_forgotten or press.message is None:
        return Notice("too-old")
    return job if job.user_id == press.from_user.id else Notice("not-yours")
