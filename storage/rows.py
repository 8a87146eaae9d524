"""Between rows of the jobs table and the values of `jobs`."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import RowMapping

from storage.database import StoreError
from storage.jobs import CardFace, Draft, Job, Options, Outcome, Request
from storage.states import State

_request = TypeAdapter(Request)
_options = TypeAdapter(Options)
_outcome = TypeAdapter(Outcome)
_PLAIN = tuple(
    name
    for name in Job.__slots__
    if name not in {"request", "state", "card_face", "options", "passed_over", "uploads", "outcome"}
)


def job_of(row: RowMapping) -> Job:
    """The job that a whole row of the jobs table holds; raises StoreError for a spoilt one."""
    try:
        return Job(
            **{name: row[name] for name in _PLAIN},
            request=_request.validate_python(row["request"]),
            state=State(row["state"]),
            card_face=CardFace(row["card_face"]) if row["card_face"] else None,
            options=_options.validate_python(row["options"]) if row["options"] else None,
            passed_over=tuple(row["passed_over"] or ()),
            uploads=tuple(row["uploads"] or ()),
            outcome=_outcome.validate_python(row["outcome"]) if row["outcome"] else None,
        )
    except ValueError:  # its text would tell the prompt
        raise StoreError(f"job {row['id']} cannot be read") from None


def columns_of(draft: Draft) -> dict[str, Any]:
    """The columns that a draft fills."""
    columns = {name: getattr(draft, name) for name in Draft.__slots__}
    return columns | {"request": request_column(draft.request)}


def request_of(column: Any) -> Request:
    """A request that was stored; raises StoreError for a spoilt one."""
    try:
        return _request.validate_python(column)
    except ValueError:  # its text would tell the prompt
        raise StoreError("a request cannot be read") from None


def request_column(request: Request) -> Any:
    """A request as it is stored."""
    return _request.dump_python(request, mode="json")


def options_column(options: Options) -> Any:
    """Options as they are stored."""
    return _options.dump_python(options, mode="json")


def options_of(column: Any) -> Options:
    """The options that a column holds; raises StoreError for a spoilt one."""
    try:
        return _options.validate_python(column)
    except ValueError:  # its text might tell what a video shall not show
        raise StoreError("options cannot be read") from None


def outcome_column(outcome: Outcome) -> Any:
    """An outcome as it is stored."""
    return _outcome.dump_python(outcome, mode="json")
