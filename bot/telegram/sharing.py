"""Inline mode: "@bot words" in any chat offers a person's own videos, to be sent there.

Telegram asks only when the operator has switched it on, at @BotFather.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiogram import Bot, Router
from aiogram.types import InlineQuery, Message

from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice, Words
from bot.intake.excerpt import one_line, shorten
from bot.intake.search import has_words
from bot.telegram.chat import TelegramChat
from bot.telegram.faults import ResultsRefused
from storage.history import Finished, History, Whose

log = structlog.get_logger(__name__)

SEARCHED = 500
"""A person's latest videos."""
OFFERED = 50
"""Results in one answer: Telegram's limit."""
KEPT_S = 5
"""How long Telegram gives the same answer without asking: a new video is there at once."""
TRIES = 20
"""Of one answer. To find the first lost video of a page takes six."""
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
    lost: set[str] = field(default_factory=set)
    """References of which it is known that they lead nowhere any more."""

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
        await self._answer(inline_query, found)

    async def _answer(self, query: InlineQuery, found: Sequence[Finished]) -> None:
        """Offer a page of these. One that Telegram does not know any more has the whole page
        refused, and nothing tells which it is: so ever less of it is tried, and that one left out.
        """
        size = OFFERED
        for _ in range(TRIES):
            found = [one for one in found if one.file_ref not in self.lost]
            page = found[:size]
            try:
                await self._offer(query, page, has_more=len(found) > len(page))
            except ResultsRefused:
                size = max(1, len(page) // 2)
                if len(page) == 1:
                    self._note_lost(page[0])
                    size = OFFERED
            else:
                return
        await self._offer(query, [], has_more=False)

    def _note_lost(self, video: Finished) -> None:
        log.warning("video-lost", job=video.job_id)
        self.lost.add(video.file_ref)

    async def _offer(self, query: InlineQuery, page: Sequence[Finished], *, has_more: bool) -> None:
        language = query.from_user.language_code
        await self.chat.answer_query(
            query.id,
            results=[self._result(one, language) for one in page],
            next_offset=str(page[-1].job_id) if has_more else "",
            button=None if page or query.offset else self._button(language),
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
