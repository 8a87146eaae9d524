from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.worker.pacing import wait

FIVE = timedelta(seconds=5)


def seconds(took_s: list[float], age: float) -> float:
    return wait(took_s, age=timedelta(seconds=age), shortest=FIVE).total_seconds()


def test_nothing_is_checked_before_such_a_job_ever_finished() -> None:
    assert seconds([60, 48, 95, 70, 55], age=0) == 48


def test_then_every_so_often() -> None:
    assert seconds([60, 48, 95, 70, 55], age=48) == 5
    assert seconds([60, 48, 95, 70, 55], age=90) == 5


def test_rarer_when_it_is_late() -> None:
    assert seconds([60, 48, 95, 70, 55], age=95 + 200) == 20
    assert seconds([60, 48, 95, 70, 55], age=95 + 6000) == 60


def test_a_few_finished_jobs_tell_nothing() -> None:
    assert seconds([48, 48, 48, 48], age=0) == 5
    assert seconds([], age=0) == 5


@given(st.lists(st.floats(0, 3600), max_size=60), st.floats(0, 100_000))
def test_a_check_is_never_sooner_than_the_setting_nor_endlessly_far(
    took_s: list[float], age: float
) -> None:
    assert 5 <= seconds(took_s, age) <= 3600
