"""Albums, as far as the providers in use can make one video of one."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.presses import Choosing, Make, album_press
from bot.intake.sent import Decision
from bot.providers.registry import Registry
from storage.jobs import Draft, Mode, Request
from storage.joining import Joined
from storage.proposals import Proposal
from storage.store import Store
from storage.waiting import WaitingPicture


class About(StrEnum):
    """What an album hears once."""

    DECLINED = "album-declined"
    """Nothing comes of it."""
    LEFT_OUT = "album-left-out"
    """Not all of it is used."""
    FILE = "album-file"
    """A file in it is no picture that can be used."""
    CHOICE = "album-choice"
    """What to make of it."""


class Albums:
    """Joins an album's pictures as far as they can become one video here, and asks about more."""

    def __init__(
        self, *, store: Store, registry: Registry, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._store = store
        self._registry = registry
        self._clock = clock
        self._wake = wake

    async def join(
        self, picture: WaitingPicture, *, update_id: int | None, is_first: bool = True
    ) -> Joined:
        """Put a picture beside the others of its album, see `storage.joining`."""
        joined = await self._store.albums.join(
            picture,
            fits=self._fits,
            update_id=update_id,
            is_first=is_first,
            now=self._clock.now(),
        )
        if joined.has_changed:  # else nothing is due that was not before
            self._wake()
        return joined

    @property
    def ask(self) -> Notice:
        """The question for an album's words."""
        return Notice("album-ask" if self._registry.able(Mode.FRAMES) else "picture-ask")

    def room(self, request: Request) -> int:
        """How many pictures a video of these words and options can be made from."""
        return 2 if self._fits(replace(request, pictures=("first", "last"))) else 1

    async def ask_what(self, draft: Draft) -> Proposal:
        """Let an album wait for the choice what to make of it, with the words of this draft."""
        asked = Proposal.of(draft, at=self._clock.now())
        await self._store.albums.ask(asked)
        return asked

    def question(self, asked: Proposal) -> Decision:
        """What to make of an album: whatever somebody can, and nothing."""
        makes = [Make.FIRST, Make.EACH, Make.NONE]
        if self.room(asked.request) > 1:
            makes.insert(0, Make.FRAMES)
        answers = [
            (Notice(f"button-album-{make}"), album_press(Choosing(make, asked.message_id)))
            for make in makes
        ]
        return Decision(Notice("album-choose"), answers)

    def _fits(self, request: Request) -> bool:
        return bool(self._registry.candidates(request))
