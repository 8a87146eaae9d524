"""The buttons that say what to make of an album."""

from contextlib import suppress
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.chat import ChatError
from bot.i18n.words import Notice
from bot.intake.album_choices import AlbumChoices
from bot.intake.presses import ALBUM, pressed_choice
from bot.telegram.press import Press


@dataclass(frozen=True, slots=True, kw_only=True)
class AlbumButtons:
    """Translates presses for intake; a question that is answered becomes the answer."""

    choices: AlbumChoices

    def router(self) -> Router:
        """The one handler."""
        router = Router(name="albums")
        router.callback_query.register(self.press, F.data.startswith(ALBUM))
        return router

    async def press(self, query: CallbackQuery, press: Press) -> None:
        """Makes what was chosen, once: what the question cannot say now, the answer says."""
        choosing = pressed_choice(press.data)
        if choosing is None or query.message is None:
            await press.answer(Notice("too-old"))
            return
        chosen = await self.choices.choose(
            choosing,
            chat_id=query.message.chat.id,
            user_id=press.user_id,
            language=press.language,
        )
        if chosen.is_done:
            with suppress(ChatError):
                await press.redraw(*chosen.notices, between=" ")
        await press.answer(*chosen.notices)
