"""The providers in use, in order of preference, and which of them can do a request."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.providers.base import Provider
from bot.providers.matching import Fit, Misfit, changes, match, preferred
from storage.jobs import Mode, Options, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A provider that can do a request, and the options with which it would."""

    provider: Provider
    options: Options


class Registry:
    """The providers in use. Never empty."""

    def __init__(self, providers: Sequence[Provider]) -> None:
        self._by_name = {provider.name: provider for provider in providers}

    def __iter__(self) -> Iterator[Provider]:
        """In order of preference."""
        return iter(self._by_name.values())

    def __len__(self) -> int:
        """How many they are."""
        return len(self._by_name)

    def get(self, name: str) -> Provider | None:
        """A provider by name; None when the settings no longer name it."""
        return self._by_name.get(name)

    def able(self, mode: Mode) -> Sequence[Provider]:
        """Those that make videos in this way, in order of preference."""
        return [provider for provider in self if mode in provider.capabilities.modes]

    def asked(self, request: Request) -> Sequence[Provider]:
        """Those that a request leaves the choice of."""
        return [one for one in self if request.provider in {None, one.name}]

    def candidates(self, request: Request, *, extends: str | None = None) -> Sequence[Candidate]:
        """Those that can do a request: first who can do all of it, then whom its person prefers.

        Then those that hold all that the person prefers, and then in the order of the settings.
        `extends`: the provider that made the video which the request goes on with.
        """
        fitting = [
            Candidate(provider=provider, options=fit.options)
            for provider in self.asked(request)
            if isinstance(fit := match(request, provider.capabilities), Fit)
            and _extends(provider, extends)
        ]
        return sorted(fitting, key=lambda one: _regrets(request, one))

    def misfits(self, request: Request) -> Mapping[str, Misfit]:
        """Why those cannot do a request that cannot, by name."""
        found = {one.name: match(request, one.capabilities) for one in self.asked(request)}
        return {name: fit for name, fit in found.items() if isinstance(fit, Misfit)}

    def prompt_max_chars(self, mode: Mode = Mode.TEXT) -> int:
        """The longest prompt that any of them takes for this, in code points."""
        able = self.able(mode) or self
        return max(provider.capabilities.prompt_max_chars for provider in able)

    async def close(self) -> None:
        """Close every provider."""
        for provider in self:
            await provider.close()


def _regrets(request: Request, candidate: Candidate) -> tuple[bool, bool, bool]:
    """What speaks against a candidate, what matters most first."""
    favourite = request.prefers.provider if request.prefers else None
    return (
        bool(changes(request.options, candidate.options)),
        favourite not in {None, candidate.provider.name},
        bool(changes(preferred(request), candidate.options)),
    )


def _extends(provider: Provider, maker: str | None) -> bool:
    return maker in {None, provider.name} or provider.capabilities.extends_others
