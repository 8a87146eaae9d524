from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.providers.kinds import pace_key
from bot.worker.pacing import TYPICAL, Look, Pacing, likely, wait
from storage.jobs import Ending, Mode, Options, Outcome
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import draft, leased

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


def likely_s(took_s: list[float], age: float) -> float:
    return likely(took_s, age=timedelta(seconds=age)).total_seconds()


def test_a_video_is_likely_there_when_half_of_those_were_that_can_still_come() -> None:
    assert likely_s([60, 48, 95, 70, 55], age=0) == 60
    assert likely_s([60, 48, 95, 70, 55], age=60) == (70 + 95) / 2 - 60
    assert likely_s([60, 48, 95, 70, 55], age=90) == 5


def test_a_video_that_is_later_than_all_others_may_come_at_any_time() -> None:
    assert likely_s([60, 48, 95, 70, 55], age=95) == 0


def test_a_video_of_an_unknown_kind_is_guessed_at() -> None:
    assert likely_s([48, 48, 48, 48], age=20) == 40
    assert likely_s([], age=1000) == 0


SPAN_S = st.integers(0, 4000).map(float)


@given(st.lists(SPAN_S, max_size=60), SPAN_S, SPAN_S)
def test_a_look_that_finds_nothing_makes_a_video_likely_later_never_sooner(
    took_s: list[float], age: float, more: float
) -> None:
    assert likely_s(took_s, age) >= 0
    assert age + likely_s(took_s, age) <= age + more + likely_s(took_s, age + more)


@given(st.lists(SPAN_S, min_size=5, max_size=60), SPAN_S)
def test_half_of_those_that_can_still_come_are_there_when_it_is_likely(
    took_s: list[float], age: float
) -> None:
    later = [took for took in took_s if took > age]
    there = [took for took in later if took <= age + likely_s(took_s, age)]
    assert len(there) >= len(later) / 2


async def test_what_such_a_job_takes_is_learned_from_those_that_finished(
    store: Store, clock: StillClock
) -> None:
    pacing = Pacing(records=store.records, shortest=FIVE)
    options = Options(duration_s=5, quality="540p")
    kind = pace_key("pixverse", Mode.TEXT, options)
    unknown = Look(due_in=FIVE, likely_in=TYPICAL)
    assert await pacing.look(kind, age=timedelta(0)) == unknown
    for number, took_s in enumerate([60.0, 48.0, 95.0, 70.0, 55.0], start=1):
        job = await leased(store, draft(number), now=clock.now())
        job = await store.jobs.note(job, pace_key=kind)
        outcome = Outcome(ending=Ending.VIDEO)
        await store.jobs.finish(job, outcome, now=clock.now(), generated_s=took_s)
    look = await pacing.look(kind, age=timedelta(0))
    assert look == Look(due_in=timedelta(seconds=48), likely_in=timedelta(seconds=60))
    late = await pacing.look(kind, age=timedelta(seconds=100))
    assert late == Look(due_in=FIVE, likely_in=FIVE)
    other = pace_key("pixverse", Mode.IMAGE, options)
    assert await pacing.look(other, age=timedelta(0)) == unknown


def test_a_first_check_that_came_late_is_not_late_for_ever(store: Store) -> None:
    pacing = Pacing(records=store.records, shortest=FIVE)
    assert pacing.took_s(timedelta(seconds=60)) == 57.5
    assert pacing.took_s(timedelta(seconds=1)) == 0
