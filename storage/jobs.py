"""What a person asked for, how far it has come and how it ended: plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from storage.states import State


class Mode(StrEnum):
    """What a video is made from."""

    TEXT = "text"
    IMAGE = "image"
    FRAMES = "frames"
    """A first and a last frame."""
    EXTEND = "extend"
    """An earlier video that goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the video shall be; None leaves the choice to the provider's defaults."""

    duration_s: int | None = None
    quality: str | None = None
    """As "540p"."""
    aspect_ratio: str | None = None
    """As "16:9"."""
    seed: int | None = None
    audio: bool | None = None
    negative_prompt: str | None = None
    """What the video shall not show."""
    prompt_expansion: bool | None = None
    """Whether the provider may embellish the prompt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Options, and who shall make it; None: whoever comes first."""

    options: Options = field(default_factory=Options)
    provider: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A prompt with its pictures and options.

    Until its purchase begins, the second picture of an album and the person may change it.
    """

    prompt: str
    pictures: tuple[str, ...] = ()
    """References by which the chat gives the picture again; two are first and last frame."""
    turned: bool = False
    """Whether the person wants the last of their pictures first."""
    extends: int | None = None
    """The job whose video shall go on."""
    options: Options = field(default_factory=Options)
    provider: str | None = None
    """Who alone shall make it; None: whoever comes first."""
    prefers: Choices | None = None
    """What its person likes where the request says nothing: it holds where it can, in silence."""

    @property
    def mode(self) -> Mode:
        """What the video is made from."""
        if self.extends is not None:
            return Mode.EXTEND
        return (Mode.TEXT, Mode.IMAGE, Mode.FRAMES)[len(self.pictures)]


class Ending(StrEnum):
    """How a job ended."""

    VIDEO = "video"
    MODERATED = "moderated"
    """The provider's moderation refused the prompt, the picture or the result."""
    REFUSED = "refused"
    """The request cannot be made as it is; `Outcome.reason` says why. Nothing was bought."""
    FAILED = "failed"
    EXPIRED = "expired"
    """No answer before the deadline."""
    GONE = "gone"
    """The provider no longer has it."""
    UNAVAILABLE = "unavailable"
    """No provider can make it now. Nothing was bought."""
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    """It cannot be told whether it was bought."""


COUNTED_ENDINGS = frozenset({Ending.VIDEO, Ending.MODERATED})
"""The endings that use up a user's allowance: the others gave the user nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A finished video at its provider. Sizes in pixels, None when the provider does not say."""

    url: str
    width: int | None = None
    height: int | None = None
    duration_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The end of a job, stored before anybody hears of it."""

    ending: Ending
    video: Video | None = None
    reason: str | None = None
    """A key of the words catalogue that says more than the ending does."""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    """What the reason's words need."""
    credits: Decimal | None = None
    """What the provider says that it took, in the unit of its balance."""


class CardFace(StrEnum):
    """What a card shows before the outcome, or in its place."""

    ACCEPTED = "accepted"
    IN_LINE = "in-line"
    GENERATING = "generating"
    HIDDEN = "hidden"
    """Nothing of the video, also when it is there by now: its person did not want to wait."""


NOWHERE = 0
"""The chat of a job that was forgotten: no chat has this id."""
FORGET = "forget/"
"""Stands before the origin of a job that its person wants forgotten, see `forgetting`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request and where it came from, before it is accepted."""

    origin: str
    """What caused it, such as "message:7:41": one origin makes one job, however often it comes."""
    chat_id: int
    thread_id: int | None = None
    message_id: int
    """The message that the card answers."""
    user_id: int
    language: str | None = None
    """As the chat names it: "en", "pt-br"; None when unknown."""
    album_id: str | None = None
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A request on its way. Times are aware and in UTC."""

    id: int
    origin: str
    chat_id: int
    thread_id: int | None
    message_id: int
    user_id: int
    language: str | None
    request: Request
    state: State
    created_at: datetime
    due_at: datetime | None
    """When its next step with the provider is due; None: none is."""
    likely_at: datetime | None
    """When its video is most likely there, by what is known so far; None: not asked for yet."""
    card_due_at: datetime | None
    """When its card wants attention; None: the card is as it should be."""
    lease: str | None
    attempts: int
    """Failed tries of the current step; a step that succeeds starts again at 0."""
    misses: int
    """Checks in a row at which its provider did not know it; then, tries in a row at which its
    finished video could not be read."""
    card_id: int | None
    card_face: CardFace | None
    provider: str | None
    """Who was asked to make it; None before."""
    options: Options | None
    """As they were asked for there: every try of a purchase is the same."""
    passed_over: tuple[str, ...]
    """The providers that could not take it; each has had its chance."""
    uploads: tuple[str, ...]
    """References of the request's pictures, in their order, at `uploads_at`."""
    uploads_at: str | None
    submit_key: str | None
    """The idempotency key of the purchase."""
    submitting_at: datetime | None
    submission_id: str | None
    submitted_at: datetime | None
    pace_key: str | None
    """Jobs with the same key take about the same time."""
    outcome: Outcome | None
    outcome_at: datetime | None
    generated_s: float | None
    """How long the provider took, by its own clock where it tells."""
    file_ref: str | None
    """By which the chat shows the delivered video again."""
    file_key: str | None
    """The same wherever that video is met."""
    hidden: bool
    """Whether its person does not want to see it; it is closed in silence."""

    @property
    def to_forget(self) -> bool:
        """Whether its person wants it forgotten: it is emptied as soon as it is closed."""
        return self.origin.startswith(FORGET)

    @property
    def is_forgotten(self) -> bool:
        """Whether nothing shall be done with it any more: it is empty, or as good as that."""
        return self.to_forget or self.chat_id == NOWHERE
