"""Notices become text in a person's language.

Every text is light HTML as Telegram takes it. What comes from outside (a prompt, a name) goes in
as an argument and is escaped here, so it can neither break the markup nor reach Fluent's syntax.
"""

import functools
import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

CATALOGUES = Path(__file__).parent
LANGUAGES = ("en", "ru", "zh", "pl")
"""The catalogues there are, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say: a key of the catalogues and what its words need."""

    key: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


class Words:
    """The catalogues. `default`: for people whose language has none."""

    def __init__(self, default: str = "en") -> None:
        self.default = default
        """The language of those who have none of these."""

    def say_all(
        self, language: str | None, notices: Iterable[Notice], *, between: str = "\n\n"
    ) -> str:
        """Several notices as one text."""
        return between.join(self.say(language, notice) for notice in notices)

    def say(self, language: str | None, notice: Notice) -> str:
        """The notice as HTML, in `language` ("en", "zh-hans") or the default."""
        primary = (language or "").split("-")[0].lower()
        bundle = _bundle(primary if primary in LANGUAGES else self.default)
        value = bundle.get_message(notice.key).value
        if value is None:
            raise LookupError(f"{notice.key} has no text")
        facts = {
            name: html.escape(fact, quote=False) if isinstance(fact, str) else fact
            for name, fact in notice.facts.items()
        }
        text, errors = bundle.format_pattern(value, facts)
        if errors:
            raise LookupError(f"{notice.key}: {errors[0]}")
        return str(text)


@functools.cache
def _bundle(language: str) -> FluentBundle:
    """A catalogue, read when it is first needed: reading all takes a tenth of a second."""
    # No isolation marks around placeables: they would travel with copied prompts.
    bundle = FluentBundle([language], use_isolating=False)
    catalogue = CATALOGUES / f"{language}.ftl"
    bundle.add_resource(FluentResource(catalogue.read_text(encoding="utf-8")))
    return bundle
