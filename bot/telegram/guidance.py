"""/start and /help: what can be done with the bot, on pages that each fit a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Message, User

from bot.chat import Button, Keyboard
from bot.clock import Clock
from bot.i18n.words import Notice, Words
from bot.intake.flags import Offer, offered_flags
from bot.intake.presses import HELP
from bot.providers.registry import Registry
from bot.telegram.commands import called, in_private_or_named
from bot.telegram.menu import set_admins_menu
from bot.telegram.press import Press
from bot.telegram.talk import Talk
from storage.admission import Limits
from storage.jobs import Mode
from storage.standings import Standings


class Page(StrEnum):
    """What /help tells; a name here stands for ever, old buttons have it."""

    WAYS = "ways"
    """What becomes a video. It comes first."""
    OPTIONS = "options"
    COMMANDS = "commands"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Both commands, and the buttons that turn the message of /help into another page."""

    registry: Registry
    standings: Standings
    limits: Limits
    admins: frozenset[int]
    words: Words
    clock: Clock

    def router(self) -> Router:
        """Every handler."""
        router = Router(name="guidance")
        router.message.register(self.start, called("start"), in_private_or_named)
        router.message.register(self.ask, called("help"), in_private_or_named)
        router.callback_query.register(self.turn, F.data.startswith(HELP))
        return router

    async def start(self, _message: Message, talk: Talk, sender: User, bot: Bot) -> None:
        """Says what the bot is for. Only now Telegram takes the menu of an admin who is new."""
        if talk.is_private and sender.id in self.admins:
            await set_admins_menu(bot, self.words, sender.id, self.clock)
        await talk.say(Notice("start"))

    async def ask(self, _message: Message, talk: Talk, sender: User, bot: Bot) -> None:
        """The first page."""
        is_admin = talk.is_private and sender.id in self.admins
        buttons = self._buttons(Page.WAYS, talk.language, is_admin=is_admin)
        await talk.say(*await self._ways(sender, bot), buttons=buttons)

    async def turn(self, _query: CallbackQuery, press: Press, bot: Bot) -> None:
        """Another page in the same message; in a group anybody may turn it."""
        page, language = _page(press.data), press.language
        is_admin = press.is_private and press.user_id in self.admins
        is_there = False
        if page is not None and (is_admin or page is not Page.ADMIN):
            html = await self._html(page, press.query.from_user, bot)
            buttons = self._buttons(page, language, is_admin=is_admin)
            is_there = await press.redraw_as(html, buttons=buttons)
        await press.answer(None if is_there else Notice("help-gone"))

    async def _html(self, page: Page, person: User, bot: Bot) -> str:
        language = person.language_code
        if page is Page.WAYS:
            return self.words.say_all(language, await self._ways(person, bot))
        if page is Page.OPTIONS:
            flags = self.words.say_all(language, self._flags(), between="\n")
            return f"{flags}\n\n{self.words.say(language, Notice('help-options-more'))}"
        return self.words.say(language, Notice(f"help-{page}"))

    async def _ways(self, person: User, bot: Bot) -> Sequence[Notice]:
        """With the limits that hold for a person."""
        own = (await self.standings.get(person.id)).per_day
        facts: dict[str, str | int] = {
            "max_chars": self.registry.prompt_max_chars(),
            "per_minute": self.limits.per_minute,
            "per_day": self.limits.per_day if own is None else own,
            "active": self.limits.active,
            "frames": "yes" if self.registry.able(Mode.FRAMES) else "no",
        }
        me = await bot.me()
        ways = Notice("help-ways", facts)
        inline = Notice("help-inline", {"bot": f"@{me.username}"})
        return [ways, inline] if me.supports_inline_queries else [ways]

    def _flags(self) -> Sequence[Notice]:
        """A title, and those that somebody in use understands."""
        offer = Offer.of(self.registry)
        facts = {"provider": offer.providers[0]}
        flags = [Notice(f"help-flag-{name}", facts) for name in offered_flags(offer)]
        return [Notice("help-options"), *flags]

    def _buttons(self, page: Page, language: str | None, *, is_admin: bool) -> Keyboard:
        if page is not Page.WAYS:
            return [[self._button("button-back", Page.WAYS, language)]]
        rows = [[Page.OPTIONS, Page.COMMANDS], [Page.ADMIN]][: 2 if is_admin else 1]
        return [[self._button(f"button-help-{to}", to, language) for to in row] for row in rows]

    def _button(self, key: str, to: Page, language: str | None) -> Button:
        return Button(text=self.words.say(language, Notice(key)), data=f"{HELP}{to}")


def _page(data: str | None) -> Page | None:
    """What a pressed button turns to; None for anything else."""
    said = (data or "").removeprefix(HELP)
    return Page(said) if said in set(Page) else None
