"""Chats and their messages, as everyone in them sees them."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.demo.botapi.changes import Changes, Found
from bot.demo.botapi.entities import Entity, cut_out
from bot.demo.botapi.media import Document, Media, Photo, Video
from bot.demo.botapi.people import User
from bot.demo.patience import PATIENCE_S

ChatType = Literal["private", "group", "supergroup"]
MemberStatus = Literal["creator", "administrator", "member", "left", "kicked"]

ACTION_SECONDS = 5.0
"""How long a chat action shows; https://core.telegram.org/bots/api#sendchataction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message shows: a text, or media with a caption. An edit replaces it.

    `markup` is the reply markup as JSON, of any kind; `text` is the caption when there is media.
    """

    text: str = ""
    entities: tuple[Entity, ...] = ()
    media: Media | None = None
    markup: Mapping[str, Any] | None = None
    has_spoiler: bool = False
    caption_above: bool = False
    link_preview: Mapping[str, Any] | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class Message:
    """A message and everything that it ever showed: `history` has the earlier contents.

    `service` has the fields of a service message, or of a kind that has no model here, as JSON.
    `update_id` is the update that told the bot of it, if any. `via_bot` offered it to its sender.
    """

    id: int
    chat: "Chat"
    sender: User
    date: int
    content: Content
    reply_to: "Message | None" = None
    thread_id: int | None = None
    media_group_id: str | None = None
    service: Mapping[str, Any] = field(default_factory=dict)
    forward_origin: Mapping[str, Any] | None = None
    is_protected: bool = False
    is_silent: bool = False
    via_bot: User | None = None
    edit_date: int | None = None
    history: list[Content] = field(default_factory=list)
    is_deleted: bool = False
    reactions: tuple[str, ...] = ()
    update_id: int | None = None

    @property
    def text(self) -> str | None:
        """The text of a text message."""
        return self.content.text if self.content.media is None and not self.service else None

    @property
    def caption(self) -> str | None:
        """The words under media; None when there are none."""
        return self.content.text or None if self.content.media is not None else None

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The formatting of the text or the caption."""
        return self.content.entities

    @property
    def photo(self) -> Photo | None:
        """The photo, if it shows one."""
        return self.content.media if isinstance(self.content.media, Photo) else None

    @property
    def video(self) -> Video | None:
        """The video, if it shows one."""
        return self.content.media if isinstance(self.content.media, Video) else None

    @property
    def document(self) -> Document | None:
        """The document, if it shows one."""
        return self.content.media if isinstance(self.content.media, Document) else None

    @property
    def reply_markup(self) -> Mapping[str, Any] | None:
        """The reply markup as the bot gave it."""
        return self.content.markup

    @property
    def inline_keyboard(self) -> list[list[dict[str, Any]]]:
        """The rows of buttons under the message."""
        return list((self.content.markup or {}).get("inline_keyboard", []))

    @property
    def buttons(self) -> dict[str, str]:
        """What each labelled button sends (its callback_data) or opens (its URL)."""
        return {
            button["text"]: button.get("callback_data", button.get("url", ""))
            for row in self.inline_keyboard
            for button in row
        }

    @property
    def ever_pressable(self) -> set[str]:
        """What the buttons under the message send, and those that were there before an edit."""
        shown = (self.content, *self.history)
        keyboards = [(one.markup or {}).get("inline_keyboard", []) for one in shown]
        buttons = [button for rows in keyboards for row in rows for button in row]
        return {button["callback_data"] for button in buttons if "callback_data" in button}

    def marked(self, entity_type: str) -> list[str]:
        """The stretches of text that an entity of this type covers."""
        return [
            cut_out(self.content.text, entity)
            for entity in self.content.entities
            if entity.type == entity_type
        ]

    def __str__(self) -> str:
        media = type(self.content.media).__name__.lower() if self.content.media else ""
        shown = [media, str(dict(self.service)) if self.service else "", repr(self.content.text)]
        buttons = f" buttons={list(self.buttons)}" if self.buttons else ""
        edits = f" (edited {len(self.history)}x)" if self.history else ""
        words = " ".join(part for part in shown if part)
        return f"#{self.id} {self.sender.first_name}: {words}{buttons}{edits}"


