"""Every move of the jobs that are worked on.

A job is worked on under a lease, see `claims`. Every change of a leased job is one guarded
statement; when it gives no row back, somebody else has moved it, and whoever asked has to stop.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, and_, case, func, literal, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, alone, uninterrupted
from storage.due import DUE
from storage.forgetting import empty_job
from storage.hosted import drop_hosted
from storage.inbox import mark_handled
from storage.jobs import NOWHERE, CardFace, Job, Options, Outcome, Request
from storage.moves import UNBOUGHT_LEASE, columns_at_end, log_move, result_columns
from storage.rows import job_of, options_column, request_column, request_of
from storage.states import RUNNING, State, sources
from storage.switches import is_off, places_of
from storage.tables import UtcTime, jobs


class Changes(TypedDict, total=False):
    """What a step may write on its job, beside the state."""

    due_at: datetime | None
    likely_at: datetime | None
    card_due_at: datetime | None
    attempts: int
    misses: int
    card_id: int | None
    card_face: CardFace | None
    provider: str | None
    passed_over: tuple[str, ...]
    uploads: tuple[str, ...]
    uploads_at: str | None
    submit_key: str | None
    submitting_at: datetime | None
    submission_id: str | None
    submitted_at: datetime | None
    pace_key: str | None
    generated_s: float | None
    file_ref: str | None
    file_key: str | None


class LeaseLostError(Exception):
    """Somebody else has moved the job since it was claimed."""


@uninterrupted
class Jobs:
    """The stored jobs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def renew(self, job: Job, *, until: datetime) -> None:
        """Keep a lease for longer. Raises LeaseLostError."""
        async with self._database.transaction() as connection:
            await _change(connection, job, {"lease_until": until})

    async def note(self, job: Job, **changes: Unpack[Changes]) -> Job:
        """Write on a leased job and go on with it. Raises LeaseLostError."""
        async with self._database.transaction() as connection:
            return await _change(connection, job, dict(changes))

    async def release(self, job: Job, **changes: Unpack[Changes]) -> Job:
        """Write on a leased job and let it go. Raises LeaseLostError."""
        async with self._database.transaction() as connection:
            return await _change(connection, job, {**changes, "lease": None})

    async def move(self, job: Job, to: State, **changes: Unpack[Changes]) -> Job:
        """Move a leased job to its next state and let it go. Raises LeaseLostError.

        One that is closed and to be forgotten is given back as it was until then.
        """
        return await self._moved(job, to, {**changes, "lease": None})

    async def begin_purchase(
        self,
        job: Job,
        *,
        provider: str,
        options: Options,
        key: str,
        places: int,
        now: datetime,
        until: datetime,
    ) -> Job | None:
        """Move a queued job to `submitting`, leased `until` then, if the provider has a place free.

        None: all `places` are taken, or it was switched off; the job is as it was. Raises
        LeaseLostError.
        """
        changes = {
            "provider": provider, "options": options_column(options),
            "submit_key": key, "submitting_at": now, "due_at": now, "likely_at": now,
            "lease_until": until,
        }  # fmt: skip
        async with self._database.transaction() as connection:
            await alone(connection, places_of(provider))
            if await is_off(connection, provider):
                return None
            if await _running_at(connection, provider) >= places:
                return None
            begun = await _move(connection, job, State.SUBMITTING, changes)
            if begun.request != job.request:  # changed while a lease was kept for its card
                raise LeaseLostError
        log_move(begun)
        return begun

    async def finish(
        self, job: Job, outcome: Outcome, *, now: datetime, generated_s: float | None = None
    ) -> Job:
        """Store how a leased job ended and let it go to be delivered. Raises LeaseLostError."""
        changes = columns_at_end(outcome, now) | {"generated_s": generated_s}
        async with self._database.transaction() as connection:
            ended = await _move(connection, job, State.DELIVERING, changes)
            await drop_hosted(connection, job.id)
        log_move(ended)
        return ended

    async def amend(self, job: Job, outcome: Outcome, **changes: Unpack[Changes]) -> Job:
        """Replace the outcome of a leased job that is still to be shown, and let it go.

        Raises LeaseLostError.
        """
        held_back = and_(jobs.c.state == State.CLOSED, jobs.c.card_face == CardFace.HIDDEN)
        waits = or_(jobs.c.state == State.DELIVERING, held_back)
        async with self._database.transaction() as connection:
            amended = {**result_columns(outcome), **changes, "lease": None}
            return await _change(connection, job, amended, waits)

    async def hasten(self, job_id: int, *, now: datetime) -> bool:
        """Make a job in a provider's care due now; tells whether it was in its care.

        Its video is likely there by now, if it was not before.
        """
        running = and_(jobs.c.id == job_id, jobs.c.state == State.GENERATING)
        likely_at = case((jobs.c.likely_at < now, jobs.c.likely_at), else_=now)
        async with self._database.transaction() as connection:
            change = update(jobs).where(running).values(due_at=now, likely_at=likely_at)
            return bool((await connection.execute(change)).rowcount)

    async def redraw(self, job: Job, *, now: datetime) -> None:
        """Make the card of a queued job due now, whatever it says."""
        queued = and_(jobs.c.id == job.id, jobs.c.state == State.QUEUED)
        with_card = and_(queued, jobs.c.chat_id == job.chat_id, jobs.c.card_id == job.card_id)
        change = update(jobs).where(with_card).values(card_due_at=now, card_face=None)
        async with self._database.transaction() as connection:
            await connection.execute(change)

    async def change_request(
        self,
        job: Job,
        change: Callable[[Request], Request],
        *,
        now: datetime,
        update_id: int | None = None,
        **changes: Unpack[Changes],
    ) -> bool:
        """Change what a job asks for while it is not bought; tells whether that was in time.

        Whoever is about to buy it finds its lease gone. The update that asks for it leaves the
        inbox, so that it asks once.
        """
        queued = and_(jobs.c.id == job.id, jobs.c.state == State.QUEUED)
        async with self._database.transaction() as connection:
            await alone(connection, f"user/{job.user_id}")  # nobody else changes it now
            asked = await connection.scalar(select(jobs.c.request).where(queued))
            if asked is None:
                return False
            request = request_column(change(request_of(asked)))
            values = {**changes, "request": request, "lease": UNBOUGHT_LEASE}
            done = await connection.execute(update(jobs).where(queued).values(values))
            if update_id is not None:
                await mark_handled(connection, update_id, now=now)
        return bool(done.rowcount)

    async def _moved(self, job: Job, to: State, changes: dict[str, Any]) -> Job:
        async with self._database.transaction() as connection:
            moved = await _move(connection, job, to, changes)
            if to is State.CLOSED and moved.to_forget:
                await empty_job(connection, moved.id)
        log_move(moved)
        return moved


