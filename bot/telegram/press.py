"""What a pressed button is about, where its answer goes, and what is said over the chat.

Anybody can make up a button's data: what counts is who presses.
"""

from dataclasses import dataclass

from aiogram.types import CallbackQuery, Message

from bot.chat import CardGone, Keyboard, Place, Rank
from bot.i18n.words import Notice, Words
from bot.intake.presses import Act, pressed_job
from bot.intake.sent import Sent
from bot.telegram.chat import TelegramChat
from bot.telegram.talk import Talk, thread_of
from storage.jobs import Job
from storage.records import Records
from storage.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that somebody pressed, and every way to answer that."""

    query: CallbackQuery
    chat: TelegramChat
    words: Words
    records: Records
    update_id: int

    @property
    def data(self) -> str | None:
        """What the button says; there need not be such a button."""
        return self.query.data

    @property
    def user_id(self) -> int:
        """Who pressed."""
        return self.query.from_user.id

    @property
    def language(self) -> str | None:
        """What that person reads."""
        return self.query.from_user.language_code

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads the message. (A group's id is below zero.)"""
        return self.query.message is not None and self.query.message.chat.id > 0

    async def job(self, act: Act) -> Job | Notice:
        """The job with which the button does this, see `own_job`."""
        return await self.own_job(pressed_job(act, self.data))

    async def own_job(self, job_id: int | None) -> Job | Notice:
        """The job of a button, wherever it is shown; else why the button does not work.

        Nobody else sees or touches a person's job.
        """
        job = await self._own_or_leaving(job_id)
        is_forgotten = isinstance(job, Job) and job.is_forgotten
        return Notice("job-forgotten") if is_forgotten else job

    async def job_on_its_way(self, act: Act) -> Job | Notice:
        """The same for what can be done with a job that is not closed, also when it will be
        forgotten then.
        """
        return await self._own_or_leaving(pressed_job(act, self.data))

    async def _own_or_leaving(self, job_id: int | None) -> Job | Notice:
        if job_id is None or self.query.message is None:
            return Notice("too-old")
        job = await self.records.get(job_id)
        if job is None or (job.is_forgotten and job.state is State.CLOSED):
            return Notice("job-forgotten")
        return job if job.user_id == self.user_id else Notice("not-yours")

    async def answer(self, *notices: Notice | None) -> None:
        """Say this over the chat to whoever pressed; nothing: only that the press has come."""
        said = [one for one in notices if one is not None]
        text = self.words.say_all(self.language, said, between=" ")
        await self.chat.answer_press(self.query.id, text)

    async def redraw(self, *notices: Notice, between: str = "\n\n", buttons: Keyboard = ()) -> bool:
        """Make the pressed message say this; tells whether it is there. May raise ChatError."""
        html = self.words.say_all(self.language, notices, between=between)
        return await self.redraw_as(html, buttons=buttons)

    async def redraw_as(self, html: str, *, buttons: Keyboard = ()) -> bool:
        """The same with a text that is ready."""
        message = self.query.message
        if message is None:
            return False
        place, rank = Place(chat_id=message.chat.id), Rank.ANSWER
        try:
            await self.chat.edit(place, message.message_id, html, buttons=buttons, rank=rank)
        except CardGone:
            return False
        return True

    def sent(self, job: Job) -> Sent:
        """The press as something that a person sent, see `sent_by_press`."""
        return sent_by_press(self.query, job, update_id=self.update_id)

    def talk(self, job: Job) -> Talk:
        """A talk with whoever pressed; what is said answers the pressed message."""
        return Talk(
            chat=self.chat,
            words=self.words,
            place=place_of(self.query, job),
            message_id=self.query.message.message_id if self.query.message else 0,
            user_id=self.user_id,
            language=self.language,
        )


def place_of(query: CallbackQuery, job: Job) -> Place:
    """Where a button about a job stands: the job may have been shown elsewhere than its card."""
    message = query.message
    if message is None:
        raise ValueError("nothing was pressed")
    topic = job.thread_id if message.chat.id == job.chat_id else None
    if isinstance(message, Message):  # of one that is too old Telegram tells no topic
        topic = thread_of(message)
    return Place(chat_id=message.chat.id, thread_id=topic)


def sent_by_press(query: CallbackQuery, job: Job, *, update_id: int) -> Sent:
    """A press as something that a person sent: what comes of it answers the pressed message."""
    place = place_of(query, job)
    return Sent(
        update_id=update_id,
        chat_id=place.chat_id,
        thread_id=place.thread_id,
        message_id=query.message.message_id if query.message else 0,
        user_id=query.from_user.id,
        language=query.from_user.language_code,
        words="",
    )
