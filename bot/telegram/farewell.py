"""/forget: says what goes, asks once, and lets the store forget the person."""

from dataclasses import dataclass
from datetime import timedelta

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message, User

from bot.chat import Button, Place
from bot.clock import Clock
from bot.forgetting import forget_person
from bot.i18n.words import Notice, Words
from bot.intake.presses import FORGET, asked_to_forget, forget_press
from bot.telegram.commands import called, in_private_or_named
from bot.telegram.press import Press
from bot.telegram.refusals import Refusals
from bot.telegram.talk import Talk
from storage.store import Store

HOLDS = timedelta(days=1)
"""A question that was not answered for so long has to be asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """The command and its button."""

    store: Store
    words: Words
    refusals: Refusals
    clock: Clock

    def router(self) -> Router:
        """Both handlers."""
        router = Router(name="farewell")
        router.message.register(self.ask, called("forget"), in_private_or_named)
        router.callback_query.register(self.press, F.data.startswith(FORGET))
        return router

    async def ask(self, _message: Message, talk: Talk, sender: User) -> None:
        """Says what goes and what stays. In a group it would be everybody's to read."""
        if not talk.is_private:
            await self.refusals.refuse_command(talk, Notice("forget-in-private"))
            return
        text = self.words.say(talk.language, Notice("button-forget"))
        data = forget_press(sender.id, at=self.clock.now())
        await talk.say(Notice("forget-ask"), buttons=[[Button(text=text, data=data)]])

    async def press(self, query: CallbackQuery, press: Press) -> None:
        """Forgets. Doing it again changes nothing, so a kill in its midst does no harm.

        May raise ChatError.
        """
        said = self._refusal(press)
        if said is None:
            left = await forget_person(self.store, press.user_id, clock=self.clock)
            told = Notice("forget-done", {"number": left})
            # The question becomes the answer, so it cannot be pressed again.
            if not await press.redraw(told) and query.message:
                html = self.words.say(press.language, told)
                await press.chat.send(Place(chat_id=query.message.chat.id), html)
            said = Notice("done")
        await press.answer(said)

    def _refusal(self, press: Press) -> Notice | None:
        asked = asked_to_forget(press.data)
        if asked is None or not asked.at <= self.clock.now() < asked.at + HOLDS:
            return Notice("forget-too-old")
        return None if asked.user_id == press.user_id else Notice("forget-not-yours")
