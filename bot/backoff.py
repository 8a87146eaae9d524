"""How long to wait after one failure, and after the next."""

from datetime import timedelta

LONGEST = timedelta(minutes=1)


def backoff(attempts: int) -> timedelta:
    """2, 4, 8 … seconds after the first, second, third … failure, a minute at most."""
    return min(timedelta(seconds=2.0 ** min(attempts + 1, 10)), LONGEST)
