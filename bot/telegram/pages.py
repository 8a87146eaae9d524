"""/history: a person's videos page by page, newest first; the pages are theirs alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, User
from aiogram.types import Chat as ChatOfTelegram

from bot.chat import Button, Keyboard
from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice, Words
from bot.intake.presses import HISTORY, REEL, Act, Turn, Turned, press_of, turned
from bot.intake.prompt import one_line, shorten
from bot.telegram.chat import TelegramChat
from bot.telegram.commands import in_private_or_named
from bot.telegram.press import answer, redraw
from bot.telegram.talk import Talk
from storage.history import History, Whose
from storage.jobs import Job
from storage.states import State

PAGE = 6
"""Jobs on a page: as many buttons with their numbers fit beside each other."""
LINE_UNITS = 60
"""Of a prompt: a line or two on a phone."""
NEWER, OLDER = "◀", "▶"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of a person's jobs, and whether there are others beside them."""

    jobs: Sequence[Job]
    newer: bool
    older: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The command, and the buttons that turn its message into another page."""

    history: History
    words: Words
    clock: Clock

    def router(self) -> Router:
        """Both handlers."""
        router = Router(name="pages")
        router.message.register(self.ask, Command("history"), in_private_or_named)
        router.callback_query.register(self.press, F.data.startswith(HISTORY))
        return router

    async def ask(self, message: Message, talk: Talk, sender: User) -> None:
        """The newest page."""
        turn = Turned(user_id=sender.id)
        page = await self._page(whose(message.chat, sender), turn)
        if not page.jobs:
            await talk.say(Notice("history-empty"))
            return
        said = self._said(page, talk.language)
        await talk.say(*said, between="\n", buttons=self._buttons(page, turn, talk.language))

    async def press(self, callback_query: CallbackQuery, telegram: TelegramChat) -> None:
        """Another page in place of this one; to turn once more to the same changes nothing."""
        turn = turned(HISTORY, callback_query.data)
        refusal = refusal_of(callback_query, turn)
        if refusal is None and turn is not None:
            refusal = await self._turn(callback_query, turn, telegram)
        await answer(callback_query, refusal, self.words, telegram)

    async def _turn(
        self, press: CallbackQuery, turn: Turned, telegram: TelegramChat
    ) -> Notice | None:
        """What hinders it; None: nothing. May raise ChatError."""
        if press.message is None:
            return Notice("history-gone")
        language = press.from_user.language_code
        page = await self._page(whose(press.message.chat, press.from_user), turn)
        html = self.words.say_all(language, self._said(page, language), between="\n")
        buttons = self._buttons(page, turn, language)
        is_there = await redraw(press, html, telegram, buttons=buttons)
        return None if is_there else Notice("history-gone")

    async def _page(self, whose: Whose, turn: Turned) -> Page:
        """What it turns to. In front of fewer newer jobs than a page holds comes the first page."""
        if turn.turn is Turn.NEWER and turn.job_id is not None:
            jobs = await self.history.newer(whose, than=turn.job_id, limit=PAGE + 1)
            if len(jobs) >= PAGE:
                return Page(jobs=jobs[-PAGE:], newer=len(jobs) > PAGE, older=True)
        than = turn.job_id if turn.turn is Turn.OLDER else None
        jobs = await self.history.older(whose, than=than, limit=PAGE + 1)
        return Page(jobs=jobs[:PAGE], newer=than is not None, older=len(jobs) > PAGE)

    def _said(self, page: Page, language: str | None) -> Sequence[Notice]:
        """What a page says; one that has emptied meanwhile says that."""
        if not page.jobs:
            return [Notice("history-emptied")]
        return [Notice("history-title"), *(self._line(job, language) for job in page.jobs)]

    def _line(self, job: Job, language: str | None) -> Notice:
        known = job.state is State.CLOSED and job.outcome is not None
        state = job.outcome.ending if known and job.outcome else job.state
        facts = {
            "job": str(job.id),
            "prompt": shorten(one_line(job.request.prompt), max_units=LINE_UNITS),
            "state": self.words.say(language, Notice(f"state-{state}")),
        }
        return Notice("history-line", facts | span(self.clock.now() - job.created_at))

    def _buttons(self, page: Page, turn: Turned, language: str | None) -> Keyboard:
        """The numbers bring their videos; the arrows turn; the last shows one after the other."""
        if not page.jobs:
            newest = Turned(user_id=turn.user_id).press(HISTORY)
            return [[Button(text=NEWER, data=newest)]] if page.newer else []
        ends = ((NEWER, Turn.NEWER, page.jobs[0]), (OLDER, Turn.OLDER, page.jobs[-1]))
        arrows = [
            Button(
                text=text, data=Turned(user_id=turn.user_id, turn=to, job_id=job.id).press(HISTORY)
            )
            for (text, to, job), there in zip(ends, (page.newer, page.older), strict=True)
            if there
        ]
        videos = [job.id for job in page.jobs if job.file_ref is not None]
        numbers = [Button(text=str(one), data=press_of(Act.SHOW, one)) for one in videos]
        rows = [numbers, arrows]
        if videos:
            first = Turned(user_id=turn.user_id, turn=Turn.HERE, job_id=videos[0]).press(REEL)
            rows.append([Button(text=self.words.say(language, Notice("button-reel")), data=first)])
        return [row for row in rows if row]


def whose(chat: ChatOfTelegram, person: User) -> Whose:
    """Whose jobs are shown in a chat: in a group what was made there, in private everything."""
    in_private = chat.type == ChatType.PRIVATE
    return Whose(user_id=person.id, chat_id=None if in_private else chat.id)


def refusal_of(press: CallbackQuery, turn: Turned | None) -> Notice | None:
    """Why somebody may not turn these pages; None: they may."""
    if turn is None:
        return Notice("history-gone")
    return None if turn.user_id == press.from_user.id else Notice("history-not-yours")
