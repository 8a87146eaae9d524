"""/show: one job by its number, with what can be done about it."""

import re
from dataclasses import dataclass, replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message, User

from bot.chat import VideoMessage, VideoRefused
from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice, Words
from bot.intake.outcomes import (
    link_buttons,
    numbered_caption_of,
    outcome_buttons,
    outcome_notice,
    result_buttons,
)
from bot.providers.registry import Registry
from bot.telegram.chat import TelegramChat
from bot.telegram.commands import in_private_or_named
from bot.telegram.talk import Talk
from storage.jobs import Job
from storage.records import Records
from storage.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class ByNumber:
    """The command. Nobody sees another's; which numbers there are is nobody's business either."""

    records: Records
    registry: Registry
    words: Words
    clock: Clock

    def router(self) -> Router:
        """Its handler."""
        router = Router(name="by-number")
        router.message.register(self.show, Command("show"), in_private_or_named)
        return router

    async def show(
        self, _message: Message, command: CommandObject, talk: Talk, sender: User,
        telegram: TelegramChat,
    ) -> None:  # fmt: skip
        """Brings the video by its reference, which costs nothing; else says how it ended."""
        number = re.fullmatch(r"#?([0-9]{1,18})", (command.args or "").strip())
        if number is None:
            await talk.say(Notice("show-which"))
            return
        job = await self.records.own(int(number[1]), user_id=sender.id)
        if job is None:
            await talk.say(Notice("show-unknown", {"job": number[1]}))
        else:
            await self._bring(replace(job, language=talk.language), talk, telegram)

    async def _bring(self, job: Job, talk: Talk, telegram: TelegramChat) -> None:
        if job.file_ref is None:
            await self._tell(job, talk)
            return
        video = VideoMessage(source=job.file_ref, caption=numbered_caption_of(job))
        buttons = result_buttons(job, self.registry, self.words)
        try:
            await telegram.show_video(talk.place, video, reply_to=talk.message_id, buttons=buttons)
        except VideoRefused:
            await talk.say(Notice("show-lost", {"job": str(job.id)}))

    async def _tell(self, job: Job, talk: Talk) -> None:
        """How a job stands that the chat has no video of."""
        if job.state is not State.CLOSED or job.outcome is None:
            state = self.words.say(talk.language, Notice(f"state-{job.state}"))
            about = span(self.clock.now() - job.created_at)
            await talk.say(Notice("show-open", {"job": str(job.id), "state": state, **about}))
        elif job.outcome.video is not None:
            link = Notice("video-as-link", {"url": job.outcome.video.url})
            await talk.say(link, buttons=link_buttons(job, self.words))
        else:
            buttons = outcome_buttons(job, job.outcome, self.words)
            await talk.say(outcome_notice(job.outcome), buttons=buttons)
