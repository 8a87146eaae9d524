"""What a handler writes, it writes for its update: nothing once that needs nothing more.

Where several processes share a store, one that stood still goes on after another has handled its
update. What it would write then is older than all that its person has sent since: a /cancel would
end the next prompt, and words that were corrected would stand again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import inbox, unhandled


class OvertakenError(Exception):
    """Another process has handled the update that this is done for, or all but its answer."""


@dataclass(slots=True)
class _Handler:
    update_id: int
    sender_key: int
    is_done: bool = False
    """Whether it has itself taken its update out of the inbox, and only goes on."""


_handler: ContextVar[_Handler | None] = ContextVar("handler", default=None)


@contextmanager
def on_behalf_of(update_id: int, *, sender_key: int) -> Iterator[None]:
    """In this block every transaction raises OvertakenError once others have handled the update."""
    before = _handler.set(_Handler(update_id, sender_key))
    try:
        yield
    finally:
        _handler.reset(before)


def note_done(update_id: int) -> None:
    """The block's own transaction takes an update out of the inbox."""
    handler = _handler.get()
    if handler is not None and handler.update_id == update_id:
        handler.is_done = True


async def hold_update(connection: AsyncConnection) -> None:
    """Let nobody else handle the block's update until the transaction ends."""
    handler = _handler.get()
    if handler is None or handler.is_done:
        return
    this = and_(inbox.c.update_id == handler.update_id, unhandled)
    # Of what is all but answered the answer is left, in a group under the group's key.
    mine = select(inbox.c.update_id).where(this, inbox.c.sender_key == handler.sender_key)
    if await connection.scalar(mine.with_for_update()) is None:
        raise OvertakenError
