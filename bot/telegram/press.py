"""What a pressed button is about, where its answer goes, and what is said over the chat.

Anybody can make up a button's data: what counts is who presses.
"""

from aiogram.types import CallbackQuery, Message

from bot.chat import CardGone, Keyboard, Place, Rank
from bot.i18n.words import Notice, Words
from bot.intake.sent import Sent
from bot.telegram.chat import TelegramChat
from bot.telegram.talk import Talk, thread_of
from storage.jobs import Job
from storage.records import Records


async def own_job(records: Records, press: CallbackQuery, job_id: int | None) -> Job | Notice:
    """The job of a button, wherever it is shown; else why the button does not work.

    Nobody else sees or touches a person's job.
    """
    job = await records.get(job_id) if job_id is not None else None
    if job is None or job.is_forgotten or press.message is None:
        return Notice("too-old")
    return job if job.user_id == press.from_user.id else Notice("not-yours")


def place_of(press: CallbackQuery, job: Job) -> Place:
    """Where a button about a job stands: the job may have been shown elsewhere than its card."""
    message = press.message
    if message is None:
        raise ValueError("nothing was pressed")
    topic = job.thread_id if message.chat.id == job.chat_id else None
    if isinstance(message, Message):  # of one that is too old Telegram tells no topic
        topic = thread_of(message)
    return Place(chat_id=message.chat.id, thread_id=topic)


def sent_by_press(press: CallbackQuery, job: Job, *, update_id: int) -> Sent:
    """A press as something that a person sent: what comes of it answers the pressed message."""
    place = place_of(press, job)
    return Sent(
        update_id=update_id,
        chat_id=place.chat_id,
        thread_id=place.thread_id,
        message_id=press.message.message_id if press.message else 0,
        user_id=press.from_user.id,
        language=press.from_user.language_code,
        words="",
    )


def talk_about(press: CallbackQuery, job: Job, telegram: TelegramChat, words: Words) -> Talk:
    """A talk with whoever pressed; what is said answers the pressed message."""
    return Talk(
        chat=telegram,
        words=words,
        place=place_of(press, job),
        message_id=press.message.message_id if press.message else 0,
        user_id=press.from_user.id,
        language=press.from_user.language_code,
    )


async def answer(
    press: CallbackQuery, notice: Notice | None, words: Words, telegram: TelegramChat
) -> None:
    """Say something over the chat to whoever pressed; None: only that the press has come."""
    text = words.say(press.from_user.language_code, notice) if notice else ""
    await telegram.answer_press(press.id, text)


async def redraw(
    press: CallbackQuery, html: str, telegram: TelegramChat, *, buttons: Keyboard = ()
) -> bool:
    """Make the pressed message say this; tells whether it is there. May raise ChatError."""
    if press.message is None:
        return False
    place, message_id = Place(chat_id=press.message.chat.id), press.message.message_id
    try:
        await telegram.edit(place, message_id, html, buttons=buttons, rank=Rank.ANSWER)
    except CardGone:
        return False
    return True
