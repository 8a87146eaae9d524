"""A JSON object, read field by field. Raises Refusal."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from bot.demo.sandbox.apixo.refusal import Refusal, invalid, missing

T = TypeVar("T")


class Fields:
    """One object of the body; null counts as absent. `within` stands before names in messages."""

    def __init__(self, value: Any, within: str = "") -> None:
        if not isinstance(value, dict):
            raise invalid(within, "not an object") if within else Refusal(400)
        self._body: Mapping[str, Any] = value
        self._within = f"{within}." if within else ""

    def _read(self, name: str, kind: type[T]) -> T | None:
        value = self._body.get(name)
        # Exactly: true is not 1, and 5.0 is not 5.
        if value is not None and type(value) is not kind:
            raise invalid(self._within + name, "wrong type")
        return value

    def refused(self, name: str, why: str) -> Refusal:
        """The refusal of a field for a reason."""
        return invalid(self._within + name, why)

    def object(self, name: str) -> "Fields":
        """An object that must be there."""
        return Fields(self._needed(name), self._within + name)

    def text(self, name: str, *, max_chars: int | None = None, needed: bool = False) -> str:
        """A string; empty when absent. One that is needed is not blank."""
        value = self._read(name, str) or ""
        if needed and not value.strip():
            raise missing(self._within + name)
        if max_chars is not None and len(value) > max_chars:
            raise self.refused(name, f"longer than {max_chars} characters")
        return value

    def choice(self, name: str, choices: Sequence[str], *, default: str | None = None) -> str:
        """One of some words; must be there unless it has a default."""
        value = self._read(name, str)
        if value is None:
            if default is None:
                raise missing(self._within + name)
            return default
        if value not in choices:
            raise self.refused(name, f"not one of {', '.join(choices)}")
        return value

    def whole(self, name: str) -> int | None:
        """A number written without point or quotes."""
        return self._read(name, int)

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self._read(name, bool)
        return default if value is None else value

    def web_address(self, name: str) -> str:
        """An http(s) address that must be there."""
        return self._address(name, self._needed(name))

    def web_addresses(self, name: str) -> tuple[str, ...]:
        """A list of http(s) addresses; empty when absent."""
        return tuple(self._address(name, value) for value in self._read(name, list) or ())

    def _needed(self, name: str) -> Any:
        if (value := self._body.get(name)) is None:
            raise missing(self._within + name)
        return value

    def _address(self, name: str, value: Any) -> str:
        try:
            parts = urlsplit(value) if isinstance(value, str) else None
            web = parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            web = False
        if not web or not isinstance(value, str):
            raise self.refused(name, "not an http address")
        return value
