"""What the bot asks of a video system, whichever it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

from storage.jobs import Mode, Options


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLimits:
    """What a picture is fitted into before it is uploaded."""

    max_side_px: int
    max_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a provider can do, as data: the core asks these and never a provider's name."""

    modes: frozenset[Mode]
    prompt_max_chars: int
    """In Unicode code points."""
    picture: PictureLimits
    defaults: Options
    """What is made when the request leaves the choice open."""
    max_running: int
    """Jobs running there at once."""
    repeat_window: timedelta
    """How long a repeated submit with the same key is trusted to give the first submission; zero:
    never, so a submit of unknown fate must not be repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One purchase. `options` are resolved; `uploads` are the provider's own references."""

    mode: Mode
    prompt: str
    uploads: tuple[str, ...]
    options: Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """An accepted order."""

    id: str


@dataclass(frozen=True, slots=True)
class Running:
    """Not finished yet, as far as can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Finished. Sizes in pixels; `took_s` is the provider's own count; None: it does not say."""

    url: str
    width: int | None = None
    height: int | None = None
    credits: int | None = None
    took_s: float | None = None


@dataclass(frozen=True, slots=True)
class Moderated:
    """The provider's moderation refused the result."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The provider could not make it."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The provider no longer has it."""


Status = Running | Done | Moderated | Failed | Gone


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancePart:
    """One purse of an account, such as "monthly" or "package"; amounts in `Balance.unit`."""

    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What is left on the operator's account."""

    unit: str
    parts: Sequence[BalancePart]

    @property
    def total(self) -> Decimal:
        """All purses together."""
        return sum((part.amount for part in self.parts), Decimal(0))


class Provider(Protocol):
    """A video system. Every call may raise ProviderError and nothing else of its own."""

    @property
    def name(self) -> str:
        """As in the settings."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do; the same for the life of the process."""

    async def balance(self) -> Balance:
        """What is left on the account."""

    async def upload(self, jpeg: bytes) -> str:
        """Hand a fitted picture over; gives the reference that an Order uses. Buys nothing."""

    async def submit(self, order: Order, *, key: str) -> Submission:
        """Buy a video. `key` is a UUID; see Capabilities.repeat_window for what repeating does.

        Refused and Unreachable promise that nothing was bought; Unclear leaves it open.
        """

    async def check(self, submission_id: str) -> Status:
        """How far a purchase is. An unknown or unfinished state is Running."""

    async def close(self) -> None:
        """Give back its connections."""
