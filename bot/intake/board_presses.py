"""What the buttons of a board say when they are pressed.

All that is chosen travels in them, so a board needs no place in the store and works for as long
as its message is there: `opt1:JOB:cq:8.720.16:9.1..pixverse`. Anybody can send such words, so they
are read strictly. The number in the prefix is the version: what has another one is too old.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.intake.board import Board, Section, value_of, with_value
from storage.jobs import Choices, Options

SETTINGS = "set1:"
"""Begins the data of the buttons of a person's settings; their subject is the person."""
OPTIONS = "opt1:"
"""Begins the data of the buttons of a job's options; their subject is the job."""

_SECTIONS = dict(zip("vadqse", Section, strict=True))
_LETTERS = {section: letter for letter, section in _SECTIONS.items()}
_NUMBER = "[1-9][0-9]"
_CHOICES = (
    rf"({_NUMBER}{{0,2}})?\.({_NUMBER}{{0,3}})?\.({_NUMBER}?:{_NUMBER}?)?"
    r"\.([01])?\.([01])?\.([a-z_]{1,16})?"
)
_PRESS = re.compile(rf"({_NUMBER}{{0,17}}):([scrm])([vadqse-]):({_CHOICES})")


class Move(StrEnum):
    """What a button of a board does."""

    SHOW = "s"
    """Turn to a page."""
    CHOOSE = "c"
    """Choose what the button stands for, on its page."""
    RESET = "r"
    """Take back all that was chosen."""
    MAKE = "m"
    """Order a video with what is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPress:
    """A pressed button. `page` None: the first page, which leads to the others."""

    subject: int
    move: Move
    page: Section | None = None
    choices: Choices


def board_press(prefix: str, press: BoardPress) -> str:
    """The data of a button: 64 bytes at most, as long as a person's id has 16 digits."""
    page = _LETTERS[press.page] if press.page else "-"
    return f"{prefix}{press.subject}:{press.move}{page}:{code_of(press.choices)}"


def pressed_board(prefix: str, data: str | None) -> BoardPress | None:
    """What a pressed button says; None for anything else."""
    if data is None or not data.startswith(prefix):
        return None
    said = _PRESS.fullmatch(data.removeprefix(prefix))
    if said is None:
        return None
    subject, move, page, _, duration, quality, ratio, audio, expansion, provider = said.groups()
    return BoardPress(
        subject=int(subject),
        move=Move(move),
        page=_SECTIONS.get(page),
        choices=Choices(
            options=Options(
                duration_s=int(duration) if duration else None,
                quality=f"{quality}p" if quality else None,
                aspect_ratio=ratio,
                audio=_switch(audio),
                prompt_expansion=_switch(expansion),
            ),
            provider=provider,
        ),
    )


def code_of(choices: Choices) -> str:
    """All that can be chosen on a board, in 35 characters at most."""
    options = choices.options
    parts = (
        options.duration_s,
        (options.quality or "").removesuffix("p"),
        options.aspect_ratio,
        None if options.audio is None else int(options.audio),
        None if options.prompt_expansion is None else int(options.prompt_expansion),
        choices.provider,
    )
    return ".".join("" if part is None else str(part) for part in parts)


def _switch(said: str | None) -> bool | None:
    return None if said is None else said == "1"


def chosen_after(press: BoardPress, board: Board, before: Choices) -> Choices | None:
    """What is chosen after a press; None: what the button stands for cannot be had any more.

    Of an older board only what the button stands for counts: what was chosen since stays, as far
    as it goes with it.
    """
    if press.move is Move.RESET:
        return board.begun()
    if press.move is not Move.CHOOSE or press.page is None:
        return before
    value = value_of(press.choices, press.page)
    after = board.settled(with_value(before, press.page, value), first=press.page)
    return after if value_of(after, press.page) == value else None
