"""The statements that look for jobs that wait for a step, and take them.

They are asked at every wake, so each is built once: that takes longer than to run it. What differs
from time to time is a parameter.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    UpdateBase,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    select,
    union_all,
    update,
)

from storage.states import RUNNING, State
from storage.tables import UtcTime, inbox, jobs, unhandled

DUE = jobs.c.due_at.is_not(None)
"""True of every job that is not bought or not finished, and lets their index be used."""
_BUYABLE = and_(jobs.c.state == State.QUEUED, DUE, jobs.c.card_id.is_not(None), not_(jobs.c.hidden))
"""In line to be bought. Without its card a job is not: its chat may be out of reach. Nor is one
that was hidden and then refused: nobody wants it any more."""
_SENT_MORE = and_(
    jobs.c.album_id.is_not(None),
    exists().where(inbox.c.sender_key == jobs.c.user_id, unhandled),
)
"""The next picture of its album may be in the inbox: after a restart nobody has looked yet."""


def share_of(name: str | None) -> str:
    """The parameter that says how many."""
    return f"share_of_{name or 'all_others'}"


@cache
def checks(known: frozenset[str], wanted: tuple[str | None, ...]) -> UpdateBase:
    """Lease the jobs of the wanted providers that want to be looked at."""
    due = and_(jobs.c.state.in_(RUNNING), jobs.c.due_at <= _now())
    return _leased(
        *(
            _free(and_(_made_by(name, known), due), jobs.c.likely_at, limit=share_of(name))
            for name in wanted
        )
    )


@cache
def earliest_check(known: frozenset[str], wanted: tuple[str | None, ...]) -> CompoundSelect[Any]:
    """The times at which the first free jobs of the wanted providers are due."""
    free = and_(DUE, jobs.c.lease.is_(None))
    return union_all(
        *(
            # With one state and one provider the index has the earliest at its front.
            select(func.min(jobs.c.due_at)).where(
                jobs.c.state == state, free, _made_by(name, known)
            )
            for name in wanted
            for state in RUNNING
        )
    )


def _made_by(name: str | None, known: frozenset[str]) -> ColumnElement[bool]:
    return jobs.c.provider.not_in(known) if name is None else jobs.c.provider == name


@cache
def line(*, only_old: bool) -> Select[Any]:
    """The free jobs that wait for nothing but their turn."""
    old = (jobs.c.created_at < bindparam("created_before"),) if only_old else ()
    return (
        select(jobs)
        .where(_ready(), not_(_taken()), *old)
        # Jobs of an older schema have no other time.
        .order_by(func.coalesce(jobs.c.line_at, jobs.c.created_at), jobs.c.id)
        .limit(bindparam("limit", type_=Integer))
    )


@cache
def line_times() -> Select[Any]:
    """See LineTimes."""
    ready = _ready()
    again = bindparam("again", type_=UtcTime)
    ready_at = case((jobs.c.due_at > _now(), jobs.c.due_at), else_=again)
    return select(
        func.min(case((ready, jobs.c.created_at))), func.min(case((not_(ready), ready_at)))
    ).where(not_(_taken()), _BUYABLE)


@cache
def picked() -> UpdateBase:
    """Lease those of the chosen jobs that still wait for nothing but their turn."""
    wanted = and_(_ready(), jobs.c.id.in_(bindparam("chosen", expanding=True)))
    return _leased(_free(wanted, jobs.c.id))


@cache
def cards() -> UpdateBase:
    """Lease the jobs whose card wants attention, outcomes first."""
    first = (jobs.c.state != State.DELIVERING, jobs.c.card_due_at)
    return _leased(_free(jobs.c.card_due_at <= _now(), *first))


@cache
def earliest_card() -> Select[Any]:
    """When the first card of a free job wants attention."""
    return select(func.min(jobs.c.card_due_at)).where(
        jobs.c.lease.is_(None), jobs.c.card_due_at.is_not(None)
    )


def _leased(*chosen: Select[int]) -> UpdateBase:
    """Lease all that were chosen, in one statement."""
    # A subquery in its place may be run again for every row, and lease more than was asked for.
    ids = union_all(*(select(some.subquery().c.id) for some in chosen)).cte("chosen")
    return (
        update(jobs)
        .where(jobs.c.id.in_(select(ids.c.id)))
        .values(lease=bindparam("holder"), lease_until=bindparam("until"))
        .returning(jobs)
    )


def _free(
    wanted: ColumnElement[bool], *order: ColumnElement[Any], limit: str = "limit"
) -> Select[int]:
    """The ids of so many jobs of these that nobody works on; they are locked for the claim."""
    return (
        select(jobs.c.id)
        .where(wanted, not_(_taken()))
        .order_by(*order)
        .limit(bindparam(limit, type_=Integer))
        .with_for_update(skip_locked=True)
    )


def _taken() -> ColumnElement[bool]:
    """Somebody works on the job."""
    return and_(jobs.c.lease.is_not(None), jobs.c.lease_until >= _now())


def _ready() -> ColumnElement[bool]:
    """The job waits for nothing but its turn."""
    return and_(_BUYABLE, jobs.c.due_at <= _now(), not_(_SENT_MORE))


def _now() -> BindParameter[Any]:
    return bindparam("now", type_=UtcTime)
