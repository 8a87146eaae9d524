"""The board of options: what may be chosen, and what that comes to. Pure.

Whatever is offered on it can be had exactly as it stands there, together with all that is chosen
already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any

from bot.intake.flags import Offer
from bot.providers.matching import changes
from bot.providers.registry import Candidate, Registry
from storage.jobs import Choices, Options, Request


class Section(StrEnum):
    """What is chosen on a page of its own: the provider, or the option of this name.

    Where two choices do not go together any more, the section that comes first holds.
    """

    PROVIDER = "provider"
    ASPECT_RATIO = "aspect_ratio"
    DURATION = "duration_s"
    QUALITY = "quality"
    SOUND = "audio"
    EMBELLISHING = "prompt_expansion"


OPTIONS = tuple(one for one in Section if one is not Section.PROVIDER)
Value = str | int | bool | None
"""What may be chosen in a section; None: the choice is left open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One thing to choose, and all that is chosen when it is."""

    value: Value
    choices: Choices
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What can be chosen for a request.

    `extends`: the provider that made the video which the request goes on with.
    """

    registry: Registry
    request: Request
    extends: str | None = None

    def asked(self, choices: Choices) -> Request:
        """The request with these choices; what no board offers (a seed) stays as it was.

        So does what its person preferred then: what the board shows is what is made.
        """
        chosen: dict[str, Any] = {one: value_of(choices, one) for one in OPTIONS}
        options: Options = replace(self.request.options, **chosen)
        prefers = self.request.prefers or Choices()
        return replace(self.request, options=options, provider=choices.provider, prefers=prefers)

    def candidate(self, choices: Choices) -> Candidate | None:
        """Who would make it first, with which options; None: not exactly as it was chosen."""
        candidates = self.registry.candidates(self.asked(choices), extends=self.extends)
        if not candidates or changes(choices.options, candidates[0].options):
            return None
        return candidates[0]

    def settled(self, choices: Choices, *, first: Section = Section.PROVIDER) -> Choices:
        """As much of these choices as can be had; what was chosen in `first` before all else."""
        held = Choices()
        for section in sorted(Section, key=lambda one: one is not first):
            bolder = with_value(held, section, value_of(choices, section))
            if self.candidate(bolder) is not None:
                held = bolder
        return held

    def begun(self) -> Choices:
        """What the request itself asks for, as far as it can be had."""
        asked = Choices(options=self.request.options, provider=self.request.provider)
        return self.settled(asked)

    def sections(self, choices: Choices) -> Sequence[Section]:
        """Those in which there is something to choose."""
        return [one for one in Section if self.has_choice(one, choices)]

    def has_choice(self, section: Section, choices: Choices) -> bool:
        """Whether there is something to choose in a section."""
        return len(list(islice(self._offers(section, choices), 2))) > 1

    def offered(self, section: Section, choices: Choices) -> Sequence[Offered]:
        """What may be chosen in a section besides what is chosen in the others.

        Another provider may be chosen at any time: what it cannot do is left open then.
        """
        return list(self._offers(section, choices))

    def _offers(self, section: Section, choices: Choices) -> Iterator[Offered]:
        now = self.value(section, choices)
        for value in self._values(section):
            then = with_value(choices, section, value)
            if section is Section.PROVIDER:
                then = self.settled(then)
            if value_of(then, section) == value and self.candidate(then) is not None:
                yield Offered(value=value, choices=then, ticked=value == now)

    def value(self, section: Section, choices: Choices) -> Value:
        """What is chosen in a section, or else what comes of leaving it open; None: not known."""
        chosen = value_of(choices, section)
        candidate = self.candidate(choices)
        if chosen is not None or section is Section.PROVIDER or candidate is None:
            return chosen
        return value_of(Choices(options=candidate.options), section)

    def _values(self, section: Section) -> Sequence[Value]:
        """All that anybody here offers for this request."""
        plain = replace(self.request, options=Options(), provider=None)
        able = [one.provider for one in self.registry.candidates(plain, extends=self.extends)]
        if not able:
            return ()
        offer = Offer.of(able)
        return {
            Section.PROVIDER: (None, *offer.providers) if len(able) > 1 else (),
            Section.ASPECT_RATIO: offer.aspect_ratios,
            Section.DURATION: offer.durations_s,
            Section.QUALITY: offer.qualities,
            Section.SOUND: (True, False) if offer.audio else (),
            Section.EMBELLISHING: (True, False) if offer.prompt_expansion else (),
        }[section]


def value_of(choices: Choices, section: Section) -> Value:
    """What is chosen in a section; None: it is left open."""
    chosen: Value = getattr(choices if section is Section.PROVIDER else choices.options, section)
    return chosen


def with_value(choices: Choices, section: Section, value: Value) -> Choices:
    """The choices with another one in a section."""
    change: dict[str, Any] = {section.value: value}
    if section is Section.PROVIDER:
        return replace(choices, **change)
    return replace(choices, options=replace(choices.options, **change))
