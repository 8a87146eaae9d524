"""When a provider is passed over, and for how long."""

from datetime import timedelta

import pytest

from bot.providers.breaker import Breaker
from bot.providers.errors import Fault, ProviderError, Refused, Unclear, Unreachable
from tests.still_clock import StillClock

UNREACHABLE = Unreachable("p", "x")


def refused(fault: Fault) -> Refused:
    return Refused("p", "x", fault=fault)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def breaker(clock: StillClock) -> Breaker:
    return Breaker(clock)


def test_nobody_is_passed_over_before_anything_happened(breaker: Breaker) -> None:
    assert not breaker.is_open("p")
    assert breaker.trouble("p") is None


@pytest.mark.parametrize(
    ("error", "needed"),
    [
        (UNREACHABLE, 1), (Unclear("p", "x"), 3), (refused(Fault.OVERLOADED), 3),
        (refused(Fault.BAD_REQUEST), 3), (refused(Fault.BAD_KEY), 1),
        (refused(Fault.NO_CREDITS), 1), (refused(Fault.NOT_ALLOWED), 1),
    ],
)  # fmt: skip
def test_it_opens_as_soon_as_the_failure_is_surely_the_providers(
    breaker: Breaker, error: ProviderError, needed: int
) -> None:
    for _ in range(needed - 1):
        breaker.failed(error)
        assert not breaker.is_open("p")
    breaker.failed(error)
    assert breaker.is_open("p")
    assert not breaker.is_open("other")


def test_it_closes_again_by_itself_and_stays_open_longer_each_time(
    breaker: Breaker, clock: StillClock
) -> None:
    lengths = []
    for _ in range(10):
        breaker.failed(UNREACHABLE)
        length = timedelta(0)
        while breaker.is_open("p"):
            clock.advance(seconds=5)
            length += timedelta(seconds=5)
        lengths.append(length.total_seconds())
    assert lengths == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600]


def test_one_success_makes_it_forget(breaker: Breaker) -> None:
    breaker.failed(UNREACHABLE)
    breaker.worked("p")
    assert not breaker.is_open("p")
    assert breaker.trouble("p") is None


def test_the_users_fault_is_no_failure(breaker: Breaker) -> None:
    for _ in range(2):
        breaker.failed(refused(Fault.OVERLOADED))
    breaker.failed(refused(Fault.MODERATED))
    breaker.failed(refused(Fault.OVERLOADED))
    assert not breaker.is_open("p")


def test_full_for_a_moment_is_waited_for_and_full_for_long_is_passed_over(
    breaker: Breaker, clock: StillClock
) -> None:
    for _ in range(4):
        breaker.failed(refused(Fault.BUSY))
        assert not breaker.is_open("p")
        clock.advance(seconds=15)
    breaker.failed(refused(Fault.BUSY))
    assert breaker.is_open("p")


def test_what_is_wrong_and_since_when_can_be_told(breaker: Breaker, clock: StillClock) -> None:
    since = clock.now()
    breaker.failed(refused(Fault.NO_CREDITS))
    clock.advance(seconds=9)
    breaker.failed(UNREACHABLE)
    trouble = breaker.trouble("p")
    assert trouble is not None
    assert (trouble.reason, trouble.since, trouble.failures) == ("unreachable", since, 2)
