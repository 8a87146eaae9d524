"""How a board of options looks: its pages, its ticks and what it will cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING

from bot.chat import Button, Keyboard
from bot.i18n.words import Notice, Words
from bot.intake.board import Board, Offered, Section, Value
from bot.intake.board_presses import BoardPress, Move, board_press
from bot.intake.estimates import Estimates
from bot.telegram.press import Press
from bot.telegram.talk import Talk
from storage.jobs import Choices

COLUMNS = {
    Section.PROVIDER: 2,
    Section.ASPECT_RATIO: 4,
    Section.DURATION: 5,
    Section.QUALITY: 4,
    Section.SOUND: 2,
    Section.EMBELLISHING: 2,
}
"""Buttons in a row, as a phone has room for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFace:
    """A board as one person sees it.

    `title` stands on its first page, `prefix` and `subject` begin the data of its buttons, and
    `makes`: an order can be placed on it.
    """

    board: Board
    title: Notice
    prefix: str
    subject: int
    makes: bool
    estimates: Estimates
    words: Words
    language: str | None

    async def open(self, choices: Choices, talk: Talk) -> Notice | None:
        """Say the first page, where there is anything to choose; else gives what to say."""
        if not self.board.sections(choices):
            return Notice("board-nothing")
        said = await self._says(choices, None)
        await talk.say(*said, buttons=self._keyboard(choices, None))
        return None

    async def _says(self, choices: Choices, page: Section | None) -> Sequence[Notice]:
        """What stands over the buttons of a page; None is the first."""
        heading = Notice("board-page", {"section": self._name(page)}) if page else self.title
        return heading, await _cost(self.board, choices, self.estimates)

    def _keyboard(self, choices: Choices, page: Section | None) -> Keyboard:
        if page is not None:
            offers = [self._offer(page, one) for one in self.board.offered(page, choices)]
            rows = [offers[at : at + COLUMNS[page]] for at in range(0, len(offers), COLUMNS[page])]
            return [*rows, [self._button("button-back", Move.SHOW, choices)]]
        sections = [[self._section(one, choices)] for one in self.board.sections(choices)]
        last = []
        if choices != self.board.begun():
            last.append(self._button("button-reset", Move.RESET, choices))
        if self.makes:
            last.append(self._button("button-make", Move.MAKE, choices))
        return [*sections, last] if last else sections

    async def turn(
        self, press: Press, page: Section | None, *, before: Choices, after: Choices | None
    ) -> Notice | None:
        """Make the message of a pressed button show a page; gives what there is to say besides.

        `after` None: what the button stands for cannot be had. A page on which there is nothing to
        choose any more is the first one.
        """
        choices = before if after is None else after
        page = page if page and self.board.has_choice(page, choices) else None
        said, buttons = await self._says(choices, page), self._keyboard(choices, page)
        is_there = await press.redraw(*said, buttons=buttons)
        return None if is_there and after is not None else Notice("board-too-old")

    def made_with(self, choices: Choices) -> str:
        """All that is decided, in one line."""
        values = [(one, self.board.value(one, choices)) for one in self.board.sections(choices)]
        return " · ".join(
            self._row(section, value) if isinstance(value, bool) else self._label(section, value)
            for section, value in values
            if value is not None
        )

    def _section(self, section: Section, choices: Choices) -> Button:
        text = self._row(section, self.board.value(section, choices))
        return self._pressing(text, Move.SHOW, choices, section)

    def _offer(self, section: Section, offered: Offered) -> Button:
        label = self._label(section, offered.value)
        text = f"✓ {label}" if offered.ticked else label
        return self._pressing(text, Move.CHOOSE, offered.choices, section)

    def _button(self, key: str, move: Move, choices: Choices) -> Button:
        return self._pressing(self.words.say(self.language, Notice(key)), move, choices)

    def _pressing(
        self, text: str, move: Move, choices: Choices, page: Section | None = None
    ) -> Button:
        press = BoardPress(subject=self.subject, move=move, page=page, choices=choices)
        return Button(text=text, data=board_press(self.prefix, press))

    def _row(self, section: Section, value: Value) -> str:
        facts = {"section": self._name(section), "choice": self._label(section, value)}
        return self.words.say(self.language, Notice("board-row", facts))

    def _name(self, section: Section) -> str:
        return self.words.say(self.language, Notice(f"section-{section.replace('_', '-')}"))

    def _label(self, section: Section, value: Value) -> str:
        if isinstance(value, str):
            return value
        return self.words.say(self.language, _choice(section, value))


def _choice(section: Section, value: int | bool | None) -> Notice:
    if value is None:
        return Notice("choice-whoever" if section is Section.PROVIDER else "choice-usual")
    if isinstance(value, bool):
        return Notice("choice-on" if value else "choice-off")
    return Notice("choice-seconds", {"number": value})


async def _cost(board: Board, choices: Choices, estimates: Estimates) -> Notice:
    """What it will cost, as far as that is known."""
    candidate = board.candidate(choices)
    cost = await estimates.credits(candidate, board.request.mode) if candidate else None
    if cost is None:
        return Notice("cost-unknown")
    return Notice("cost-about", {"number": int(cost.to_integral_value(ROUND_CEILING))})
