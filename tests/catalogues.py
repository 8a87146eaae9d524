"""The catalogues as Fluent reads them, and facts to fill their messages with."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.i18n.words import CATALOGUES

FACTS: dict[str, str | int] = {
    "allowed": 5, "number": 3, "unit": "minutes", "max_chars": 2048, "per_minute": 5, "per_day": 30,
    "active": 3, "length": 3000, "max": 2048, "over": 952, "kind": "PDF", "width": 9, "height": 9,
    "frames": "yes", "prompt": "a wolf", "state": "ready", "provider": "pixverse_web",
    "job": "12", "videos": "#12, #345", "bot": "@DemoVideoBot",
    "setting": "PIXVERSE_WEB", "key_setting": "PIXVERSE_WEB_PASSWORD",
    "order": "sent", "forgotten": "no", "made": "yes",
    "mode": "frames", "possible": "text", "asked": "9:16", "applied": "none",
    "reason": "busy", "flag": "ar", "given": "5:4", "detail": "x",
    "before": 2, "bar": "x", "low": 48, "high": 95, "now": "31 s", "seconds": 31, "minutes": 2,
    "section": "x", "choice": "x", "options": "x",
    "quality": "540p", "duration": "5 s", "credits": "25 credits", "left": 27,
    "command": "user", "usage": "/user 7", "user": "7", "code": "ru", "minute": "1/5",
    "day": "9/30", "at_once": "1/3", "own": "no", "endings": "ready 9", "tries": "3",
    "people": "9", "jobs": "12", "median": "48", "slow": "95", "spent": "405",
    "open": "3", "paused": "1", "banned": "1", "period": "week", "done": "3", "sent": "2",
    "blocked": "1", "failed": "0",
    "total": "7", "parts": "x", "amount": "7", "url": "https://x/y",
}  # fmt: skip
"""Something for every fact of every message; the numbers are those that are counted."""
EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u25b6\u25c0\u2600-\u27bf\u2b00-\u2bff]"
)
COUNTED = frozenset(name for name, fact in FACTS.items() if isinstance(fact, int))
COUNTS = (0, 1, 2, 5, 21, 101, 3000)
"""Numbers of every plural form, and of as many digits as people meet."""


@cache
def messages(language: str) -> Mapping[str, ast.Message]:
    """Every message of a catalogue by its key, in the order in which they stand."""
    text = (CATALOGUES / f"{language}.ftl").read_text(encoding="utf-8")
    tree = FluentParser().parse(text)
    assert not [entry for entry in tree.body if isinstance(entry, ast.Junk)]
    return {entry.id.name: entry for entry in tree.body if isinstance(entry, ast.Message)}


class Reader(Visitor):  # type: ignore[misc]
    """What a message needs, and what it chooses between."""

    def __init__(self) -> None:
        self.facts: set[str] = set()
        self.parts: set[str] = set()
        self.choices: list[tuple[str, frozenset[str]]] = []

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802 (Fluent's name)
        self.facts.add(node.id.name)

    def visit_MessageReference(self, node: Any) -> None:  # noqa: N802
        self.parts.add(node.id.name)

    def visit_SelectExpression(self, node: Any) -> None:  # noqa: N802
        names = (getattr(one.key, "name", None) or one.key.value for one in node.variants)
        self.choices.append((node.selector.id.name, frozenset(names)))
        self.generic_visit(node)


def read(message: ast.Message) -> Reader:
    """A message that was read through."""
    reader = Reader()
    reader.visit(message)
    return reader


def fillings(language: str, key: str) -> Iterator[dict[str, str | int]]:
    """Facts that lead through every variant of a message, and of those within it."""
    choices = read(messages(language)[key]).choices
    for part in read(messages(language)[key]).parts:
        choices = choices + read(messages(language)[part]).choices
    values: dict[str, Sequence[str | int]] = {
        name: COUNTS if name in COUNTED else sorted(variants)
        for name, variants in choices
        for variants in [variants | {"USD"} if name == "unit" else variants]
    }
    for filling in product(*values.values()):
        yield FACTS | dict(zip(values, filling, strict=True))
