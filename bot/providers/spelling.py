"""Finding out, once, which of two spellings a service takes when its pages contradict themselves.

Only for calls that are certainly not carried out when the spelling is wrong.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from bot.providers.http import Answer

T = TypeVar("T")


class Spelling(Generic[T]):
    """Spellings of one thing, the likeliest first. `possible` is one when it has been found out."""

    def __init__(self, *possible: T) -> None:
        self.possible: Sequence[T] = possible

    def settle(self, taken: T | None) -> None:
        """Remember what the service took, for the life of the process; None tells nothing."""
        if taken is not None:
            self.possible = (taken,)


async def first_taken(
    spellings: Sequence[T],
    send: Callable[[T], Awaitable[Answer]],
    *,
    refused: Callable[[Answer], bool],
) -> tuple[T, Answer]:
    """Send in one spelling after the other while they are refused; the last one and its answer."""
    *guesses, last = spellings
    for guess in guesses:
        answer = await send(guess)
        if not refused(answer):
            return guess, answer
    return last, await send(last)
