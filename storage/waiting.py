"""Pictures that came without words and wait for the person's next text in that chat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, uninterrupted
from storage.tables import waiting

KEPT = timedelta(days=1)
"""A picture older than this is not what the next text is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPicture:
    """A picture without words. `picture` is the reference by which the chat gives it again.

    With a `last_picture`, the second of an album, they are the first and the last frame.
    """

    chat_id: int
    user_id: int
    message_id: int
    picture: str
    last_picture: str | None = None
    album_id: str | None = None

    @property
    def pictures(self) -> tuple[str, ...]:
        """One, or two in their order."""
        return (self.picture, self.last_picture) if self.last_picture else (self.picture,)


@uninterrupted
class Waiting:
    """At most one waiting picture per person and chat: the latest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, picture: WaitingPicture, *, now: datetime) -> None:
        """Keep a picture in place of the one that waited before."""
        columns = {name: getattr(picture, name) for name in WaitingPicture.__slots__}
        async with self._database.transaction() as connection:
            await drop_waiting(connection, chat_id=picture.chat_id, user_id=picture.user_id)
            await connection.execute(insert(waiting).values(**columns, since=now))

    async def get(self, *, chat_id: int, user_id: int, now: datetime) -> WaitingPicture | None:
        """The picture that waits for this person's text, if there is one."""
        async with self._database.transaction() as connection:
            return await waiting_of(connection, chat_id, user_id, now=now)

    async def forget_old(self, *, now: datetime) -> None:
        """Drop the pictures that nobody has written words for."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(waiting).where(waiting.c.since <= now - KEPT))

    async def drop(self, *, chat_id: int, user_id: int) -> bool:
        """Forget the waiting picture; tells whether there was one."""
        async with self._database.transaction() as connection:
            return await drop_waiting(connection, chat_id=chat_id, user_id=user_id)


async def waiting_of(
    connection: AsyncConnection, chat_id: int, user_id: int, *, now: datetime
) -> WaitingPicture | None:
    """The picture that waits for a person's text, within the caller's transaction."""
    wanted = select(waiting).where(
        waiting.c.chat_id == chat_id, waiting.c.user_id == user_id, waiting.c.since > now - KEPT
    )
    row = (await connection.execute(wanted)).mappings().one_or_none()
    if row is None:
        return None
    return WaitingPicture(**{name: row[name] for name in WaitingPicture.__slots__})


async def drop_waiting(connection: AsyncConnection, *, chat_id: int, user_id: int) -> bool:
    """Forget a waiting picture within the caller's transaction."""
    theirs = and_(waiting.c.chat_id == chat_id, waiting.c.user_id == user_id)
    return (await connection.execute(delete(waiting).where(theirs))).rowcount > 0
