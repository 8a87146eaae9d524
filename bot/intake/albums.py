"""Albums, as far as the providers in use can make one video of one."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from bot.clock import Clock
from bot.i18n.words import Notice
from bot.providers.registry import Registry
from storage.albums import JOINS_WITHIN, Joined
from storage.jobs import Mode, Request
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


class Albums:
    """Joins an album's pictures as far as they can become one video here."""

    def __init__(
        self, *, store: Store, registry: Registry, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._store = store
        self._registry = registry
        self._clock = clock
        self._wake = wake

    async def join(self, picture: WaitingPicture, *, update_id: int | None) -> Joined:
        """Put a picture beside the first of its album, see `storage.albums`."""
        joined = await self._store.albums.join(
            picture, fits=self._fits, update_id=update_id, now=self._clock.now()
        )
        if joined.left_out is None:  # else nothing is due that was not before
            self._wake()
        return joined

    @property
    def ask(self) -> Notice:
        """The question for an album's words."""
        return Notice("album-ask" if self._registry.able(Mode.FRAMES) else "picture-ask")

    @property
    def wait(self) -> timedelta:
        """How long an album's job waits for its next picture."""
        return JOINS_WITHIN if self._registry.able(Mode.FRAMES) else timedelta(0)

    def _fits(self, request: Request) -> bool:
        return bool(self._registry.candidates(request))
