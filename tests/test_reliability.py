"""The page that tells what the bot has survived says what the tests do."""

import asyncio
import json
import sys

from tests.reliability import PAGE, STORM, filled


async def test_the_page_shows_what_the_tests_try() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.reliability", "--check", cwd=PAGE.parents[1]
    )
    assert await process.wait() == 0, "run `python -m tests.reliability` and commit the page"


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
