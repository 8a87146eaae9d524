"""What admins do with an open job beside the worker: never more than the worker itself may."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, literal, or_, update

from storage.database import Database, uninterrupted
from storage.jobs import Ending, Outcome
from storage.moves import end_jobs, log_move
from storage.states import RUNNING, State
from storage.tables import UtcTime, jobs

GIVEN_UP = {
    State.QUEUED: Ending.UNAVAILABLE,
    State.SUBMITTING: Ending.UNKNOWN,
    State.GENERATING: Ending.EXPIRED,
}
"""What is known of a job that is given up: not bought, perhaps bought, bought."""


@uninterrupted
class ByHand:
    """Guarded like every move. Everything here may be done again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hasten(self, job_id: int, *, now: datetime) -> bool:
        """Make due now whatever an open job waits for; tells whether it is open."""
        at = literal(now, UtcTime)
        waits = jobs.c.state.in_((State.QUEUED, *RUNNING))
        overdue = or_(jobs.c.likely_at.is_(None), jobs.c.likely_at < now)
        # Of an outcome that is being shown nothing is due any more, or the phone rings twice.
        awaited = and_(jobs.c.card_due_at.is_not(None), or_(waits, _idle(now)))
        change = update(jobs).where(jobs.c.id == job_id, jobs.c.state != State.CLOSED)
        hastened = change.values(
            due_at=case((waits, at), else_=jobs.c.due_at),
            likely_at=case((overdue, jobs.c.likely_at), else_=at),
            card_due_at=case((awaited, at), else_=jobs.c.card_due_at),
        )
        async with self._database.transaction() as connection:
            return bool((await connection.execute(hastened)).rowcount)

    async def end(self, job_id: int, *, now: datetime) -> Ending | None:
        """Give an open job up; gives how it ended, None where it cannot be.

        One that is bought, or may be, and is worked on just now stays: its video may be there in a
        moment. What has an outcome keeps it. Whoever works on one that is not bought finds its
        lease gone before it buys.
        """
        free = or_(jobs.c.state == State.QUEUED, _idle(now))
        mine = and_(jobs.c.id == job_id, free)
        async with self._database.transaction() as connection:
            for state, ending in GIVEN_UP.items():
                ended = await end_jobs(
                    connection, mine, Outcome(ending=ending), state=state, now=now
                )
                if ended:
                    break
            else:
                return None
        log_move(ended[0])
        return ending


def _idle(now: datetime) -> ColumnElement[bool]:
    """Nobody works on the job."""
    return or_(jobs.c.lease.is_(None), jobs.c.lease_until < now)
