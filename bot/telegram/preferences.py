"""/settings: what a person prefers, on one board with pages. Every tap is kept at once."""

from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message, User

from bot.clock import Clock
from bot.i18n.words import Notice, Words
from bot.intake.board import Board
from bot.intake.board_presses import SETTINGS, BoardPress, chosen_after, pressed_board
from bot.intake.estimates import Estimates
from bot.providers.registry import Registry
from bot.telegram.board_face import BoardFace
from bot.telegram.commands import called, in_private_or_named
from bot.telegram.press import Press
from bot.telegram.talk import Talk
from storage.jobs import Choices, Mode, Request
from storage.people import People


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """The command and its board, which belongs to who asked for it."""

    people: People
    registry: Registry
    estimates: Estimates
    words: Words
    clock: Clock

    def router(self) -> Router:
        """Both handlers."""
        router = Router(name="preferences")
        router.message.register(self.ask, called("settings"), in_private_or_named)
        router.callback_query.register(self.press, F.data.startswith(SETTINGS))
        return router

    async def ask(self, _message: Message, talk: Talk, sender: User) -> None:
        """Shows what holds."""
        board = self._board()
        choices = await self._chosen(board, sender.id)
        nothing = await self._face(board, sender.id, talk.language).open(choices, talk)
        if nothing is not None:
            await talk.say(nothing)

    async def press(self, _query: CallbackQuery, press: Press) -> None:
        """Does what the button says, and shows what holds now. Once more, it changes nothing."""
        wish = pressed_board(SETTINGS, press.data)
        if wish is None:
            said: Notice | None = Notice("board-too-old")
        elif wish.subject != press.user_id:
            said = Notice("settings-not-yours")
        else:
            said = await self._turn(wish, press)
        await press.answer(said)

    async def _turn(self, wish: BoardPress, press: Press) -> Notice | None:
        """Gives what there is to say besides."""
        board = self._board()
        before = await self._chosen(board, press.user_id)
        after = chosen_after(wish, board, before)
        if after is not None and after != before:
            kept = after if after != Choices() else None
            await self.people.prefer(press.user_id, kept, now=self.clock.now())
        face = self._face(board, press.user_id, press.language)
        return await face.turn(press, wish.page, before=before, after=after)

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
            estimates=self.estimates,
            words=self.words,
            language=language,
        )
