"""What people take back: what is not bought ends, and what is bought is hidden from them.

Nobody's lease protects a job from its person. Whoever works on one that is ended finds its lease
gone before it buys; one that is hidden goes its way, and its card tells.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, true, update

from storage.database import Database, uninterrupted
from storage.jobs import CardFace, Ending, Outcome
from storage.moves import end_jobs, log_move
from storage.states import RUNNING, State
from storage.tables import jobs


@uninterrupted
class Cancelling:
    """A person's own jobs, as that person wants them. Everything here may be done again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def cancel(self, job_id: int, *, user_id: int, now: datetime) -> bool:
        """End a job for which nothing was bought yet; tells whether it was one."""
        return await self._cancel(_own(job_id, user_id), now) > 0

    async def cancel_all(
        self,
        *,
        user_id: int,
        now: datetime,
        chat_id: int | None = None,
        message_id: int | None = None,
    ) -> int:
        """End a person's jobs for which nothing was bought yet; gives their number.

        In one chat or in all; `message_id`: only those that came of this message there.
        """
        here = true() if chat_id is None else jobs.c.chat_id == chat_id
        of_it = true() if message_id is None else jobs.c.message_id == message_id
        return await self._cancel(and_(jobs.c.user_id == user_id, here, of_it), now)

    async def _cancel(self, theirs: ColumnElement[bool], now: datetime) -> int:
        outcome = Outcome(ending=Ending.CANCELLED)
        async with self._database.transaction() as connection:
            ended = await end_jobs(connection, theirs, outcome, now=now)
        for job in ended:
            log_move(job)
        return len(ended)

    async def hide(self, job_id: int, *, user_id: int, now: datetime) -> bool:
        """Hide a job that is bought, or may be; tells whether it was one."""
        running = and_(_own(job_id, user_id), jobs.c.state.in_(RUNNING))
        return await self._wish(running, hidden=True, now=now)

    async def unhide(self, job_id: int, *, user_id: int, now: datetime) -> bool:
        """Let a hidden job be shown; tells whether there was anything hidden.

        On its way it goes on like any other. One that is closed stays closed: what its card held
        back is still to be shown, if it can be had by then.
        """
        holds_back = or_(jobs.c.state != State.CLOSED, jobs.c.card_face == CardFace.HIDDEN)
        hidden = and_(_own(job_id, user_id), jobs.c.hidden, holds_back)
        return await self._wish(hidden, hidden=False, now=now)

    async def _wish(self, wanted: ColumnElement[bool], *, hidden: bool, now: datetime) -> bool:
        change = update(jobs).where(wanted).values(hidden=hidden, card_due_at=now)
        async with self._database.transaction() as connection:
            return (await connection.execute(change)).rowcount > 0


def _own(job_id: int, user_id: int) -> ColumnElement[bool]:
    return and_(jobs.c.id == job_id, jobs.c.user_id == user_id)
