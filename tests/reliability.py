"""Keeps docs/reliability.md true: what the tests do to the bot, and how the last full storm ended.

A test says what it does: `@pytest.mark.tried("what was done", times=1)`, where `times` is how often
one run of it does that. `python -m tests.reliability` brings the page up to date; with `--check` it
only says whether it is.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "reliability.md"
STORM = DOCS / "storm.json"


def tried_by(items: Iterable[pytest.Item]) -> Counter[str]:
    """What collected tests say of themselves, and how often they do it."""
    tried: Counter[str] = Counter()
    for item in items:
        for marker in item.iter_markers("tried"):
            tried[marker.args[0]] += marker.kwargs.get("times", 1)
    return tried


class Collector:
    """A plugin of pytest that remembers what was collected."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """See pytest."""
        self.tried = tried_by(items)


def tried_table(tried: Mapping[str, int]) -> str:
    """Every test that passes proves that nothing was lost or doubled."""
    head = "| What was done to the bot | Times | Lost | Doubled |\n|---|---|---|---|\n"
    return head + "".join(f"| {what} | {tried[what]} | 0 | 0 |\n" for what in sorted(tried))


def storm_table(storm: Mapping[str, Any]) -> str:
    """The true bot, and those that the storm has to catch."""
    told = (
        "{date}, seed {seed}: of {first_steps} lives that had something due, the first step came "
        "{median_first_step_s} s after the start (median), {slowest_first_step_s} s at most. "
        "{orphaned_cards} text cards were left over.\n\n"
    )
    head = "| | Kills | Prompts | Lost | Doubled |\n|---|---|---|---|---|\n"
    bots = {"the bot": storm} | {f"control: {one}": bot for one, bot in storm["controls"].items()}
    row = "| {name} | {kills} | {jobs} | {lost} | {doubled} |\n"
    rows = (row.format_map({"name": name, **bot}) for name, bot in bots.items())
    return told.format_map(storm) + head + "".join(rows)


def filled(page: str, parts: Mapping[str, str]) -> str:
    """The page with these parts between their marks."""
    for name, text in parts.items():
        mark = f"<!-- {name} -->"
        before, _, after = page.split(mark)
        page = f"{before}{mark}\n{text}{mark}{after}"
    return page


def main(arguments: list[str]) -> int:
    """The exit code: 0 when the page is true now."""
    collector = Collector()
    with redirect_stdout(sys.stderr):  # pytest says much
        code = pytest.main(["--collect-only", "-qq"], plugins=[collector])
    parts = {
        "tried": tried_table(collector.tried),
        "storm": storm_table(json.loads(STORM.read_text())),
    }
    page = PAGE.read_text()
    if "--check" in arguments:
        return int(code) or int(page != filled(page, parts))
    PAGE.write_text(filled(page, parts))
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
