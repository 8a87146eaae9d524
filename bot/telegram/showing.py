"""Brings a job once more, by its number or by a button: it costs nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from aiogram import F, Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message, User

from bot.chat import Keyboard, VideoMessage, VideoRefused
from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice, Words
from bot.intake.charges import told_without_video
from bot.intake.excerpt import shorten, utf16_units
from bot.intake.outcomes import (
    CAPTION_UNITS,
    card_buttons,
    hidden_buttons,
    hidden_notice,
    link_buttons,
    outcome_buttons,
    result_buttons,
)
from bot.intake.presses import Act
from bot.providers.registry import Registry
from bot.telegram.commands import called, in_private_or_named
from bot.telegram.press import Press
from bot.telegram.refusals import Refusals
from bot.telegram.talk import Talk
from storage.jobs import Job
from storage.records import Records
from storage.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """/show, and the buttons with numbers.

    Nobody sees another's; which numbers there are is nobody's business either.
    """

    records: Records
    registry: Registry
    words: Words
    refusals: Refusals
    admins: frozenset[int]
    clock: Clock

    def router(self) -> Router:
        """Both handlers."""
        router = Router(name="showing")
        router.message.register(self.ask, called("show"), in_private_or_named)
        router.callback_query.register(self.press, F.data.startswith(f"{Act.SHOW}:"))
        return router

    async def ask(
        self, _message: Message, command: CommandObject, talk: Talk, sender: User
    ) -> None:
        """Brings the video; else says how the job stands."""
        said = await self._asked(command, talk, sender)
        if said is not None:
            await self.refusals.refuse_command(talk, said)

    async def _asked(self, command: CommandObject, talk: Talk, sender: User) -> Notice | None:
        number = re.fullmatch(r"#?([0-9]{1,18})", (command.args or "").strip())
        if number is None:
            return Notice("show-which")
        job = await self.records.own(int(number[1]), user_id=sender.id)
        if job is None:
            return Notice("show-unknown", {"job": number[1]})
        return await self._bring(job, talk)

    async def press(self, _query: CallbackQuery, press: Press) -> None:
        """Brings the same where the button is, or says why not."""
        job = await press.job(Act.SHOW)
        said = await self._bring(job, press.talk(job)) if isinstance(job, Job) else job
        await press.answer(said)

    async def _bring(self, job: Job, talk: Talk) -> Notice | None:
        """Show the video by its reference, else say how the job stands; gives what hinders it."""
        job = replace(job, language=talk.language)
        if not can_be_shown(job):
            html, buttons = self._stands(job)
            await talk.say_as(html, buttons=buttons)
            return None
        video, buttons = self.shown(job)
        try:
            await talk.chat.show_video(talk.place, video, reply_to=talk.message_id, buttons=buttons)
        except VideoRefused:
            return lost([job.id])
        return None

    def shown(self, job: Job) -> tuple[VideoMessage, Keyboard]:
        """A video with its number, its age and its prompt, and what can be done with it."""
        facts = {"job": str(job.id), **span(self.clock.now() - job.created_at)}
        title = self.words.say(job.language, Notice("video-title", facts))
        left = CAPTION_UNITS - utf16_units(title) - 2
        caption = f"{title}\n\n{shorten(job.request.prompt, max_units=left)}"
        video = VideoMessage(source=job.file_ref or "", caption=caption)
        return video, result_buttons(job, self.registry, self.words)

    def _stands(self, job: Job) -> tuple[str, Keyboard]:
        """How a job stands that the chat has no video of, and what can be done about it."""
        if job.state is not State.CLOSED or job.outcome is None:
            state = self.words.say(job.language, Notice(f"state-{job.state}"))
            about = span(self.clock.now() - job.created_at)
            notice = Notice("show-open", {"job": str(job.id), "state": state, **about})
            return self._said(job, notice), () if job.outcome else card_buttons(job, self.words)
        if job.outcome.video is None:
            is_admin = job.user_id in self.admins
            told = told_without_video(job, job.outcome, self.words, is_admin=is_admin)
            return told, outcome_buttons(job, job.outcome, self.words)
        if job.hidden:
            hidden = hidden_notice("hidden-ready", job)
            return self._said(job, hidden), hidden_buttons(job, self.words)
        link = Notice("video-as-link", {"url": job.outcome.video.url})
        return self._said(job, link), link_buttons(job, self.words)

    def _said(self, job: Job, notice: Notice) -> str:
        return self.words.say(job.language, notice)


def can_be_shown(job: Job) -> bool:
    """Whether there is a video to show, and its person wants to see it."""
    return job.file_ref is not None and not job.is_forgotten and not job.hidden


def lost(job_ids: Sequence[int]) -> Notice:
    """What is said of videos whose references lead nowhere any more."""
    return Notice("video-lost", {"videos": ", ".join(f"#{one}" for one in job_ids)})
