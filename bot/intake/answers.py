"""What intake answers to what a person sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.i18n.words import Notice


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that a person decides with one press. Each answer: its words, and its button's
    data."""

    notice: Notice
    answers: Sequence[tuple[Notice, str]]


Answer = Notice | Decision | None
"""What to say to a person; None: nothing."""
