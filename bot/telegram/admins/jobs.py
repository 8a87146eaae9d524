"""/jobs: what is open, what is stuck first, and a hand for it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from aiogram.types import CallbackQuery, Message

from bot.chat import Button, ChatError, Keyboard
from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice, Words
from bot.intake.presses import GIVE_UP, HASTEN, pressed_number
from bot.telegram.admins.gate import Desk, Handler
from bot.telegram.admins.summary import endings, how
from bot.telegram.press import Press
from bot.telegram.talk import Talk
from storage.jobs import Job
from storage.states import State
from storage.store import Store

SHOWN = 6
"""Jobs with their buttons on a phone's screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDesk(Desk):
    """Nothing here buys: a job that is due goes the worker's usual way."""

    store: Store
    words: Words
    clock: Clock
    wake: Callable[[], None]

    def commands(self) -> Mapping[str, Handler]:
        """See Desk."""
        return {"jobs": self.jobs}

    def presses(self) -> Mapping[str, Handler]:
        """See Desk."""
        return {HASTEN: self.hasten, GIVE_UP: self.give_up}

    async def jobs(self, _message: Message, talk: Talk) -> None:
        """The open jobs in numbers, and those that want attention most."""
        stuck = await self.store.records.stuck(limit=SHOWN)
        notices = await self._told(talk.language, stuck)
        await talk.say(*notices, between="\n", buttons=self._buttons(talk.language, stuck))

    async def _told(self, language: str | None, stuck: Sequence[Job]) -> Sequence[Notice]:
        numbers = await self.store.records.open_by_state()
        if not numbers:
            return [Notice("jobs-none")]
        states = {"endings": endings(self.words, language, numbers)}
        return [Notice("jobs-title", states), *(self._line(language, job) for job in stuck)]

    def _line(self, language: str | None, job: Job) -> Notice:
        facts = {
            "job": str(job.id),
            "state": how(self.words, language, job.state),
            "provider": job.provider or "–",
            "tries": str(job.attempts + job.misses),
        }
        return Notice("jobs-line", {**facts, **span(self.clock.now() - job.created_at)})

    def _buttons(self, language: str | None, stuck: Sequence[Job]) -> Keyboard:
        return [self._row(language, job) for job in stuck]

    def _row(self, language: str | None, job: Job) -> Sequence[Button]:
        def button(key: str, act: str) -> Button:
            text = self.words.say(language, Notice(key, {"job": str(job.id)}))
            return Button(text=text, data=f"{act}{job.id}")

        retry = button("button-job-retry", HASTEN)
        if job.state is State.DELIVERING:  # how it ended is known, and on its way
            return [retry]
        return [retry, button("button-job-close", GIVE_UP)]

    async def hasten(self, _query: CallbackQuery, press: Press) -> None:
        """Its next step is due now."""
        number = pressed_number(press.data) or 0
        is_open = await self.store.by_hand.hasten(number, now=self.clock.now())
        done = Notice("job-hastened" if is_open else "job-over", {"job": str(number)})
        await self._answer(press, done)

    async def give_up(self, _query: CallbackQuery, press: Press) -> None:
        """It ends, and its person hears how."""
        number = pressed_number(press.data) or 0
        ending = await self.store.by_hand.end(number, now=self.clock.now())
        if ending is None:
            done = Notice("job-not-closed", {"job": str(number)})
        else:
            state = how(self.words, press.language, ending)
            done = Notice("job-closed", {"job": str(number), "state": state})
        await self._answer(press, done)

    async def _answer(self, press: Press, done: Notice) -> None:
        """Say what was done, and show what is open now."""
        self.wake()
        await press.answer(done)
        stuck = await self.store.records.stuck(limit=SHOWN)
        told = await self._told(press.language, stuck)
        buttons = self._buttons(press.language, stuck)
        with suppress(ChatError):  # /jobs shows it again
            await press.redraw(*told, between="\n", buttons=buttons)
