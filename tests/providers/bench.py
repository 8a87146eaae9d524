"""A provider's client before its sandbox, and what the common suite needs to know of both."""

import io
import uuid
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from PIL import Image

from bot.addresses import Addresses
from bot.demo.faults import Effect
from bot.demo.sandbox.base import Sandbox
from bot.demo.sandbox.books import Books
from bot.demo.sandbox.calls import Call
from bot.demo.sandbox.studio import Craft
from bot.demo.sandbox.wishes import Ending
from bot.providers.base import Order, Provider, Status, Submission
from bot.providers.errors import Fault
from bot.providers.tools import Tools
from bot.settings import Settings
from storage.jobs import Mode, Options
from storage.store import Store

TINY = Craft(fps=4, scale=0.1)
TOKEN = "1:token"
USER_ID = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What benches are made with. Pictures are really served at `addresses`."""

    store: Store
    addresses: Addresses
    tools: Tools

    def settings(self, **values: Any) -> Settings:
        """Settings of one provider."""
        known: dict[str, Any] = {"BOT_TOKEN": TOKEN, "public_url": self.addresses.base}
        return Settings(_env_file=None, **(known | values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What differs from provider to provider. Names of faults are those of its sandbox."""

    text_call: str
    """The call that buys a video from words."""
    picture_call: str
    """The call that buys one from a picture."""
    status_call: str
    refusals: Mapping[str, Fault]
    """What it says no with to an order, and what that means."""
    calls: Sequence[str] = ()
    """What else is called on the way to a video."""
    unclear: Sequence[str] = ()
    """Answers to an order, beside those of every HTTP server, that prove nothing."""
    spellings: Sequence[str] = ()
    """The truth in other words, on any call."""
    unfinished: Sequence[str] = ()
    """What a finished video's status may look like without being surely finished."""
    endings: Mapping[Ending, str] = field(
        default_factory=lambda: {
            Ending.MODERATED: "Moderated",
            Ending.FAILED: "Failed",
            Ending.GONE: "Gone",
        }
    )
    """The class of status that each ending without a video is seen as."""
    refuses_at_once: bool = True
    """Whether moderation can refuse a prompt before it is bought; else the video ends so."""
    wrong_key: Fault | None = Fault.BAD_KEY
    """None: it asks for no key."""
    moderated_picture: Fault | None = Fault.MODERATED
    """What a picture that does not pass moderation is refused with at once; None: it ends so."""


class Bench(ABC):
    """One provider's client and its sandbox, both started by `made`."""

    traits: ClassVar[Traits]

    def __init__(self, sandbox: Sandbox, provider: Provider) -> None:
        self.sandbox = sandbox
        self.provider = provider

    @classmethod
    @abstractmethod
    def new_sandbox(cls, **about: Any) -> Sandbox:
        """A sandbox of small clips, not started."""

    @classmethod
    @abstractmethod
    def new_provider(cls, workshop: Workshop, url: str, **settings: Any) -> Provider:
        """A client of a server at `url`, as the bot builds it, quick and with the right key.

        `settings` are for Settings and win; key="wrong" is for whatever is its key.
        """

    @property
    @abstractmethod
    def books(self) -> Books:
        """The sandbox's money."""

    @abstractmethod
    def oddity(self, name: str) -> Effect | None:
        """A fault of the sandbox by its name."""

    def number(self, submission_id: str) -> int:
        """The sandbox's number of a submission."""
        return int(submission_id)

    def spoil(self, call: str, name: str, *, times: int | None = 1) -> None:
        """Let the next calls of this name meet a fault."""
        effect = self.oddity(name)
        assert effect is not None, name
        self.sandbox.faults.add(call, effect, times=times)

    async def bought(self, asked: Order | None = None) -> Submission:
        """A submission, by default of a short prompt."""
        return await self.provider.submit(asked or self.order(), key=key())

    async def finished(self, asked: Order | None = None) -> Submission:
        """A submission that has ended as its prompt asks."""
        submission = await self.bought(asked)
        await self.sandbox.finish(self.number(submission.id))
        return submission

    async def status(self, submission: Submission) -> Status:
        """How far it is."""
        return await self.provider.check(submission.id, user_id=USER_ID)

    def order(self, prompt: str = "a wolf", **parts: Any) -> Order:
        """An order as the core would make it: every option decided."""
        options = self.provider.capabilities.defaults
        known: dict[str, Any] = {
            "job_id": 1,
            "user_id": USER_ID,
            "mode": Mode.TEXT,
            "options": options,
        }
        return Order(prompt=prompt, **(known | parts))

    async def picture_order(self, colour: str = "teal", prompt: str = "a wolf") -> Order:
        """An order with an uploaded picture."""
        upload = await self.provider.upload(jpeg(colour), job_id=1)
        return self.order(prompt, mode=Mode.IMAGE, uploads=(upload,), options=self.picture_options)

    @property
    def picture_options(self) -> Options:
        """The provider's defaults for a video from a picture."""
        defaults = self.provider.capabilities.defaults
        return Options(duration_s=defaults.duration_s, quality=defaults.quality)

    def sent(self, call: str) -> list[Call]:
        """Every call of this name that came."""
        return [one for one in self.sandbox.calls if one.name == call]


AnyBench = TypeVar("AnyBench", bound=Bench)


@asynccontextmanager
async def made(kind: type[AnyBench], workshop: Workshop, **about: Any) -> AsyncIterator[AnyBench]:
    """A bench at work; `about` is for its sandbox."""
    async with kind.new_sandbox(**about) as sandbox:
        provider = kind.new_provider(workshop, sandbox.url)
        try:
            yield kind(sandbox, provider)
        finally:
            await provider.close()


def key() -> str:
    """A new idempotency key."""
    return str(uuid.uuid4())


def jpeg(colour: str = "teal", size: tuple[int, int] = (320, 240)) -> bytes:
    """A fitted picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()
