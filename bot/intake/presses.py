"""What buttons say when they are pressed."""

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