Watcher = Callable[["Chat", str, Message | None], None]


@dataclass(slots=True, eq=False, kw_only=True)
class Chat:
    """One chat. `members` has the status of everyone who is or was in a group, the bot too."""

    id: int
    type: ChatType
    title: str | None = None
    user: User | None = None
    members: dict[User, MemberStatus] = field(default_factory=dict)
    is_forum: bool = False
    is_known: bool = False
    is_blocked: bool = False
    migrated_to: int | None = None
    topics: set[int] = field(default_factory=set)
    watcher: Watcher | None = None
    _all: dict[int, Message] = field(default_factory=dict)
    _action: tuple[str, float] = ("", 0.0)
    _changes: Changes = field(default_factory=Changes)

    @property
    def is_private(self) -> bool:
        """Whether it is the chat of one person with the bot."""
        return self.type == "private"

    @property
    def messages(self) -> list[Message]:
        """The messages in their order, without those that were deleted."""
        return [message for message in self._all.values() if not message.is_deleted]

    @property
    def from_bot(self) -> list[Message]:
        """The bot's messages among them."""
        return [message for message in self.messages if message.sender.is_bot]

    @property
    def action(self) -> str | None:
        """What the bot is shown to be doing just now, such as "typing"."""
        name, until = self._action
        return name if time.monotonic() < until else None

    def find(self, message_id: int) -> Message | None:
        """A message that is still there."""
        message = self._all.get(message_id)
        return None if message is None or message.is_deleted else message

    def next_own_id(self) -> int:
        """The next id in a supergroup, which counts for itself."""
        return max(self._all, default=0) + 1

    def add(self, message: Message) -> None:
        """Show a new message; a message of the bot's ends its chat action."""
        self._all[message.id] = message
        if message.sender.is_bot:
            self._action = ("", 0.0)
        self.changed("message", message)

    def edit(self, message: Message, content: Content, *, edit_date: int) -> None:
        """Show something else in a message's place."""
        message.history.append(message.content)
        message.content = content
        message.edit_date = edit_date
        self.changed("message", message)

    def delete(self, message: Message) -> None:
        """Take a message away from everyone."""
        message.is_deleted = True
        self.changed("deleted", message)

    def show_action(self, name: str) -> None:
        """Show what the bot is doing, for five seconds."""
        self._action = (name, time.monotonic() + ACTION_SECONDS)
        self.changed("action", None)

    def changed(self, what: str, message: Message | None) -> None:
        """Tell everyone who waits for a change."""
        self._changes.tell()
        if self.watcher is not None:
            self.watcher(self, what, message)

    async def until(
        self, predicate: "Callable[[Chat], Found | None]", timeout_s: float = PATIENCE_S
    ) -> Found:
        """Wait until the predicate gives something true of this chat, and give that.

        A message that is not there yet (LookupError) counts as not true. When the time is over:
        AssertionError, with the chat in readable form.
        """
        return await self._changes.until(
            lambda: self._ask(predicate), timeout_s=timeout_s, otherwise=self.transcript
        )

    def _ask(self, predicate: "Callable[[Chat], Found | None]") -> Found | None:
        try:
            return predicate(self)
        except LookupError:
            return None

    def transcript(self) -> str:
        """The whole chat for a person to read, deleted messages too."""
        lines = [
            f"  {message}{' (deleted)' * message.is_deleted}" for message in self._all.values()
        ]
        action = f"\n  [{self.action}]" if self.action else ""
        return f"chat {self.id}:\n" + ("\n".join(lines) or "  (no messages)") + action
