"""/settings: what a person prefers, on one board with pages. Every tap is kept at once."""

from dataclasses import dataclass

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, User

from bot.clock import Clock
from bot.i18n.words import Notice, Words
from bot.intake.board import Board
from bot.intake.board_presses import SETTINGS, BoardPress, chosen_after, pressed_board
from bot.intake.estimates import Estimates
from bot.providers.registry import Registry
from bot.telegram.board_face import BoardFace
from bot.telegram.chat import TelegramChat
from bot.telegram.commands import in_private_or_named
from bot.telegram.press import answer
from bot.telegram.talk import Talk
from storage.jobs import Choices, Mode, Request
from storage.people import People


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalSettings:
    """The command and its board, which belongs to who asked for it."""

    people: People
    registry: Registry
    estimates: Estimates
    words: Words
    clock: Clock

    def router(self) -> Router:
        """Both handlers."""
        router = Router(name="settings")
        router.message.register(self.ask, Command("settings"), in_private_or_named)
        router.callback_query.register(self.pressed, F.data.startswith(SETTINGS))
        return router

    async def ask(self, _message: Message, talk: Talk, sender: User) -> None:
        """Shows what holds."""
        board = self._board()
        choices = await self._chosen(board, sender.id)
        if not board.sections(choices):
            await talk.say(Notice("board-nothing"))
            return
        face = self._face(board, sender.id, talk.language)
        said = await face.says(choices, None, self.estimates)
        await talk.say(*said, buttons=face.keyboard(choices, None))

    async def pressed(self, callback_query: CallbackQuery, telegram: TelegramChat) -> None:
        """Does what the button says, and shows what holds now. Once more, it changes nothing."""
        press = pressed_board(SETTINGS, callback_query.data)
        if press is None:
            said: Notice | None = Notice("board-too-old")
        elif press.subject != callback_query.from_user.id:
            said = Notice("settings-not-yours")
        else:
            said = await self._turn(press, callback_query, telegram)
        await answer(callback_query, said, self.words, telegram)

    async def _turn(
        self, press: BoardPress, query: CallbackQuery, telegram: TelegramChat
    ) -> Notice | None:
        """Gives what there is to say besides."""
        board = self._board()
        before = await self._chosen(board, press.subject)
        after = chosen_after(press, board, before)
        if after is not None and after != before:
            kept = after if after != Choices() else None
            await self.people.prefer(press.subject, kept, now=self.clock.now())
        choices = before if after is None else after
        face = self._face(board, press.subject, query.from_user.language_code)
        is_there = await face.turn(choices, press.page, self.estimates, query, telegram)
        return None if is_there and after is not None else Notice("board-too-old")

    async def _chosen(self, board: Board, user_id: int) -> Choices:
        """What of a person's choices can be had here now."""
        return board.settled(await self.people.choices(user_id) or Choices())

    def _board(self) -> Board:
        """For a prompt that says nothing: a video from words, where somebody makes such."""
        pictures = () if self.registry.able(Mode.TEXT) else ("",)
        return Board(registry=self.registry, request=Request(prompt="", pictures=pictures))

    def _face(self, board: Board, user_id: int, language: str | None) -> BoardFace:
        return BoardFace(
            board=board,
            title=Notice("settings-title"),
            prefix=SETTINGS,
            subject=user_id,
            makes=False,
            words=self.words,
            language=language,
        )
