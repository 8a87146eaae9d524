"""/broadcast: shows what everybody would be told, asks once, and sends nothing before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message
from aiogram.utils.text_decorations import html_decoration

from bot.chat import Button, ChatRefused
from bot.clock import Clock
from bot.i18n.words import Notice, Words
from bot.intake.presses import DROP_NEWS, SEND_NEWS, STOP_NEWS, pressed_number
from bot.telegram.admins.gate import Desk, Handler
from bot.telegram.press import Press
from bot.telegram.talk import Talk
from storage.broadcasts import Broadcasts


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastDesk(Desk):
    """Asks, begins and stops; `worker.herald` carries it out."""

    broadcasts: Broadcasts
    words: Words
    clock: Clock
    wake_herald: Callable[[], None]

    def commands(self) -> Mapping[str, Handler]:
        """See Desk."""
        return {"broadcast": self.ask}

    def presses(self) -> Mapping[str, Handler]:
        """See Desk."""
        return {SEND_NEWS: self.send, DROP_NEWS: self.drop, STOP_NEWS: self.stop}

    async def ask(self, message: Message, command: CommandObject, talk: Talk) -> None:
        """Shows the message as people would get it, and asks."""
        html = _written(message, command)
        if not html:
            await talk.say(Notice("broadcast-usage"))
            return
        people = await self.broadcasts.recipients()
        if not people:
            await talk.say(Notice("broadcast-nobody"))
            return
        number = await self.broadcasts.ask(
            admin_id=talk.user_id,
            message_id=talk.message_id,
            language=talk.language,
            html=html,
            now=self.clock.now(),
        )
        try:
            await talk.chat.send(talk.place, html)
        except ChatRefused:
            await talk.say(Notice("broadcast-refused"))
            return
        send = self._button(
            talk, SEND_NEWS, number, Notice("button-broadcast-send", {"number": people})
        )
        drop = self._button(talk, DROP_NEWS, number, Notice("button-broadcast-drop"))
        await talk.say(Notice("broadcast-ask"), buttons=[[send], [drop]])

    def _button(self, talk: Talk, act: str, number: int, notice: Notice) -> Button:
        return Button(text=self.words.say(talk.language, notice), data=f"{act}{number}")

    async def send(self, query: CallbackQuery, press: Press) -> None:
        """Confirmed: the question becomes the line that tells how far it is."""
        number, message = pressed_number(press.data) or 0, query.message
        line_id, now = message.message_id if message else 0, self.clock.now()
        begun = await self.broadcasts.start(number, line_id=line_id, now=now)
        self.wake_herald()
        await press.answer(_told(begun))

    async def drop(self, _query: CallbackQuery, press: Press) -> None:
        """Nobody hears of it. May raise ChatError: it is said again, then."""
        dropped = await self.broadcasts.drop(pressed_number(press.data) or 0)
        await press.answer(_told(dropped))
        if dropped:
            await press.redraw(Notice("broadcast-dropped"))

    async def stop(self, _query: CallbackQuery, press: Press) -> None:
        """Nobody else hears of it; the line tells how far it had come."""
        stopped = await self.broadcasts.stop(pressed_number(press.data) or 0)
        await press.answer(_told(stopped))


def _told(done: bool) -> Notice:
    return Notice("done" if done else "broadcast-over")


def _written(message: Message, command: CommandObject) -> str:
    """What an admin wrote after the command, or in the message that it answers, with its format."""
    if not command.args:
        answered = message.reply_to_message
        return answered.html_text if answered is not None and answered.text else ""
    text = message.text or ""
    begins = text.index(command.args, len(text.split(maxsplit=1)[0]))  # one code point, one unit
    kept = [
        one.model_copy(
            update={
                "offset": max(one.offset - begins, 0),
                "length": one.offset + one.length - max(one.offset, begins),
            }
        )
        for one in message.entities or ()
        if one.offset + one.length > begins
    ]
    return html_decoration.unparse(text[begins:], kept)
