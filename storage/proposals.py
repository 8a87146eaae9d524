"""Requests that wait for a person's word: nothing is bought or counted before it.

Each stands for one message of a chat. The pictures of an album are one each, and one of them, or
the message that brought the words, has the prompt: then the album waits for an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, uninterrupted
from storage.jobs import Draft, Request
from storage.rows import request_column, request_of
from storage.tables import proposals

KEPT = timedelta(days=2)
"""Whoever has not answered for so long will not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A request, and the message that it came with."""

    chat_id: int
    thread_id: int | None = None
    message_id: int
    user_id: int
    album_id: str | None = None
    request: Request
    made_at: datetime

    @classmethod
    def of(cls, draft: Draft, *, at: datetime) -> "Proposal":
        """What a draft asks for, before it is accepted."""
        return cls(
            chat_id=draft.chat_id,
            thread_id=draft.thread_id,
            message_id=draft.message_id,
            user_id=draft.user_id,
            album_id=draft.album_id,
            request=draft.request,
            made_at=at,
        )

    def draft(self, *, origin: str, language: str | None) -> Draft:
        """The draft that its person's word makes of it; `origin`: of that word."""
        return Draft(
            origin=origin,
            chat_id=self.chat_id,
            thread_id=self.thread_id,
            message_id=self.message_id,
            user_id=self.user_id,
            language=language,
            album_id=self.album_id,
            request=self.request,
        )


@uninterrupted
class Proposals:
    """At most one per message: the latest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, proposal: Proposal) -> None:
        """Keep a proposal in place of the one that its message had before."""
        async with self._database.transaction() as connection:
            await put_proposal(connection, proposal)

    async def get(self, *, chat_id: int, message_id: int) -> Proposal | None:
        """What a message proposes, if it still waits."""
        async with self._database.transaction() as connection:
            return await proposal_of(connection, chat_id, message_id)

    async def take(self, *, chat_id: int, message_id: int) -> Proposal | None:
        """Get what a message proposes, and drop it."""
        async with self._database.transaction() as connection:
            taken = await proposal_of(connection, chat_id, message_id)
            await connection.execute(delete(proposals).where(_of_message(chat_id, message_id)))
        return taken

    async def asked_in(self, chat_id: int) -> Sequence[Proposal]:
        """What is to be chosen of each album of a chat that waits for that, the oldest first."""
        albums = and_(proposals.c.chat_id == chat_id, proposals.c.album_id.is_not(None))
        wanted = select(proposals).where(albums).order_by(proposals.c.id)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(wanted)).mappings().all()
        return [one for one in map(_proposal, rows) if one.request.prompt]

    async def forget_old(self, *, now: datetime) -> None:
        """Drop what nobody has answered."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(proposals).where(proposals.c.made_at <= now - KEPT))


async def put_proposal(connection: AsyncConnection, proposal: Proposal) -> None:
    """Keep a proposal in place of its message's last, within the caller's transaction."""
    columns = {field.name: getattr(proposal, field.name) for field in fields(proposal)}
    stored = columns | {"request": request_column(proposal.request)}
    before = _of_message(proposal.chat_id, proposal.message_id)
    await connection.execute(delete(proposals).where(before))
    await connection.execute(insert(proposals).values(stored))


async def proposal_of(
    connection: AsyncConnection, chat_id: int, message_id: int
) -> Proposal | None:
    """What a message proposes, within the caller's transaction."""
    found = await connection.execute(select(proposals).where(_of_message(chat_id, message_id)))
    row = found.mappings().one_or_none()
    return _proposal(row) if row else None


async def album_of(
    connection: AsyncConnection, *, chat_id: int, user_id: int, album_id: str | None
) -> Sequence[Proposal]:
    """What is kept of a person's album, in the order of its messages."""
    if album_id is None:
        return ()
    wanted = select(proposals).where(of_album(chat_id, user_id, album_id))
    rows = (await connection.execute(wanted.order_by(proposals.c.message_id))).mappings().all()
    return [_proposal(row) for row in rows]


def of_album(chat_id: int, user_id: int, album_id: str | None) -> ColumnElement[bool]:
    """Whether a proposal is part of a person's album."""
    theirs = and_(proposals.c.chat_id == chat_id, proposals.c.user_id == user_id)
    return and_(theirs, proposals.c.album_id == album_id)


def _of_message(chat_id: int, message_id: int) -> ColumnElement[bool]:
    return and_(proposals.c.chat_id == chat_id, proposals.c.message_id == message_id)


def _proposal(row: RowMapping) -> Proposal:
    columns: dict[str, Any] = {field.name: row[field.name] for field in fields(Proposal)}
    return Proposal(**columns | {"request": request_of(row["request"])})
