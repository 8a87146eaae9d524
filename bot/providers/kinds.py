"""Kinds of jobs: those of one kind take about the same time, and cost the same but for sound."""

from storage.jobs import Mode, Options


def pace_key(provider: str, mode: Mode, options: Options) -> str:
    """The kind of a job: jobs of one kind take about the same time."""
    return f"{provider}/{mode}/{options.quality}/{options.duration_s}s"
