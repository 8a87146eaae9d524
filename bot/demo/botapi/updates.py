"""What happens in the chats, in a row for the bot: kept until the bot confirms it.

Follows do_get_updates and TQueue of https://github.com/tdlib/telegram-bot-api and td.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.botapi.changes import Changes
from bot.demo.botapi.refusals import conflict
from bot.demo.patience import PATIENCE_S

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "message_reaction_count",
)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FUTURE_STEPS = 10
"""An offset this far above the next update is taken for a mistake: it confirms nothing."""


@dataclass(frozen=True, slots=True)
class Update:
    """One update; `chat_id` is the row in which a webhook must keep its order."""

    id: int
    kind: str
    content: Mapping[str, Any]
    chat_id: int

    @property
    def json(self) -> dict[str, Any]:
        """The update as the bot gets it."""
        return {"update_id": self.id, self.kind: self.content}


class UpdateQueue:
    """The row of updates. `everything` has also those that are confirmed."""

    def __init__(self) -> None:
        self.everything: list[Update] = []
        self.allowed: tuple[str, ...] = ()
        self.on_update: Callable[[Update], None] | None = None
        self._next_id = 100_000_000 + secrets.randbelow(800_000_000)
        self._pending: list[Update] = []
        self._again: list[Update] = []
        self._poll: asyncio.Future[str] | None = None
        self._changes = Changes()

    @property
    def pending(self) -> Sequence[Update]:
        """What the bot has not confirmed."""
        return tuple(self._pending)

    async def until_polled(self, timeout_s: float = PATIENCE_S) -> None:
        """Wait until a poll stands here and waits."""
        await self._changes.until(
            lambda: self._poll is not None, timeout_s=timeout_s, otherwise=lambda: "nobody polls"
        )

    async def until_confirmed(self, timeout_s: float = PATIENCE_S) -> None:
        """Wait until the bot has confirmed every update."""
        await self._changes.until(
            lambda: not self._pending, timeout_s=timeout_s, otherwise=lambda: f"{self._pending}"
        )

    def allow(self, kinds: Sequence[str]) -> None:
        """Only these kinds from now on; none named: all but those that must be asked for."""
        self.allowed = tuple(kind for kind in KINDS if kind in kinds)

    def is_allowed(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def put(self, kind: str, content: Mapping[str, Any], *, chat_id: int) -> Update | None:
        """Tell the bot of something; None when it does not want to know."""
        if not self.is_allowed(kind):
            return None
        update = Update(self._next_id, kind, content, chat_id)
        self._next_id += 1
        self.everything.append(update)
        self._pending.append(update)
        self._arrived(update)
        return update

    def redeliver(self, update_id: int) -> None:
        """Give an update once more under its old id, as after a lost confirmation."""
        update = self._known(update_id)
        if self.on_update is None:
            self._again.append(update)
        self._arrived(update)

    def repeat(self, update_id: int) -> Update | None:
        """Give the same content once more under a new id."""
        old = self._known(update_id)
        return self.put(old.kind, old.content, chat_id=old.chat_id)

    def _known(self, update_id: int) -> Update:
        return next(update for update in self.everything if update.id == update_id)

    def _arrived(self, update: Update) -> None:
        self._end_poll("arrived")
        if self.on_update is not None:
            self.on_update(update)

    async def poll(self, *, offset: int, limit: int, timeout_s: float) -> list[Update]:
        """getUpdates: confirm what is below the offset, give the rest, wait if there is nothing.

        Ends another poll that waits: Refused there.
        """
        self._end_poll("other poll")
        self._confirm_below(offset)
        if not (self._pending or self._again) and timeout_s > 0:
            why = await self._wait(timeout_s)
            if why == "other poll":
                raise conflict(
                    "terminated by other getUpdates request;"
                    " make sure that only one bot instance is running"
                )
            if why == "webhook":
                raise conflict("terminated by setWebhook request")
        again, self._again = self._again, []
        return [*again, *self._pending][:limit]

    async def _wait(self, timeout_s: float) -> str:
        poll = self._poll = asyncio.get_running_loop().create_future()
        self._changes.tell()
        try:
            async with asyncio.timeout(timeout_s):
                why: str = await poll
                return why
        except TimeoutError:
            return "nothing"
        finally:
            if self._poll is poll:
                self._poll = None

    def _end_poll(self, why: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(why)

    def end_poll_for_webhook(self) -> None:
        """A webhook was set: who still polls is refused."""
        self._end_poll("webhook")

    def close(self) -> None:
        """End a waiting poll with an empty answer."""
        self._end_poll("closed")

    def _confirm_below(self, offset: int) -> None:
        if offset < 0:
            self._pending = self._pending[offset:]
        elif 0 < offset <= self._next_id + FUTURE_STEPS:
            self._pending = [update for update in self._pending if update.id >= offset]
        self._changes.tell()

    def take_again(self) -> list[Update]:
        """The repeated deliveries that nobody has fetched, for a webhook that was just set."""
        again, self._again = self._again, []
        return again

    def confirm(self, update: Update) -> None:
        """A webhook took it."""
        if update in self._pending:
            self._pending.remove(update)
            self._changes.tell()

    def drop_pending(self) -> None:
        """Forget what the bot has not confirmed."""
        self._pending.clear()
        self._again.clear()
