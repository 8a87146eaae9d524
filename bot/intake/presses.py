"""What buttons say when they are pressed."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

LANGUAGE = "language:"
"""What the data of every button begins with that chooses a language."""
_RETRY = "retry:"
FORGET = "forget:"
"""Begins the data of the button under /forget."""


def retry_press(job_id: int) -> str:
    """The data of a button that makes a job once more."""
    return f"{_RETRY}{job_id}"


def retried_job(data: str | None) -> int | None:
    """The job that a pressed button makes once more; None for anything else."""
    number = (data or "").removeprefix(_RETRY)
    if not (data or "").startswith(_RETRY) or not number.isascii() or not number.isdigit():
        return None
    return int(number) if len(number) <= 18 else None


def language_press(language: str) -> str:
    """The data of a button that chooses a language."""
    return f"{LANGUAGE}{language}"


def chosen_language(data: str | None) -> str:
    """What a pressed button chooses, which may be a language that there is not."""
    return (data or "").removeprefix(LANGUAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who was asked whether to be forgotten, and when."""

    user_id: int
    at: datetime


def forget_press(user_id: int, *, at: datetime) -> str:
    """The data of a button by which a person, and nobody else, is forgotten."""
    return f"{FORGET}{user_id}:{int(at.timestamp())}"


def asked_to_forget(data: str | None) -> Asked | None:
    """Whom a pressed button forgets; None for anything else."""
    said = re.fullmatch(rf"{FORGET}([0-9]{{1,18}}):([0-9]{{1,11}})", data or "")
    if said is None:
        return None
    return Asked(user_id=int(said[1]), at=datetime.fromtimestamp(int(said[2]), UTC))
