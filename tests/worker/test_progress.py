from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.worker.progress import CELLS, RAREST, SOONEST, is_late, next_edit, range_facts, usual

TWENTY = [float(took) for took in range(48, 68)]


def seconds(age: float, *, kept: int = 1, in_group: bool = False) -> float:
    return next_edit(timedelta(seconds=age), kept=kept, in_group=in_group).total_seconds()


def test_too_few_jobs_tell_no_range() -> None:
    assert usual([50, 60, 70, 80]) is None
    assert usual([]) is None


def test_a_range_leaves_out_a_tenth_at_either_end_and_one_at_least() -> None:
    for took_s, low_and_high in (([*TWENTY[::-1]], (50, 65)), ([9, 20, 900, 21, 22], (20, 22))):
        found = usual(took_s)
        assert found is not None
        assert (found.low_s, found.high_s) == low_and_high


def test_a_range_is_said_in_seconds_or_minutes_and_never_narrower_than_it_is() -> None:
    found = usual([20, 48.9, 70, 94.1, 500])
    assert found is not None
    facts = range_facts(found, timedelta(seconds=31))
    assert (facts["low"], facts["high"], facts["unit"]) == (48, 95, "seconds")
    assert facts["bar"] == "▰▰▰▱▱▱▱▱▱▱"
    found = usual([50, 119, 200, 241, 900])
    assert found is not None
    facts = range_facts(found, timedelta(hours=1))
    assert (facts["low"], facts["high"], facts["unit"]) == (1, 5, "minutes")
    assert facts["bar"] == "▰" * CELLS


def test_only_what_takes_much_longer_than_is_usual_is_late() -> None:
    found = usual([24, 27, 28, 30, 900])
    assert found is not None
    assert not is_late(found, timedelta(seconds=45))
    assert is_late(found, timedelta(seconds=46))


@given(st.lists(st.floats(0, 1e6), min_size=5), st.floats(0, 1e6))
def test_a_bar_has_its_length_and_a_range_its_order(took_s: list[float], age: float) -> None:
    found = usual(took_s)
    assert found is not None
    assert min(took_s) <= found.low_s <= found.high_s <= max(took_s)
    facts = range_facts(found, timedelta(seconds=age))
    assert len(str(facts["bar"])) == CELLS


def test_a_card_changes_often_at_first_and_then_rarer() -> None:
    ages, age = [], 0.0
    while age < 60:
        ages.append(age)
        age += seconds(age)
    assert ages[:4] == [0, 5, 10, 15]
    assert len(ages) <= 9
    assert seconds(3600) == RAREST.total_seconds()


def test_many_cards_together_and_a_group_change_rarer() -> None:
    assert seconds(0, kept=200) == 50
    assert seconds(0, kept=1000) == 250
    assert seconds(0, in_group=True) == 15
    assert seconds(0, kept=4) == SOONEST.total_seconds()
