"""What buttons say when they are pressed."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

LANGUAGE = "language:"
"""Begins the data of the buttons that choose a language."""
HELP = "help:"
"""Begins the data of the buttons that turn the pages of /help."""
FORGET = "forget:"
"""Begins the data of the button under /forget."""
HISTORY = "history:"
"""Begins the data of the buttons that turn the pages of /history."""
REEL = "reel:"
"""Begins the data of the buttons that show one video after the other."""
EDITED = "edited:"
"""Begins the data of the button by which an edited prompt is made."""
ALBUM = "album:"
"""Begins the data of the buttons that say what to make of an album."""
HASTEN = "job-retry:"
"""Begins the data of the buttons by which admins make a job due."""
GIVE_UP = "job-close:"
"""Begins the data of the buttons by which admins end a job."""
SEND_NEWS = "news-send:"
"""Begins the data of the button that sends a broadcast which its admin has seen."""
DROP_NEWS = "news-drop:"
"""Begins the data of the button that drops one instead."""
STOP_NEWS = "news-stop:"
"""Begins the data of the button that stops one on its way."""


class Act(StrEnum):
    """What a button does with a job; a name here stands for ever, old buttons have it."""

    RETRY = "retry"
    """Make it once more, because nothing came of it."""
    CANCEL = "cancel"
    """Take it back, or hide it when it is bought already."""
    UNHIDE = "unhide"
    """Show after all what was hidden."""
    SWAP = "swap"
    """Begin with the last picture and end with the first."""
    AGAIN = "again"
    """The same request with a new seed."""
    EDIT = "edit"
    """Ask for another prompt for the same request."""
    LONGER = "longer"
    """Let the video go on."""
    FRAME = "frame"
    """Begin the next video where this one ends."""
    OPTIONS = "options"
    """Choose other options for the same request."""
    SHOW = "show"
    """Bring the video with its buttons."""


def press_of(act: Act, job_id: int) -> str:
    """The data of a button that does something with a job."""
    return f"{act}:{job_id}"


def pressed_job(act: Act, data: str | None) -> int | None:
    """The job with which a pressed button does this; None for anything else."""
    said = re.fullmatch(rf"{act}:([0-9]{{1,18}})", data or "")
    return int(said[1]) if said else None


class Turn(StrEnum):
    """Where a button turns to, from a job."""

    OLDER = "older"
    NEWER = "newer"
    HERE = "here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """Whose pages are turned, and where to; without a job: to the newest."""

    user_id: int
    turn: Turn = Turn.OLDER
    job_id: int | None = None

    def press(self, pages: str) -> str:
        """The data of the button that does it; `pages` is HISTORY or REEL."""
        begin = f"{pages}{self.user_id}"
        return begin if self.job_id is None else f"{begin}:{self.turn}:{self.job_id}"


def turned(pages: str, data: str | None) -> Turned | None:
    """What a pressed button turns to; None for anything else."""
    turns = "|".join(Turn)
    said = re.fullmatch(rf"{pages}([0-9]{{1,18}})(?::({turns}):([0-9]{{1,18}}))?", data or "")
    if said is None:
        return None
    if said[2] is None:
        return Turned(user_id=int(said[1]))
    return Turned(user_id=int(said[1]), turn=Turn(said[2]), job_id=int(said[3]))


def pressed_number(data: str | None) -> int | None:
    """What a button of an admin is about."""
    said = re.fullmatch(r"[a-z-]+:([0-9]{1,18})", data or "")
    return int(said[1]) if said else None


def language_press(language: str) -> str:
    """The data of a button that chooses a language."""
    return f"{LANGUAGE}{language}"


def chosen_language(data: str | None) -> str:
    """What a pressed button chooses, which may be a language that there is not."""
    return (data or "").removeprefix(LANGUAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """One edit of a message."""

    message_id: int
    at: datetime

    def origin(self, chat_id: int) -> str:
        """Of the one job that this edit makes."""
        return f"edit:{chat_id}:{self.message_id}:{int(self.at.timestamp())}"


def edited_press(edited: Edited) -> str:
    """The data of a button that makes the words of an edited message."""
    return f"{EDITED}{edited.message_id}:{int(edited.at.timestamp())}"


def pressed_edit(data: str | None) -> Edited | None:
    """The edit whose words a pressed button makes; None for anything else."""
    said = re.fullmatch(rf"{EDITED}([0-9]{{1,18}}):([0-9]{{1,11}})", data or "")
    if said is None:
        return None
    return Edited(message_id=int(said[1]), at=datetime.fromtimestamp(int(said[2]), UTC))


class Make(StrEnum):
    """What is made of an album; a name here stands for ever, old buttons have it."""

    FRAMES = "frames"
    """One video, from the first picture to the last."""
    FIRST = "first"
    """One video, of the first picture alone."""
    EACH = "each"
    """A video of each picture."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Choosing:
    """What to make of the album that came with this message of this chat.

    `chat_id` None: of the chat where the button is, as older buttons have it. It is another one
    where a group has gone on under another id.
    """

    make: Make
    message_id: int
    chat_id: int | None = None


def album_press(choosing: Choosing) -> str:
    """The data of a button that says what to make of an album."""
    return f"{ALBUM}{choosing.make}:{choosing.message_id}:{choosing.chat_id}"


def pressed_choice(data: str | None) -> Choosing | None:
    """What a pressed button makes of an album; None for anything else."""
    makes = "|".join(Make)
    said = re.fullmatch(rf"{ALBUM}({makes}):([0-9]{{1,18}})(?::(-?[0-9]{{1,18}}))?", data or "")
    if said is None:
        return None
    return Choosing(Make(said[1]), int(said[2]), int(said[3]) if said[3] else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who was asked whether to be forgotten, and when."""

    user_id: int
    at: datetime


def forget_press(user_id: int, *, at: datetime) -> str:
    """The data of a button by which a person, and nobody else, is forgotten."""
    return f"{FORGET}{user_id}:{int(at.timestamp())}"


def asked_to_forget(data: str | None) -> Asked | None:
    """Whom a pressed button forgets; None for anything else."""
    said = re.fullmatch(rf"{FORGET}([0-9]{{1,18}}):([0-9]{{1,11}})", data or "")
    if said is None:
        return None
    return Asked(user_id=int(said[1]), at=datetime.fromtimestamp(int(said[2]), UTC))
