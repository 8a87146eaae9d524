"""docs/guide.md: words of ours around transcripts, each between the marks of its scene."""

import re
from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = DOCS / "guide.md"
_PART = re.compile(r"<!-- (\w+) -->\n```\n(.*?)```\n", re.DOTALL)


def shown(page: str) -> Mapping[str, str]:
    """The transcripts on a page, by their scenes."""
    return dict(_PART.findall(page))


def filled(page: str, transcripts: Mapping[str, str]) -> str:
    """The page with these transcripts."""

    def part(found: re.Match[str]) -> str:
        return f"<!-- {found[1]} -->\n```\n{transcripts[found[1]]}```\n"

    return _PART.sub(part, page)
