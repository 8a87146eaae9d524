"""What the bot asks of a video system, whichever it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from storage.jobs import Mode, Options


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLimits:
    """What a picture is fitted into before it is uploaded."""

    max_side_px: int
    max_bytes: int


class PictureWay(StrEnum):
    """How a picture reaches a provider."""

    UPLOAD = "upload"
    """Its bytes go up first, and the order names them."""
    INLINE = "inline"
    """Its bytes go with the order."""
    URL = "url"
    """The provider fetches it from this bot's HTTP side, so PUBLIC_URL has to be set."""


class CallbackWay(StrEnum):
    """How a provider tells by itself that a video is finished. Needs PUBLIC_URL."""

    PER_JOB = "per job"
    """It calls the address that came with the order."""
    SIGNED = "signed"
    """It calls one address for all, and signs."""


def no_price(options: Options) -> Decimal | None:  # noqa: ARG001 (the place of a list)
    """The price list of a provider that publishes none."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a provider can do, as data: the core asks these and never a provider's name."""

    modes: frozenset[Mode]
    durations_s: tuple[int, ...]
    qualities: tuple[str, ...]
    """From the lowest, as "540p"."""
    aspect_ratios: tuple[str, ...]
    """Of a video made from words alone, as "16:9": a picture brings its own."""
    excluded: frozenset[tuple[str, int]] = frozenset()
    """Qualities and durations that do not go together."""
    excluded_ratios: frozenset[tuple[str, str]] = frozenset()
    """Qualities and aspect ratios that do not go together."""
    audio: bool = False
    seed: bool = False
    negative_prompt_max_chars: int = 0
    """0: it takes none."""
    prompt_expansion: bool = False
    """Whether it can embellish a prompt, and leave it alone."""
    extends_others: bool = False
    """Whether it can extend a video that another provider made, by its URL."""
    prompt_max_chars: int
    """In Unicode code points."""
    picture: PictureLimits
    picture_way: PictureWay
    logs_in: bool = False
    """Its key is a login, which ends the login before it: no second process may try it."""
    balance: bool
    price: Callable[[Options], Decimal | None] = no_price
    """What a video of decided options costs by the published list, in the unit of the balance;
    None: the list does not say."""
    callback: CallbackWay | None
    """None: it does not, or not with these settings."""
    defaults: Options
    """What is made when the request leaves the choice open."""
    max_running: int
    """Jobs running there at once."""
    repeat_window: timedelta
    """How long a repeated submit with the same key is trusted to give the first submission; zero:
    never, so a submit of unknown fate must not be repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The earlier video that an order extends."""

    provider: str
    submission_id: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One purchase. `options` are resolved; `uploads` are the provider's own references."""

    job_id: int
    user_id: int
    mode: Mode
    prompt: str
    uploads: tuple[str, ...] = ()
    source: Source | None = None
    options: Options
    callback_url: str | None = None
    """For CallbackWay.PER_JOB."""


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
    credits: Decimal | None = None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A call to this bot that says it comes from a provider. Header names are in small letters."""

    headers: Mapping[str, str]
    body: bytes


class CallbackRefused(Exception):  # noqa: N818 (an answer, and named like one)
    """The call proves nothing: forged, replayed, too old or unreadable."""


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

    async def upload(self, jpeg: bytes, *, job_id: int) -> str:
        """Hand a fitted picture over; gives the reference that an Order uses. Buys nothing.

        What this bot keeps of it for the provider goes when the job ends.
        """

    async def turn(self) -> None:
        """Come back when a submit may go out.

        To be awaited before each, and before it is committed that one goes out: a crash while
        it waits its turn must not look like a purchase of unknown fate.
        """

    async def submit(self, order: Order, *, key: str) -> Submission:
        """Buy a video now. `key` is a UUID; see Capabilities.repeat_window for its repetition.

        Refused and Unreachable promise that nothing was bought; Unclear leaves it open.
        """

    async def check(self, submission_id: str, *, user_id: int) -> Status:
        """How far a purchase for this user is. An unknown or unfinished state is Running."""

    async def read_callback(self, callback: Callback) -> str:
        """The submission that a call from outside is about, when it is genuine and new.

        Raises CallbackRefused otherwise, and always without CallbackWay.SIGNED.
        """

    async def close(self) -> None:
        """Give back its connections."""
