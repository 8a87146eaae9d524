"""The table of docs/reliability.md: what the tests did to the bot, and how often.

A test says so itself: `@pytest.mark.tried("what was done", times=1)`, where `times` is how often
one run of it does that. `python -m tests.reliability` prints the table of all of them.
"""

import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
HEAD = "| What was done to the bot | Times | Lost | Doubled |\n|---|---|---|---|\n"


class Collector:
    """A plugin of pytest that counts what collected tests say of themselves."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """See pytest."""
        for item in items:
            for marker in item.iter_markers("tried"):
                self.tried[marker.args[0]] += marker.kwargs.get("times", 1)


def table(tried: Mapping[str, int]) -> str:
    """In the page's form: every test that passes proves that nothing was lost or doubled."""
    return HEAD + "".join(f"| {what} | {tried[what]} | 0 | 0 |\n" for what in sorted(tried))


def main() -> int:
    """Print the table."""
    collector = Collector()
    with redirect_stdout(sys.stderr):  # what pytest says is not the table
        code = pytest.main(["--collect-only", "-qq"], plugins=[collector])
    sys.stdout.write(table(collector.tried))
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
