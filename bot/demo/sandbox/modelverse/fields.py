"""A JSON object, read field by field. Raises Refusal.

Stricter than is known of the service: null is not taken for absent, and a field that no page
describes is refused, so that a misspelt one is found here and not by wondering about a video.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from bot.demo.sandbox.modelverse.refusal import invalid

T = TypeVar("T")


class Fields:
    """One object of the body. `within` stands before names in messages."""

    def __init__(self, value: Any, within: str, known: Sequence[str]) -> None:
        if not isinstance(value, dict):
            raise invalid(within or "body", "is not an object")
        self._object: Mapping[str, Any] = value
        self._within = f"{within}." if within else ""
        for name in value:
            if name not in known:
                raise invalid(self._within + name, "is not known")

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return name in self._object

    def inner(self, name: str, known: Sequence[str]) -> "Fields":
        """The object in a field; an empty one when absent."""
        return Fields(self._object.get(name, {}), self._within + name, known)

    def _read(self, name: str, kind: type[T]) -> T | None:
        if name not in self._object:
            return None
        value = self._object[name]
        # Exactly: true is not 1, and 5.0 is not 5.
        if type(value) is not kind:
            raise invalid(self._within + name, f"is not of type {kind.__name__}")
        return value

    def text(self, name: str) -> str:
        """A string that must be there and not be blank."""
        value = self._read(name, str)
        if value is None or not value.strip():
            raise invalid(self._within + name, "is required")
        return value

    def choice(self, name: str, choices: Sequence[str]) -> str | None:
        """One of some words; None when absent."""
        value = self._read(name, str)
        if value is not None and value not in choices:
            raise invalid(self._within + name, f"is not one of {', '.join(choices)}")
        return value

    def whole(self, name: str, lowest: int, highest: int) -> int | None:
        """A number written without point or quotes; None when absent."""
        value = self._read(name, int)
        if value is not None and not lowest <= value <= highest:
            raise invalid(self._within + name, f"is not in {lowest}..{highest}")
        return value

    def flag(self, name: str) -> bool | None:
        """True or false; None when absent."""
        return self._read(name, bool)
