"""What can go wrong at a provider, as facts; `worker.retry` decides what to do about it.

ProviderError
├── Refused       the provider said no: certainly nothing was done, and nothing was bought
├── Unreachable   the request never arrived: certainly nothing was done either
└── Unclear       it was sent, and no usable answer came: it may have been carried out
"""

from enum import Enum


class Blame(Enum):
    """Who can do something about a fault."""

    USER = "user"
    OPERATOR = "operator"
    PROVIDER = "provider"
    BOT = "bot"


class Fault(Enum):
    """What a provider refused for: a name, who is to blame, and how many tries are worth it."""

    MODERATED = ("moderated", Blame.USER, 1)
    PROMPT_TOO_LONG = ("prompt-too-long", Blame.USER, 1)
    PICTURE_UNFIT = ("picture-unfit", Blame.USER, 1)
    """Too large, unreadable or of a kind that the provider does not take."""
    CHOICE_UNFIT = ("choice-unfit", Blame.USER, 1)
    """An option that the provider does not offer for this request."""
    PICTURE_LOST = ("picture-lost", Blame.PROVIDER, 3)
    """It does not know the uploaded picture any more; uploading it again may help."""
    UPLOAD_FAILED = ("upload-failed", Blame.PROVIDER, 3)
    NOT_FOUND = ("not-found", Blame.PROVIDER, 1)
    """It has no such video, or no longer."""
    BAD_KEY = ("bad-key", Blame.OPERATOR, 1)
    NO_CREDITS = ("no-credits", Blame.OPERATOR, 1)
    NOT_ALLOWED = ("not-allowed", Blame.OPERATOR, 1)
    """The account's plan does not include it."""
    BUSY = ("busy", Blame.PROVIDER, 1_000)
    """Its rate or running-jobs limit: the job waits in our line."""
    OVERLOADED = ("overloaded", Blame.PROVIDER, 3)
    BAD_REQUEST = ("bad-request", Blame.BOT, 1)
    """It does not understand this client."""

    def __init__(self, label: str, blame: Blame, tries: int) -> None:
        self.label = label
        self.blame = blame
        self.tries = tries


class ProviderError(Exception):
    """Base of every error of a provider. `detail` is for the log: codes, no bodies, no URLs."""

    def __init__(self, provider: str, detail: str) -> None:
        super().__init__(f"{provider}: {detail}")
        self.provider = provider
        self.detail = detail


class Refused(ProviderError):  # noqa: N818 (an answer, and named like one)
    """The provider said no. `retry_after_s`: how long it wants to be left alone."""

    def __init__(
        self, provider: str, detail: str, *, fault: Fault, retry_after_s: float | None = None
    ) -> None:
        super().__init__(provider, detail)
        self.fault = fault
        self.retry_after_s = retry_after_s


class Unreachable(ProviderError):  # noqa: N818
    """No connection was made, so nothing was asked for."""


class Unclear(ProviderError):  # noqa: N818
    """The request left, and whether it was carried out cannot be told."""
