"""The page that tells what the bot has survived says what the tests do."""

import json
from pathlib import Path

import pytest

from tests.reliability import PAGE, STORM, filled, tried_by, tried_table


def test_the_page_shows_what_the_tests_try(request: pytest.FixtureRequest) -> None:
    if not is_whole(request.session):
        pytest.skip("only some of the tests are collected")
    page = PAGE.read_text()
    told = filled(page, {"tried": tried_table(tried_by(request.session.items))})
    assert page == told, "run `python -m tests.reliability` and commit the page"


def is_whole(session: pytest.Session) -> bool:
    """Whether all tests are collected."""
    files = set(Path(__file__).parent.rglob("test_*.py"))
    chosen = session.config.option.keyword or session.config.option.markexpr
    return not chosen and files <= {item.path for item in session.items}


def test_the_last_full_storm_broke_no_law_and_caught_both_controls() -> None:
    storm = json.loads(STORM.read_text())
    assert storm["kills"] >= 500
    assert (storm["lost"], storm["doubled"]) == (0, 0)
    assert [
        name for name, one in storm["controls"].items() if not one["lost"] + one["doubled"]
    ] == []
    assert len(storm["controls"]) == 2


def test_a_part_of_the_page_is_replaced_between_its_marks() -> None:
    page = "a <!-- x --> old <!-- x --> b <!-- y --> kept <!-- y -->"
    assert (
        filled(page, {"x": "new\n"}) == "a <!-- x -->\nnew\n<!-- x --> b <!-- y --> kept <!-- y -->"
    )
