"""The states of a job and THE table of its moves.

Nothing else in the project knows which state follows which: the store builds the guard of every
move from this table.

    queued -> submitting -> generating -> delivering -> closed
       \\_________________________________/^
    submitting -> queued   only when it is certain that nothing was bought
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a job is on its way."""

    QUEUED = "queued"
    """Accepted; nothing was bought yet."""
    SUBMITTING = "submitting"
    """The purchase may be under way; its idempotency key is stored."""
    GENERATING = "generating"
    """Bought: the provider has given its id."""
    DELIVERING = "delivering"
    """The outcome is known and stored; the chat does not have it yet."""
    CLOSED = "closed"
    """The chat has the outcome, or can never have it."""


MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.QUEUED: frozenset({State.SUBMITTING, State.DELIVERING}),
        State.SUBMITTING: frozenset({State.QUEUED, State.GENERATING, State.DELIVERING}),
        State.GENERATING: frozenset({State.DELIVERING}),
        State.DELIVERING: frozenset({State.CLOSED}),
        State.CLOSED: frozenset(),
    }
)

RUNNING = frozenset({State.SUBMITTING, State.GENERATING})
"""The states in which a job takes one of its provider's places."""


def sources(target: State) -> frozenset[State]:
    """The states from which a job may move to `target`."""
    return frozenset(state for state, targets in MOVES.items() if target in targets)
