"""/history: a person's videos page by page, newest first; the pages are theirs alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message, User

from bot.chat import Button, Keyboard
from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice, Words
from bot.intake.excerpt import one_line, shorten
from bot.intake.presses import HISTORY, REEL, Act, Turn, Turned, press_of, turned
from bot.telegram.commands import called, in_private_or_named
from bot.telegram.press import Press
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
class HistoryPages:
    """The command, and the buttons that turn its message into another page."""

    history: History
    words: Words
    clock: Clock

    def router(self) -> Router:
        """Both handlers."""
        router = Router(name="history")
        router.message.register(self.ask, called("history"), in_private_or_named)
        router.callback_query.register(self.press, F.data.startswith(HISTORY))
        return router

    async def ask(self, _message: Message, talk: Talk, sender: User) -> None:
        """The newest page."""
        turn = Turned(user_id=sender.id)
        page = await self._page(whose(talk.place.chat_id, sender.id), turn)
        if not page.jobs:
            await talk.say(Notice("history-empty"))
            return
        said = self._said(page, talk.language)
        await talk.say(*said, between="\n", buttons=self._buttons(page, turn, talk.language))

    async def press(self, _query: CallbackQuery, press: Press) -> None:
        """Another page in place of this one; to turn once more to the same changes nothing."""
        turn = turned_by(press, HISTORY)
        await press.answer(await self._turn(press, turn) if isinstance(turn, Turned) else turn)

    async def _turn(self, press: Press, turn: Turned) -> Notice | None:
        """What hinders it; None: nothing. May raise ChatError."""
        if press.query.message is None:
            return Notice("history-gone")
        page = await self._page(whose(press.query.message.chat.id, press.user_id), turn)
        said, buttons = self._said(page, press.language), self._buttons(page, turn, press.language)
        is_there = await press.redraw(*said, between="\n", buttons=buttons)
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


def whose(chat_id: int, user_id: int) -> Whose:
    """Whose jobs are shown in a chat: in a group what was made there, in private everything."""
    return Whose(user_id=user_id, chat_id=chat_id if chat_id < 0 else None)


def turned_by(press: Press, pages: str) -> Turned | Notice:
    """Where somebody turns these pages to, or why they may not."""
    turn = turned(pages, press.data)
    if turn is None:
        return Notice("history-gone")
    return turn if turn.user_id == press.user_id else Notice("history-not-yours")
