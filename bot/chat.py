"""What the bot can do in a chat, and how that fails. `telegram.chat` does it; the worker asks it.

ChatError
├── ChatGone         nobody can be reached there, ever: blocked, kicked, deleted
├── ChatMoved        the chat goes on under another id
├── CardGone         the message to edit is not there any more
├── SlowDown         the chat wants to be left alone for `seconds`
├── ChatUnreachable  it did not work this time: network, a server's fault
│   └── ChatRefused  the chat will not have it, and nobody knows why
├── VideoRefused     the chat cannot take the video in this way (its own fetching, this size)
└── FileGone         the file cannot be fetched any more, or is too large to fetch
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class ChatError(Exception):
    """Base of every error of a chat."""


class ChatGone(ChatError):  # noqa: N818 (facts, and named like facts)
    """Nothing can be said there any more."""


class ChatMoved(ChatError):  # noqa: N818
    """Nothing was done: the chat is `chat_id` now, and none of its messages has its old id."""

    def __init__(self, chat_id: int) -> None:
        super().__init__("moved")
        self.chat_id = chat_id


class CardGone(ChatError):  # noqa: N818
    """The message to edit is gone, or is not the bot's."""


class SlowDown(ChatError):  # noqa: N818
    """Nothing was done; `seconds` from now it may be tried again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"slow down for {seconds:.0f} s")
        self.seconds = seconds


class ChatUnreachable(ChatError):  # noqa: N818
    """It did not work this time; it may have been done all the same."""


class ChatRefused(ChatUnreachable):
    """Nothing was done, and some tries later it will hardly be otherwise."""


class VideoRefused(ChatError):  # noqa: N818
    """The video cannot come in this way; another may work."""


class FileGone(ChatError):  # noqa: N818
    """The file cannot be had; `too_large` tells why."""

    def __init__(self, *, too_large: bool) -> None:
        super().__init__("too large" if too_large else "gone")
        self.too_large = too_large


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to speak: a chat, and a topic in it where it has topics."""

    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message. `data` comes back when it is pressed: 64 bytes at most."""

    text: str
    data: str


Keyboard = Sequence[Sequence[Button]]
"""The rows of buttons under a message."""


class Action(StrEnum):
    """What the chat shows the bot to be doing, for five seconds."""

    MAKING_VIDEO = "record_video"
    SENDING_VIDEO = "upload_video"


class Rank(StrEnum):
    """How much it matters that something is said soon. What matters more has room kept for it."""

    NEWS = "news"
    """What everybody is told. It gives way to all else, and waits for as long as that takes: it
    raises SlowDown at once, and is to be tried again."""
    PROGRESS = "progress"
    """May be left out: it does not wait for a turn to speak, but raises SlowDown at once."""
    ANSWER = "answer"
    """Answers and new cards: of these there are as many as people ask for."""
    OUTCOME = "outcome"
    """A job's outcome and its ping, and what an admin has to hear."""


Chunks = Callable[[], AsyncIterator[bytes]]
"""Opens a video's bytes anew, in chunks; reading may raise VideoSourceError."""


class VideoSourceError(Exception):
    """The video's bytes could not be read from where they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoMessage:
    """A video to show.

    `source` is the reference of a video that the chat has shown before, a URL that it fetches
    itself, or the bytes.
    """

    source: str | Chunks
    caption: str
    """Plain text, 1024 UTF-16 units at most."""
    width: int | None = None
    height: int | None = None
    duration_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A video that a chat has."""

    file_ref: str
    """By which the bot shows or fetches it again."""
    file_key: str
    """The same for the same file, wherever it is met; nothing can be fetched by it."""


class Chat(Protocol):
    """The only way to speak. Texts are HTML. Every method may raise ChatError."""

    async def send(
        self,
        place: Place,
        html: str,
        *,
        reply_to: int | None = None,
        buttons: Keyboard = (),
        asks: bool = False,
        rank: Rank = Rank.ANSWER,
    ) -> int:
        """Say something new; gives the message's id. The message answered may be gone by now.

        Where the topic is gone, it is said in the chat outside of all topics. `asks`: the person's
        phone is set to answer this very message; it has no buttons then.
        """

    async def edit(
        self,
        place: Place,
        message_id: int,
        html: str,
        *,
        buttons: Keyboard = (),
        rank: Rank,
    ) -> None:
        """Make a message say this; doing it again changes nothing. May raise CardGone."""

    async def edit_to_video(
        self,
        place: Place,
        message_id: int,
        video: VideoMessage,
        *,
        buttons: Keyboard = (),
        rank: Rank = Rank.OUTCOME,
    ) -> Shown:
        """Turn a message into a video; doing it again changes nothing.

        Gives what the chat has now, also when it was there already. May raise CardGone,
        VideoRefused and VideoSourceError.
        """

    async def show_video(
        self,
        place: Place,
        video: VideoMessage,
        *,
        reply_to: int | None = None,
        buttons: Keyboard = (),
    ) -> int:
        """Show a video anew that a chat has seen; gives the message's id. May raise VideoRefused.

        Where the topic is gone, or the chat has moved, it is shown there. Not for a job's outcome:
        sent twice, it is there twice.
        """

    async def act(self, place: Place, action: Action) -> None:
        """Show for five seconds what the bot is doing. It may be left out."""

    async def fetch_file(self, file: str, *, max_bytes: int) -> bytes:
        """The bytes behind a reference: a picture's or a video's. May raise FileGone."""


async def say(
    chat: Chat,
    place: Place,
    html: str,
    *,
    reply_to: int | None,
    buttons: Keyboard = (),
    asks: bool = False,
    rank: Rank = Rank.ANSWER,
) -> None:
    """Say something that needs no card, also when the chat has just moved. May raise ChatError."""
    try:
        await chat.send(place, html, reply_to=reply_to, buttons=buttons, asks=asks, rank=rank)
    except ChatMoved as moved:
        await chat.send(Place(chat_id=moved.chat_id), html, buttons=buttons, asks=asks, rank=rank)
