"""The button Options under a result: the same request once more, with other options.

All that is chosen stands in the buttons, so a board works for as long as its job is kept.
"""

from contextlib import suppress
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.chat import ChatError
from bot.i18n.words import Notice, Words
from bot.intake.board import Board
from bot.intake.board_presses import (
    OPTIONS,
    BoardPress,
    Move,
    chosen_after,
    code_of,
    pressed_board,
)
from bot.intake.drafts import Declined, Drafts, draft_of
from bot.intake.estimates import Estimates
from bot.intake.possible import impossible
from bot.intake.presses import Act, pressed_job
from bot.providers.registry import Registry
from bot.telegram.board_face import BoardFace
from bot.telegram.press import Press
from storage.jobs import Choices, Draft, Job
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOptions:
    """Opens a board for a job, turns it and orders what was chosen there: once for each choice."""

    store: Store
    drafts: Drafts
    registry: Registry
    estimates: Estimates
    words: Words

    def router(self) -> Router:
        """The handlers of both kinds of buttons."""
        router = Router(name="options")
        router.callback_query.register(self.open, F.data.startswith(f"{Act.OPTIONS}:"))
        router.callback_query.register(self.press, F.data.startswith(OPTIONS))
        return router

    async def open(self, _query: CallbackQuery, press: Press) -> None:
        """A board in answer to the result, with what its job asked for."""
        found = await self._found(press, pressed_job(Act.OPTIONS, press.data))
        await press.answer(await found.open() if isinstance(found, JobBoard) else found)

    async def press(self, _query: CallbackQuery, press: Press) -> None:
        """A button of the board."""
        wish = pressed_board(OPTIONS, press.data)
        said: Notice | None = Notice("board-too-old")
        if wish is not None:
            found = await self._found(press, wish.subject)
            if isinstance(found, Notice):
                said = found
            elif wish.move is Move.MAKE:
                said = await self._make(wish, found)
            else:
                said = await self._turn(wish, found)
        await press.answer(said)

    async def _found(self, press: Press, job_id: int | None) -> "JobBoard | Notice":
        """The job of a button and its board, or why there is none."""
        job = await press.own_job(job_id)
        if isinstance(job, Notice):
            return job
        maker = None
        if job.request.extends is not None:
            maker = await self.store.records.maker_of(job.request.extends)
            if maker is None:
                return Notice("extend-gone")
        board = Board(registry=self.registry, request=job.request, extends=maker)
        if board.candidate(Choices()) is None:
            return impossible(board.asked(Choices()), self.registry)
        face = BoardFace(
            board=board,
            title=Notice("options-title"),
            prefix=OPTIONS,
            subject=job.id,
            makes=True,
            estimates=self.estimates,
            words=self.words,
            language=press.language,
        )
        return JobBoard(job=job, face=face, press=press)

    async def _turn(self, wish: BoardPress, at: "JobBoard") -> Notice | None:
        """Gives what there is to say besides."""
        before = at.face.board.settled(wish.choices)
        after = chosen_after(wish, at.face.board, before)
        return await at.face.turn(at.press, wish.page, before=before, after=after)

    async def _make(self, wish: BoardPress, at: "JobBoard") -> Notice:
        """Order what the button says; then the board says that it is on its way."""
        if at.face.board.candidate(wish.choices) is None:
            await self._turn(wish, at)
            return Notice("board-too-old")
        draft = at.draft(wish.choices)
        taken = await self.drafts.accept(draft, update_id=at.press.update_id)
        if isinstance(taken, Declined):
            return taken.notice
        made = Notice("options-made", {"options": at.face.made_with(wish.choices)})
        # The update has left the inbox: what is not said now is said by the next press.
        with suppress(ChatError):
            await at.press.redraw(made)
        return Notice("retry-accepted-before" if taken.again else "options-accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobBoard:
    """The board of a job, as its person sees it who pressed a button: under a result, or on it."""

    job: Job
    face: BoardFace
    press: Press

    async def open(self) -> Notice | None:
        """Say it with what the job asked for; gives what to say where nothing can be chosen."""
        return await self.face.open(self.face.board.begun(), self.press.talk(self.job))

    def draft(self, choices: Choices) -> Draft:
        """One choice on one board makes one job, however often it is pressed."""
        sent = self.press.sent(self.job)
        where = f"{sent.chat_id}:{sent.message_id}"
        origin = f"options:{self.job.id}:{where}:{code_of(choices)}"
        return draft_of(self.face.board.asked(choices), sent, origin=origin)