async def _running_at(connection: AsyncConnection, provider: str) -> int:
    """How many jobs take a place at a provider."""
    taken = and_(jobs.c.provider == provider, jobs.c.state.in_(RUNNING), DUE)
    return await connection.scalar(select(func.count()).where(taken)) or 0


async def _move(connection: AsyncConnection, job: Job, to: State, changes: dict[str, Any]) -> Job:
    may = jobs.c.state.in_(sources(to))
    return await _change(connection, job, {**changes, "state": to}, may)


async def _change(
    connection: AsyncConnection,
    job: Job,
    changes: dict[str, Any],
    may: ColumnElement[bool] | None = None,
) -> Job:
    mine = and_(jobs.c.id == job.id, jobs.c.lease == job.lease)
    if changes.keys() & {"card_id", "card_face"}:  # they mean nothing in another chat
        mine = and_(mine, jobs.c.chat_id == job.chat_id)
    if "card_due_at" in changes:  # made due meanwhile, its card does not tell yet why
        due_at = literal(changes["card_due_at"], UtcTime)
        as_seen = and_(
            jobs.c.hidden == job.hidden,
            jobs.c.card_due_at.is_not_distinct_from(job.card_due_at),
        )
        # Of one that is forgotten by now nobody knows where to say anything.
        told = case(
            (jobs.c.chat_id == NOWHERE, null()), (as_seen, due_at), else_=jobs.c.card_due_at
        )
        changes = {**changes, "card_due_at": told}
    change = update(jobs).where(mine, *(() if may is None else (may,)))
    rows = await connection.execute(change.values(changes).returning(jobs))
    row = rows.mappings().one_or_none()
    if row is None:
        raise LeaseLostError
    return job_of(row)
