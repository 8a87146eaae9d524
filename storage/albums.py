"""Albums: pictures that were sent as one come one by one, in any order, perhaps around a restart.

Each is kept as a proposal under its message, so their order is that of the messages. As many as
one video is made from are one job, and the later ones join the first. Of more of them nothing is
bought before their person has said what to make.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, alone, uninterrupted
from storage.inbox import mark_handled
from storage.joining import Fits, Home, Joined, Joining, with_pictures
from storage.proposals import Proposal, album_of, of_album, proposal_of, put_proposal
from storage.tables import proposals
from storage.waiting import WaitingPicture, drop_waiting, waiting_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlbum:
    """An album that waits for its person: what was asked for, and its pictures in their order."""

    asked: Proposal
    pictures: Sequence[Proposal]


@uninterrupted
class Albums:
    """The albums of which something is stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def join(
        self,
        picture: WaitingPicture,
        *,
        fits: Fits,
        update_id: int | None,
        now: datetime,
        is_first: bool = True,
    ) -> Joined:
        """Put a picture beside the others of its album, once, if these are not on their way yet.

        The update of a picture that is used leaves the inbox; None: more has to be done with it.
        Where it cannot be the album's first, one of which the bot has nothing yet is left alone.
        """
        async with self._database.transaction() as connection:
            await alone(connection, f"user/{picture.user_id}")
            album = Joining(connection, picture, await _kept(connection, picture), fits, now)
            joined = await album.joined()
            is_used = joined.left_out is None and joined.home is not Home.MADE
            if is_used and (joined.home is not None or is_first):
                await album.keep()
            if is_used and joined.home in {Home.JOB, Home.WAITING} and update_id is not None:
                await mark_handled(connection, update_id, now=now)
        return joined

    async def pictures(self, picture: WaitingPicture) -> Sequence[str]:
        """The pictures of an album, in the order of their messages."""
        async with self._database.transaction() as connection:
            kept = with_pictures(await _kept(connection, picture))
        return [one.request.pictures[0] for one in kept]

    async def ask(self, words: Proposal) -> None:
        """Let an album that has its words by now wait for a choice. Asked again, nothing changes.

        The words may have come with a picture of it, which stays one.
        """
        async with self._database.transaction() as connection:
            await alone(connection, f"user/{words.user_id}")
            before = await proposal_of(connection, words.chat_id, words.message_id)
            pictures = before.request.pictures if before else ()
            request = replace(words.request, pictures=pictures)
            await put_proposal(connection, replace(words, request=request))
            first = await waiting_of(connection, words.chat_id, words.user_id, now=words.made_at)
            if first is not None and first.album_id == words.album_id:
                await drop_waiting(connection, chat_id=words.chat_id, user_id=words.user_id)

    async def give_up(self, *, chat_id: int, user_id: int) -> bool:
        """Forget a person's albums in a chat; tells whether one waited for a choice."""
        theirs = and_(proposals.c.chat_id == chat_id, proposals.c.user_id == user_id)
        mine = delete(proposals).where(theirs, proposals.c.album_id.is_not(None))
        async with self._database.transaction() as connection:
            prompts = await connection.scalars(
                mine.returning(proposals.c.request["prompt"].as_string())
            )
            return any(prompts.all())

    async def waiting(self, *, chat_id: int, message_id: int) -> OpenAlbum | None:
        """The album that waits for a choice about this message; None: none does."""
        async with self._database.transaction() as connection:
            asked = await proposal_of(connection, chat_id, message_id)
            if asked is None or asked.album_id is None or not asked.request.prompt:
                return None
            kept = await album_of(
                connection, chat_id=chat_id, user_id=asked.user_id, album_id=asked.album_id
            )
        return OpenAlbum(asked=asked, pictures=with_pictures(kept))

    async def drop(self, album: OpenAlbum) -> None:
        """Forget an album that was chosen for, or given up."""
        asked = album.asked
        theirs = of_album(asked.chat_id, asked.user_id, asked.album_id)
        async with self._database.transaction() as connection:
            await connection.execute(delete(proposals).where(theirs))


async def _kept(connection: AsyncConnection, picture: WaitingPicture) -> Sequence[Proposal]:
    return await album_of(
        connection,
        chat_id=picture.chat_id,
        user_id=picture.user_id,
        album_id=picture.album_id,
    )
