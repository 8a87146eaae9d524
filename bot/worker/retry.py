"""The one policy for what goes wrong at a provider: again, later, or how the job ends."""

from dataclasses import dataclass
from datetime import timedelta

from bot.backoff import backoff
from bot.providers.errors import Blame, Fault, ProviderError, Refused
from storage.jobs import Ending, Outcome

TRIES = 5
"""How often a provider that cannot be reached is tried before the person is told."""
MISSING_TRIES = 6
"""A paid video has to be missing this often, over a minute, before it counts as gone: its provider
may hear of it late, or a proxy may have answered."""
BUSY_WAIT = timedelta(seconds=15)
"""How long a full provider is left alone when it does not say."""
CRASHES = 8
CRASHED_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Again:
    """Try the same step once more after `wait`."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """This provider had its chance; another one can do it."""


@dataclass(frozen=True, slots=True)
class End:
    """The job ends like this."""

    outcome: Outcome


Reaction = Again | Elsewhere | End

_USER_ENDINGS = {
    Fault.MODERATED: Outcome(ending=Ending.MODERATED),
    Fault.PROMPT_TOO_LONG: Outcome(ending=Ending.REFUSED, reason="refused-prompt-too-long"),
    Fault.PICTURE_UNFIT: Outcome(ending=Ending.REFUSED, reason="refused-picture"),
    Fault.PICTURE_LOST: Outcome(ending=Ending.REFUSED, reason="refused-picture"),
    Fault.UPLOAD_FAILED: Outcome(ending=Ending.REFUSED, reason="refused-picture"),
    Fault.CHOICE_UNFIT: Outcome(ending=Ending.REFUSED, reason="refused-choice"),
}
_SAME_PLACE = frozenset({Fault.BUSY, Fault.PICTURE_LOST, Fault.UPLOAD_FAILED})
"""What may pass: the job keeps its provider for some tries. One that is full for long is passed
over by the breaker."""
_UNAVAILABLE = Outcome(ending=Ending.UNAVAILABLE)


def after_crash(attempts: int) -> timedelta:
    """When to run a step again that crashed by a bug of ours; every hour when it goes on."""
    return backoff(attempts) if attempts < CRASHES else CRASHED_WAIT


def before_purchase(error: ProviderError, *, attempts: int, others: bool) -> Reaction:
    """When it is certain that nothing was bought. `attempts`: the failures before this one.

    `others`: somebody else can do it, and works.
    """
    if others and _is_providers_own(error, attempts):
        return Elsewhere()
    if not isinstance(error, Refused):
        return Again(backoff(attempts)) if attempts + 1 < TRIES else End(_UNAVAILABLE)
    if attempts + 1 < error.fault.tries:
        return Again(_wait(error, attempts))
    return End(_USER_ENDINGS.get(error.fault, _UNAVAILABLE))


def _is_providers_own(error: ProviderError, attempts: int) -> bool:
    """Whether the same request may do better elsewhere, and has been tried enough here."""
    if not isinstance(error, Refused):
        return True
    if error.fault in _SAME_PLACE and attempts + 1 < error.fault.tries:
        return False
    return error.fault.blame is not Blame.USER


def is_miss(error: ProviderError) -> bool:
    """Whether the provider does not know the video, or no longer."""
    return isinstance(error, Refused) and error.fault is Fault.NOT_FOUND


def during_check(error: ProviderError, *, attempts: int, misses: int) -> Again | End:
    """When a bought job could not be looked at: it was paid for, so only its deadline ends it.

    `attempts` and `misses` are in a row, and without this one.
    """
    if isinstance(error, Refused):
        if is_miss(error) and misses + 1 >= MISSING_TRIES:
            return End(Outcome(ending=Ending.GONE))
        if error.fault is Fault.MODERATED:
            return End(_USER_ENDINGS[Fault.MODERATED])
        return Again(max(_wait(error, attempts), backoff(attempts)))
    return Again(backoff(attempts))


def _wait(error: Refused, attempts: int) -> timedelta:
    if error.retry_after_s is not None:
        return timedelta(seconds=error.retry_after_s)
    return BUSY_WAIT if error.fault is Fault.BUSY else backoff(attempts)


def operator_trouble(error: ProviderError) -> Fault | None:
    """The fault that the admins have to hear of, if this is one."""
    if isinstance(error, Refused) and error.fault.blame in {Blame.OPERATOR, Blame.BOT}:
        return error.fault
    return None
