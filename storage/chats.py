"""What is stored of a chat as a whole."""

from datetime import datetime

from sqlalchemy import and_, case, delete, null, select, update

from storage.database import Database, uninterrupted
from storage.states import State
from storage.tables import jobs, waiting


@uninterrupted
class Chats:
    """The chats of jobs and waiting pictures."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def move(self, old: int, new: int, *, now: datetime) -> None:
        """A chat goes on under another id; doing it again changes nothing.

        The ids of its messages mean nothing there, or are those of others: open jobs get a new
        card, now, and closed ones when there is something to show after all.
        """
        open_jobs = jobs.c.state != State.CLOSED
        moved_jobs = (
            update(jobs)
            .where(jobs.c.chat_id == old)
            .values(
                chat_id=new,
                thread_id=None,
                message_id=0,
                card_id=null(),
                card_face=case((open_jobs, null()), else_=jobs.c.card_face),
                card_due_at=case((open_jobs, now), else_=jobs.c.card_due_at),
            )
        )
        newer = select(waiting.c.user_id).where(waiting.c.chat_id == new)
        older = and_(waiting.c.chat_id == old, waiting.c.user_id.in_(newer))
        moved_pictures = update(waiting).where(waiting.c.chat_id == old).values(chat_id=new)
        async with self._database.transaction() as connection:
            for change in (moved_jobs, delete(waiting).where(older), moved_pictures):
                await connection.execute(change)
