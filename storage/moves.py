"""What moves of a job have in common, whoever makes them: the worker, a person, an admin."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, case, null, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.hosted import drop_hosted
from storage.jobs import COUNTED_ENDINGS, Job, Outcome
from storage.rows import job_of, outcome_column
from storage.states import State
from storage.tables import jobs

log = structlog.get_logger(__name__)

UNBOUGHT_LEASE = case((jobs.c.card_id.is_(None), jobs.c.lease), else_=null())
"""What becomes of the lease of a queued job that changes under it: nobody's protects it from that.

Only a card that is being opened keeps its lease: nobody else knows that message, and a second one
would stand beside it for ever. Without its card no job is bought.
"""


async def end_jobs(
    connection: AsyncConnection,
    theirs: ColumnElement[bool],
    outcome: Outcome,
    *,
    now: datetime,
    state: State = State.QUEUED,
) -> Sequence[Job]:
    """End those of these jobs that are in a state, within the caller's transaction.

    Those in line are not bought yet, so whoever works on one may lose it.
    """
    lease = UNBOUGHT_LEASE if state is State.QUEUED else None
    values = columns_at_end(outcome, now) | {"lease": lease}
    change = update(jobs).where(theirs, jobs.c.state == state).values(values)
    rows = (await connection.execute(change.returning(jobs))).mappings().all()
    for row in rows:
        await drop_hosted(connection, row["id"])
    return [job_of(row) for row in rows]


def log_move(job: Job) -> None:
    """The one record of a move, written after its commit."""
    facts = {
        "state": job.state,
        "provider": job.provider,
        "submission": job.submission_id,
        "ending": job.outcome and job.outcome.ending,
        "credits": job.outcome and job.outcome.credits and str(job.outcome.credits),
        "generated_s": job.generated_s,
    }
    log.info(
        "moved", job=job.id, **{name: fact for name, fact in facts.items() if fact is not None}
    )


def result_columns(outcome: Outcome) -> dict[str, Any]:
    """The columns of an outcome, and of whether it uses up its person's limits."""
    return {
        "outcome": outcome_column(outcome),
        "counts": outcome.ending in COUNTED_ENDINGS,
    }


def columns_at_end(outcome: Outcome, now: datetime) -> dict[str, Any]:
    """The columns of a job whose outcome is known, and nobody has heard of it yet."""
    return {
        "state": State.DELIVERING,
        **result_columns(outcome),
        "outcome_at": now,
        "due_at": None,
        "card_due_at": now,
        "attempts": 0,
        "misses": 0,
        "lease": None,
    }
