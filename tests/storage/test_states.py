from storage.states import MOVES, RUNNING, State, sources


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(State)


def test_a_closed_job_never_moves_again() -> None:
    assert MOVES[State.CLOSED] == frozenset()


def test_every_open_job_can_come_to_its_end() -> None:
    reached = {State.CLOSED}
    while True:
        more = {state for state, targets in MOVES.items() if targets & reached} | reached
        if more == reached:
            break
        reached = more
    assert reached == set(State)


def test_a_bought_job_is_never_put_back_in_line() -> None:
    assert sources(State.QUEUED) == {State.SUBMITTING}


def test_a_purchase_begins_in_line_only() -> None:
    assert sources(State.SUBMITTING) == {State.QUEUED}


def test_only_jobs_at_a_provider_take_a_place() -> None:
    assert {State.SUBMITTING, State.GENERATING} == RUNNING
