"""The buttons that say what to make of an album."""

from contextlib import suppress
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.chat import ChatError
from bot.i18n.words import Notice, Words
from bot.intake.album_choices import AlbumChoices, Chosen
from bot.intake.presses import ALBUM, pressed_choice
from bot.telegram.chat import TelegramChat
from bot.telegram.press import redraw


@dataclass(frozen=True, slots=True, kw_only=True)
class AlbumButtons:
    """Translates presses for intake; a question that is answered becomes the answer."""

    choices: AlbumChoices
    words: Words

    def router(self) -> Router:
        """The one handler."""
        router = Router(name="albums")
        router.callback_query.register(self.press, F.data.startswith(ALBUM))
        return router

    async def press(self, callback_query: CallbackQuery, telegram: TelegramChat) -> None:
        """Makes what was chosen, once: what the question cannot say now, the answer says."""
        chosen = await self._chosen(callback_query)
        language = callback_query.from_user.language_code
        text = self.words.say_all(language, chosen.notices, between=" ")
        if chosen.is_done:
            with suppress(ChatError):
                await redraw(callback_query, text, telegram)
        await telegram.answer_press(callback_query.id, text)

    async def _chosen(self, press: CallbackQuery) -> Chosen:
        choosing = pressed_choice(press.data)
        if choosing is None or press.message is None:
            return Chosen([Notice("too-old")])
        return await self.choices.choose(
            choosing,
            chat_id=press.message.chat.id,
            user_id=press.from_user.id,
            language=press.from_user.language_code,
        )
