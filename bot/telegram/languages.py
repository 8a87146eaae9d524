"""Which language a person reads: the one that they chose, else that of their Telegram."""

from dataclasses import dataclass
from typing import TypeVar, cast

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineQuery, Message

from bot.chat import Button
from bot.clock import Clock
from bot.i18n.words import LANGUAGES, Notice, Words
from bot.intake.presses import LANGUAGE, chosen_language, language_press
from bot.telegram.commands import called, in_private_or_named
from bot.telegram.press import Press
from bot.telegram.talk import Talk
from storage.people import People

Event = TypeVar("Event", bound=Message | CallbackQuery | InlineQuery)


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages:
    """Asks for a language, keeps the choice and puts it in the place of Telegram's."""

    people: People
    words: Words
    clock: Clock

    def router(self) -> Router:
        """/language and its buttons."""
        router = Router(name="languages")
        router.message.register(self.ask, called("language"), in_private_or_named)
        router.callback_query.register(self.press, F.data.startswith(LANGUAGE))
        return router

    async def chosen(self, event: Event) -> Event:
        """The event, as if its sender's Telegram told the language that they chose."""
        sender = event.from_user
        language = await self.people.language(sender.id) if sender else None
        if sender is None or language is None:
            return event
        speaker = sender.model_copy(update={"language_code": language})
        return cast("Event", event.model_copy(update={"from_user": speaker}))

    async def ask(self, _message: Message, talk: Talk) -> None:
        """Shows every language, each by its own name."""
        buttons = [
            Button(text=self.words.say(one, Notice("language-name")), data=language_press(one))
            for one in LANGUAGES
        ]
        await talk.say(Notice("language-ask"), buttons=[buttons])

    async def press(self, query: CallbackQuery, press: Press) -> None:
        """In a group everybody may press; each chooses for themselves alone."""
        language = chosen_language(press.data)
        if language not in LANGUAGES:  # another version of the bot offered it
            await press.answer(Notice("too-old"))
            return
        await self.people.choose(press.user_id, language, now=self.clock.now())
        text = self.words.say(language, Notice("language-set"))
        await press.chat.answer_press(query.id, text)
