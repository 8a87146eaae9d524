"""Shows finished videos once more, by what Telegram has of them: it costs nothing."""

from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.chat import Place, VideoMessage, VideoRefused
from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice, Words
from bot.intake.presses import Act, pressed_job
from bot.intake.prompt import shorten, utf16_units
from bot.telegram.chat import TelegramChat
from bot.telegram.talk import thread_of
from storage.jobs import Job
from storage.records import Records

CAPTION_UNITS = 1024
"""Telegram's limit for a caption, in UTF-16 units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """The buttons that bring a job's video."""

    records: Records
    words: Words
    clock: Clock

    def router(self) -> Router:
        """Their handler."""
        router = Router(name="showing")
        router.callback_query.register(self.press, F.data.startswith(f"{Act.SHOW}:"))
        return router

    async def press(self, callback_query: CallbackQuery, telegram: TelegramChat) -> None:
        """Brings the video, or says why not."""
        language = callback_query.from_user.language_code
        refusal = await self._show(callback_query, telegram)
        text = self.words.say(language, refusal) if refusal else ""
        await telegram.answer_press(callback_query.id, text)

    async def _show(self, press: CallbackQuery, telegram: TelegramChat) -> Notice | None:
        job_id = pressed_job(Act.SHOW, press.data)
        job = await self.records.get(job_id) if job_id is not None else None
        if job is None or press.message is None or not can_be_shown(job):
            return Notice("video-gone")
        if job.user_id != press.from_user.id:
            return Notice("not-yours")
        video = self.video_of(job, press.from_user.language_code)
        try:
            await telegram.show_video(place_of(press), video)
        except VideoRefused:
            return Notice("video-lost", {"number": 1, "videos": f"#{job.id}"})
        return None

    def video_of(self, job: Job, language: str | None) -> VideoMessage:
        """The video with its number, its age and its prompt."""
        facts = {"job": str(job.id), **span(self.clock.now() - job.created_at)}
        title = self.words.say(language, Notice("video-title", facts))
        left = CAPTION_UNITS - utf16_units(title) - 2
        caption = f"{title}\n\n{shorten(job.request.prompt, max_units=left)}"
        return VideoMessage(source=job.file_ref or "", caption=caption)


def can_be_shown(job: Job) -> bool:
    """Whether there is a video to show, and its person wants to see it."""
    return job.file_ref is not None and not job.to_forget and not job.hidden


def place_of(press: CallbackQuery) -> Place:
    """Where the pressed message stands."""
    if press.message is None:
        raise ValueError("nothing was pressed")
    thread_id = thread_of(press.message) if isinstance(press.message, Message) else None
    return Place(chat_id=press.message.chat.id, thread_id=thread_id)
