"""What buttons say when they are pressed."""

LANGUAGE = "language:"
"""What the data of every button begins with that chooses a language."""
_RETRY = "retry:"


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
