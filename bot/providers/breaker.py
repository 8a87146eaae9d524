"""Which providers are worth asking now. It opens when one fails and closes again by itself.

It only changes the order in which providers are asked: where nobody else can do a job, the one that
fails is asked all the same, for asking costs nothing. Kept in memory: a restart asks once more.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.providers.errors import Blame, Fault, ProviderError, Refused, Unreachable

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SHORTEST = timedelta(seconds=5)
LONGEST = timedelta(minutes=10)
OPERATORS = timedelta(minutes=1)
"""How long a trouble is left alone at first that only the operator can end."""
FAILURES = 3
"""So many in a row count, when one alone may be due to the request."""
FULL_FOR_LONG = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A provider's failures in a row. `open_until` None: not enough of them to pass it over."""

    reason: str
    needs_operator: bool
    """Whether only the operator can end it."""
    since: datetime
    failures: int
    open_until: datetime | None


class Breaker:
    """Hears how purchases go, and the steps before them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._troubles: dict[str, Trouble] = {}

    def is_open(self, provider: str) -> bool:
        """Whether somebody else shall be asked first."""
        return self.open_until(provider) > LONG_AGO

    def open_until(self, provider: str) -> datetime:
        """When it closes; long ago when it is closed."""
        trouble = self.trouble(provider)
        until = trouble.open_until if trouble else None
        return until if until and self._clock.now() < until else LONG_AGO

    def trouble(self, provider: str) -> Trouble | None:
        """What is wrong with a provider since it last worked."""
        return self._troubles.get(provider)

    def worked(self, provider: str) -> None:
        """It did what it was asked for."""
        self._troubles.pop(provider, None)

    def failed(self, error: ProviderError) -> None:
        """It did not. What the user or the request is to blame for is no failure."""
        if isinstance(error, Refused) and error.fault.blame is Blame.USER:
            self.worked(error.provider)
            return
        now = self._clock.now()
        before = self._troubles.get(error.provider)
        since = before.since if before else now
        failures = before.failures + 1 if before else 1
        self._troubles[error.provider] = Trouble(
            reason=_reason(error),
            needs_operator=isinstance(error, Refused) and error.fault.blame is Blame.OPERATOR,
            since=since,
            failures=failures,
            open_until=_open_until(error, failures=failures, since=since, now=now),
        )


def _reason(error: ProviderError) -> str:
    return error.fault.label if isinstance(error, Refused) else "unreachable"


def _open_until(
    error: ProviderError, *, failures: int, since: datetime, now: datetime
) -> datetime | None:
    """Longer with each failure; None while there are too few."""
    if isinstance(error, Refused) and error.fault is Fault.BUSY:
        return now + FULL_FOR_LONG if now - since >= FULL_FOR_LONG else None
    if isinstance(error, Refused) and error.fault.blame is Blame.OPERATOR:
        return now + min(OPERATORS * (1 << min(failures - 1, 10)), LONGEST)
    needed = 1 if isinstance(error, Unreachable) else FAILURES
    if failures < needed:
        return None
    return now + min(SHORTEST * (1 << min(failures - needed, 10)), LONGEST)
