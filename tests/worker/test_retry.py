from datetime import timedelta

import pytest

from bot.backoff import backoff
from bot.providers.errors import Blame, Fault, Refused, Unclear, Unreachable
from bot.worker.retry import Again, Elsewhere, End, before_purchase, during_check, operator_trouble
from storage.jobs import Ending, Outcome


def refused(fault: Fault, retry_after_s: float | None = None) -> Refused:
    return Refused("p", "code", fault=fault, retry_after_s=retry_after_s)


def ending(fault: Fault, attempts: int = 0) -> Ending | None:
    decision = before_purchase(refused(fault), attempts=attempts, others=False)
    return decision.outcome.ending if isinstance(decision, End) else None


def test_waits_double_up_to_a_minute() -> None:
    assert [backoff(n).total_seconds() for n in range(7)] == [2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_ends_a_job_some_time(fault: Fault) -> None:
    assert ending(fault, attempts=fault.tries) is not None


@pytest.mark.parametrize("fault", [one for one in Fault if one.blame is Blame.USER])
def test_what_the_user_has_to_change_is_told_at_once_and_is_not_called_unavailable(
    fault: Fault,
) -> None:
    assert ending(fault) in {Ending.MODERATED, Ending.REFUSED}


@pytest.mark.parametrize("fault", [Fault.BAD_KEY, Fault.NO_CREDITS, Fault.NOT_ALLOWED])
def test_the_operators_trouble_is_nobody_can_do_this_now_and_rings(fault: Fault) -> None:
    assert ending(fault) is Ending.UNAVAILABLE
    assert operator_trouble(refused(fault)) is fault


def test_a_full_provider_is_waited_for_as_long_as_it_asks() -> None:
    assert before_purchase(refused(Fault.BUSY, 40), attempts=99, others=False) == Again(
        timedelta(seconds=40)
    )
    assert before_purchase(refused(Fault.BUSY), attempts=99, others=False) == Again(
        timedelta(seconds=15)
    )


def test_an_overloaded_provider_is_tried_three_times() -> None:
    assert [ending(Fault.OVERLOADED, n) for n in range(3)] == [None, None, Ending.UNAVAILABLE]


@pytest.mark.parametrize("fault", [Fault.PICTURE_LOST, Fault.UPLOAD_FAILED])
def test_a_picture_goes_up_twice_more_and_then_elsewhere(fault: Fault) -> None:
    assert [ending(fault, n) for n in range(3)] == [None, None, Ending.REFUSED]
    tried = [before_purchase(refused(fault), attempts=n, others=True) for n in range(3)]
    assert [isinstance(one, Elsewhere) for one in tried] == [False, False, True]


def test_other_failures_are_no_misses() -> None:
    assert isinstance(during_check(refused(Fault.NOT_FOUND), attempts=99, misses=0), Again)


def test_a_provider_out_of_reach_is_tried_five_times() -> None:
    decisions = [before_purchase(Unreachable("p", "x"), attempts=n, others=False) for n in range(5)]
    assert [isinstance(one, Again) for one in decisions] == [True] * 4 + [False]


@pytest.mark.parametrize(
    "error", [Unclear("p", "x"), Unreachable("p", "x"), refused(Fault.OVERLOADED)]
)
def test_a_bought_job_is_not_given_up_because_it_cannot_be_looked_at(error: Refused) -> None:
    assert isinstance(during_check(error, attempts=1000, misses=0), Again)


@pytest.mark.parametrize("fault", [Fault.BAD_KEY, Fault.NO_CREDITS, Fault.BUSY])
def test_nor_because_the_account_has_trouble(fault: Fault) -> None:
    assert isinstance(during_check(refused(fault), attempts=1000, misses=0), Again)


def test_a_bought_job_is_gone_when_its_provider_does_not_know_it_for_a_minute() -> None:
    missing = refused(Fault.NOT_FOUND)
    waits: list[timedelta] = []
    decision = during_check(missing, attempts=0, misses=0)
    while isinstance(decision, Again):
        waits.append(decision.wait)
        decision = during_check(missing, attempts=len(waits), misses=len(waits))
    assert decision == End(Outcome(ending=Ending.GONE))
    assert timedelta(minutes=1) <= sum(waits, timedelta()) <= timedelta(minutes=3)
