"""A chat as a person reads it: what they do, and what the bot shows then."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.demo.botapi.chats import Chat, Content, Message
from bot.demo.botapi.people import User
from bot.demo.botapi.world import World

INDENT = " " * 6
_PROGRESS = re.compile(r"\n*[^\n]*(so far|usually|unusually|zwykle|minęło)[^\n]*", re.IGNORECASE)
_GENERATING = re.compile(r"^  →   🎬 [^\n]*\n +\[✖️[^\n]*\]\n", re.MULTILINE)
_LATE = re.compile(
    r"^Bot   ⏳ Accepted[^\n]*\n +\[✖️[^\n]*\]\n  →   ⏸ There is something to choose[^\n]*\n",
    re.MULTILINE,
)
_NUMBER = re.compile(r"#\d+|\[\d+\]")
_SPAN = re.compile(r"\d+ (seconds?|minutes?|s|sekund\w*|minut\w*)\b")


def alike(text: str) -> str:
    """A transcript without what differs from one playing to the next: what took how long.

    A video that comes at once has no card that tells of its progress, pictures that come apart
    have a card before the question what to make of them, and jobs are counted over all scenes.
    """
    text = _NUMBER.sub("#0", _SPAN.sub("0 s", _PROGRESS.sub("", text)))
    return _LATE.sub("", _GENERATING.sub("", text))


@dataclass(slots=True, kw_only=True)
class Phone:
    """A person's phone in one chat, and the transcript of what happens on it."""

    world: World
    chat: Chat
    user: User
    lines: list[str] = field(default_factory=list)
    _told: dict[int, int] = field(default_factory=dict)
    """How many states of each message of the bot are written down."""

    def write(self, text: str, *, to: Message | None = None) -> Message:
        """Writes, perhaps in reply to a message."""
        self._you(text, to)
        return self.world.send_text(self.chat, self.user, text, reply_to=to)

    def rewrite(self, message: Message, text: str) -> None:
        """Changes what they wrote."""
        self._you(f"(edits that) {text}", None)
        self.world.edit_text(message, text)

    def note(self, what: str) -> None:
        """Writes down something else that the person does."""
        self._you(what, None)

    def send(self, picture: bytes, caption: str | None = None, **extras: Any) -> Message:
        """Sends a picture as a photo."""
        self._you(f"🖼 {caption or ''}".rstrip(), extras.get("reply_to"))
        return self.world.send_photo(self.chat, self.user, picture, caption=caption, **extras)

    def forward(self, message: Message) -> Message:
        """Passes on a picture that somebody has sent elsewhere."""
        self._you(f"(forwards) 🖼 {message.caption or ''}".rstrip(), None)
        return self.world.forward(self.chat, self.user, message)

    def stick(self, sticker: bytes) -> Message:
        """Sends a sticker."""
        self._you("(a sticker)", None)
        return self.world.send_sticker(self.chat, self.user, sticker)

    async def tap(self, label: str, on: Message | None = None) -> None:
        """Taps a button, of the latest message that has it, and reads what pops up."""
        message = on or self.with_button(label)
        [data] = [data for text, data in message.buttons.items() if label in text]
        [text] = [text for text in message.buttons if label in text]
        self.lines.append(f"You   tap [{text}]")
        answer = await self.world.press(self.chat, self.user, message.id, data)
        if answer.text:
            self.lines.append(f"{INDENT}({answer.text})")

    def with_button(self, label: str) -> Message:
        """The bot's latest message with such a button."""
        return [m for m in self.chat.from_bot if any(label in text for text in m.buttons)][-1]

    async def hear(self, words: str) -> Message:
        """Waits until a new state of one of the bot's messages says this, and writes all down."""
        found = await self.chat.until(lambda _: self._news(words))
        self._catch_up()
        return found[-1]

    async def watch(self, *, ready: str = "is ready") -> Message:
        """Waits for a new video and its ping, and writes all down."""
        await self.hear(ready)
        return [m for m in self.chat.from_bot if m.video][-1]

    async def make(self, text: str, *, to: Message | None = None) -> Message:
        """Writes a prompt and waits for its video, and writes all down."""
        self.write(text, to=to)
        return await self.watch()

    async def until_video(self) -> None:
        """Waits for a new video that no phone rings for, and writes all down."""
        videos = len([m for m in self.chat.from_bot if m.video])
        await self.chat.until(lambda c: len([m for m in c.from_bot if m.video]) > videos)
        self._catch_up()

    def _news(self, words: str) -> Sequence[Message]:
        return [
            message
            for message in self.chat.from_bot
            if any(words in _shown(one) for one in self._untold(message))
        ]

    def _untold(self, message: Message) -> Sequence[Content]:
        return [*message.history, message.content][self._told.get(message.id, 0) :]

    def _you(self, text: str, to: Message | None) -> None:
        answered = f"(to {_name(to)}) " if to else ""
        self.lines += _told("You", answered + text)

    def _catch_up(self) -> None:
        for message in self.chat.from_bot:
            states = _without_progress(self._untold(message))
            known = message.id in self._told
            for state in states:
                self.lines += _told("  →" if known else "Bot", _shown(state))
                known = True
            self._told[message.id] = len(message.history) + 1


def _without_progress(states: Sequence[Content]) -> list[Content]:
    """Of states that differ in their numbers alone, the last."""
    following = [*states, None][1:]
    return [
        one
        for one, after in zip(states, following, strict=True)
        if after is None or alike(_shown(one)) != alike(_shown(after))
    ]


def _shown(content: Content) -> str:
    """A state of a message as text: its video, its words, its buttons."""
    parts = ["🎞"] if content.media else []
    words = " ".join([*parts, content.text]).strip()
    rows = (content.markup or {}).get("inline_keyboard", [])
    return "\n".join([words, *(" ".join(f"[{one['text']}]" for one in row) for row in rows)])


def _name(message: Message) -> str:
    if message.sender.is_bot:
        return "the video" if message.video else "the question"
    return "the picture" if message.photo else "the sticker"


def _told(who: str, text: str) -> list[str]:
    first, *rest = text.splitlines() or [""]
    return [f"{who:<6}{first}", *(f"{INDENT}{line}".rstrip() for line in rest)]
