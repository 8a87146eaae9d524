"""What people choose to make of an album that has more pictures than one video is made from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.i18n.words import Notice
from bot.intake.drafts import Declined, Drafts
from bot.intake.presses import Choosing, Make
from storage.albums import OpenAlbum
from storage.jobs import Draft
from storage.joining import SWAPS_WITHIN
from storage.proposals import Proposal
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the person hears, and whether nothing is left to choose."""

    notices: Sequence[Notice]
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AlbumChoices:
    """Makes jobs of answers. The same answer, given again, makes no other ones."""

    store: Store
    drafts: Drafts

    async def choose(
        self, choosing: Choosing, *, chat_id: int, user_id: int, language: str | None
    ) -> Chosen:
        """Do what a person chose. What their limits do not allow yet can be chosen again.

        `chat_id`: where the button is.
        """
        album = await self.store.albums.waiting(
            chat_id=choosing.chat_id or chat_id, message_id=choosing.message_id
        )
        if album is None:
            return Chosen([Notice("album-over")])
        if album.asked.user_id != user_id:
            return Chosen([Notice("not-yours")])
        made = 0
        for draft in _drafts(album, choosing.make, language):
            wait = SWAPS_WITHIN if len(draft.request.pictures) > 1 else timedelta(0)
            taken = await self.drafts.accept(draft, update_id=None, wait=wait)
            if isinstance(taken, Declined):
                return Chosen(_partly(made, taken.notice))
            made += 1
        await self.store.albums.drop(album)
        return Chosen([_made(made) if made else Notice("album-none")], is_done=True)


def _made(number: int) -> Notice:
    return Notice("album-made", {"number": number})


def _partly(made: int, why: Notice) -> Sequence[Notice]:
    return [_made(made), why, Notice("album-later")] if made else [why]


def _drafts(album: OpenAlbum, make: Make, language: str | None) -> Sequence[Draft]:
    """One for each video; its card answers the picture that it is made of, or the words."""
    asked, pictures = album.asked, album.pictures
    match make:
        case Make.NONE:
            return []
        case Make.FRAMES:
            return [_draft(asked, asked, (pictures[0], pictures[-1]), language)]
        case Make.FIRST:
            return [_draft(asked, asked, pictures[:1], language)]
        case Make.EACH:
            return [_draft(asked, one, (one,), language) for one in pictures]


def _draft(
    asked: Proposal, of: Proposal, pictures: Sequence[Proposal], language: str | None
) -> Draft:
    made_of = "-".join(str(one.message_id) for one in pictures)
    request = replace(
        asked.request, pictures=tuple(one.request.pictures[0] for one in pictures), turned=False
    )
    # Whichever button asks for it: after a part of one answer there may be another answer.
    origin = f"album:{asked.chat_id}:{made_of}"
    of_these = replace(asked, message_id=of.message_id, request=request)
    return of_these.draft(origin=origin, language=language)
