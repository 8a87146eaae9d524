"""Inline mode: "@bot words" in any chat offers a person's own videos, to be sent there.

Telegram asks only when the operator has switched it on, at @BotFather.
"""

from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Router
from aiogram.types import InlineQuery, Message

from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice, Words
from bot.intake.excerpt import one_line, shorten
from bot.intake.search import has_words
from bot.telegram.chat import TelegramChat
from storage.history import Finished, History, Whose

SEARCHED = 500
"""A person's latest videos."""
OFFERED = 50
"""Results in one answer: Telegram's limit."""
KEPT_S = 5
"""How long Telegram gives the same answer without asking: a new video is there at once."""
TITLE_UNITS = 80
BEGIN = "make"
"""What /start is sent with by the button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Answers what people type after the bot's name."""

    history: History
    chat: TelegramChat
    words: Words
    clock: Clock

    def router(self) -> Router:
        """Its handlers; they come before those of prompts."""
        router = Router(name="sharing")
        router.inline_query.register(self.offer)
        router.message.register(self.shared, is_shared)
        return router

    async def offer(self, inline_query: InlineQuery) -> None:
        """The person's videos whose prompts have these words, and who asks nothing but theirs."""
        person, offset = inline_query.from_user, inline_query.offset
        videos = await self.history.videos(Whose(user_id=person.id), limit=SEARCHED)
        found = [one for one in videos if has_words(one.prompt, inline_query.query)]
        if offset.isascii() and offset.isdigit():
            found = [one for one in found if one.job_id < int(offset)]
        page, language = found[:OFFERED], person.language_code
        await self.chat.answer_query(
            inline_query.id,
            results=[self._result(one, language) for one in page],
            next_offset=str(page[-1].job_id) if len(found) > len(page) else "",
            button=None if page or offset else self._button(language),
            is_personal=True,
            cache_time=KEPT_S,
        )

    def _result(self, video: Finished, language: str | None) -> dict[str, Any]:
        """InlineQueryResultCachedVideo. Without a caption: what is shared is the video."""
        facts = {"job": str(video.job_id), **span(self.clock.now() - video.created_at)}
        return {
            "type": "video",
            "id": str(video.job_id),
            "video_file_id": video.file_ref,
            "title": shorten(one_line(video.prompt), max_units=TITLE_UNITS),
            "description": self.words.say(language, Notice("video-title", facts)),
        }

    def _button(self, language: str | None) -> dict[str, str]:
        text = self.words.say(language, Notice("button-begin"))
        return {"text": text, "start_parameter": BEGIN}

    async def shared(self, _message: Message) -> None:
        """What a person sends in this way is for those in the chat, and no prompt."""


def is_shared(message: Message, bot: Bot) -> bool:
    """Whether it is something that this bot offered."""
    return message.via_bot is not None and message.via_bot.id == bot.id
