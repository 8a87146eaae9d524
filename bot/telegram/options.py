"""The button Options under a result: the same request once more, with other options.

All that is chosen stands in the buttons, so a board works for as long as its job is kept.
"""

from contextlib import suppress
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery, Update

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
from bot.telegram.chat import TelegramChat
from bot.telegram.press import answer, own_job, redraw, sent_by_press, talk_about
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
        router.callback_query.register(self.opened, F.data.startswith(f"{Act.OPTIONS}:"))
        router.callback_query.register(self.pressed, F.data.startswith(OPTIONS))
        return router

    async def opened(self, callback_query: CallbackQuery, telegram: TelegramChat) -> None:
        """A board in answer to the result, with what its job asked for."""
        job_id = pressed_job(Act.OPTIONS, callback_query.data)
        found = await self._found(callback_query, job_id)
        said = found if isinstance(found, Notice) else await self._open(found, telegram)
        await answer(callback_query, said, self.words, telegram)

    async def pressed(
        self, callback_query: CallbackQuery, event_update: Update, telegram: TelegramChat
    ) -> None:
        """A button of the board."""
        press = pressed_board(OPTIONS, callback_query.data)
        said: Notice | None = Notice("board-too-old")
        if press is not None:
            found = await self._found(callback_query, press.subject)
            if isinstance(found, Notice):
                said = found
            elif press.move is Move.MAKE:
                said = await self._make(press, found, event_update, telegram)
            else:
                said = await self._turn(press, found, telegram)
        await answer(callback_query, said, self.words, telegram)

    async def _found(self, query: CallbackQuery, job_id: int | None) -> "Pressed | Notice":
        """The job of a button and its board, or why there is none."""
        job = await own_job(self.store.records, query, job_id)
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
            words=self.words,
            language=query.from_user.language_code,
        )
        return Pressed(job=job, face=face, query=query)

    async def _open(self, pressed: "Pressed", telegram: TelegramChat) -> Notice | None:
        """Gives what there is to say besides."""
        choices = pressed.face.board.begun()
        if not pressed.face.board.sections(choices):
            return Notice("board-nothing")
        said = await pressed.face.says(choices, None, self.estimates)
        talk = talk_about(pressed.query, pressed.job, telegram, self.words)
        await talk.say(*said, buttons=pressed.face.keyboard(choices, None))
        return None

    async def _turn(
        self, press: BoardPress, pressed: "Pressed", telegram: TelegramChat
    ) -> Notice | None:
        """Gives what there is to say besides."""
        board = pressed.face.board
        before = board.settled(press.choices)
        after = chosen_after(press, board, before)
        choices = before if after is None else after
        is_there = await pressed.face.turn(
            choices, press.page, self.estimates, pressed.query, telegram
        )
        return None if is_there and after is not None else Notice("board-too-old")

    async def _make(
        self, press: BoardPress, pressed: "Pressed", update: Update, telegram: TelegramChat
    ) -> Notice:
        """Order what the button says; then the board says that it is on its way."""
        if pressed.face.board.candidate(press.choices) is None:
            await self._turn(press, pressed, telegram)
            return Notice("board-too-old")
        draft = pressed.draft(press.choices, update_id=update.update_id)
        taken = await self.drafts.accept(draft, update_id=update.update_id)
        if isinstance(taken, Declined):
            return taken.notice
        made = Notice("options-made", {"options": pressed.face.made_with(press.choices)})
        # The update has left the inbox: what is not said now is said by the next press.
        with suppress(ChatError):
            said = self.words.say(pressed.face.language, made)
            await redraw(pressed.query, said, telegram)
        return Notice("retry-accepted-before" if taken.again else "options-accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button that its job's person pressed: under a result, or on a board."""

    job: Job
    face: BoardFace
    query: CallbackQuery

    def draft(self, choices: Choices, *, update_id: int) -> Draft:
        """One choice on one board makes one job, however often it is pressed."""
        sent = sent_by_press(self.query, self.job, update_id=update_id)
        where = f"{sent.chat_id}:{sent.message_id}"
        origin = f"options:{self.job.id}:{where}:{code_of(choices)}"
        return draft_of(self.face.board.asked(choices), sent, origin=origin)
