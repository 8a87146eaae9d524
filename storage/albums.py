"""Albums: pictures that were sent as one come one by one, in any order, perhaps around a restart.

Each is kept as a proposal under its message, so their order is that of the messages. As many as
one video is made from are one job, and the later ones join the first. Of more of them nothing is
bought before their person has said what to make.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, alone, uninterrupted
from storage.inbox import mark_handled
from storage.jobs import Ending, Job, Outcome, Request
from storage.moves import UNBOUGHT_LEASE, end_jobs
from storage.proposals import Proposal, album_of, of_album, proposal_of, put_proposal
from storage.rows import job_of, request_column
from storage.states import State
from storage.tables import jobs, proposals, waiting
from storage.waiting import WaitingPicture, drop_waiting, waiting_of

JOINS_WITHIN = timedelta(seconds=1)
"""So long an album's job waits for the next picture before anybody hears of it."""
SWAPS_WITHIN = timedelta(seconds=6)
"""So long the purchase of a job with two pictures waits for its person to swap them."""
MOST = 10
"""Pictures of an album that are kept: Telegram sends no more."""
ASKED = "album-asked"
"""The reason of a job that ends because its person is asked what to make instead."""
Fits = Callable[[Request], bool]
"""Whether anybody can make what is asked for."""


class Home(StrEnum):
    """Where an album is."""

    MADE = "made"
    """This very picture has made its job already."""
    JOB = "job"
    WAITING = "waiting"
    """Its pictures wait for words."""
    ASKED = "asked"
    """It waits for its person to choose what is made of it."""


class LeftOut(StrEnum):
    """Why something of an album is not used."""

    REST = "rest"
    """It has its words."""
    LATE = "late"
    """The album's job is on its way without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What became of a picture. `home` None: the bot has nothing else of its album."""

    home: Home | None
    left_out: LeftOut | None = None
    asked: Proposal | None = None
    """What was asked for, when the album waits for a choice that this picture is part of."""
    has_changed: bool = False
    """Whether a job is another one now, or has ended for the choice."""
    pictures: tuple[str, ...] = ()
    """All of an album that has no words yet, in the order of their messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
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
            album = _Album(connection, picture, await _kept(connection, picture), fits, now)
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
            kept = _pictures(await _kept(connection, picture))
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

    async def choice(self, *, chat_id: int, message_id: int) -> Choice | None:
        """The album that waits for a choice about this message; None: none does."""
        async with self._database.transaction() as connection:
            asked = await proposal_of(connection, chat_id, message_id)
            if asked is None or asked.album_id is None or not asked.request.prompt:
                return None
            kept = await album_of(
                connection, chat_id=chat_id, user_id=asked.user_id, album_id=asked.album_id
            )
        return Choice(asked=asked, pictures=_pictures(kept))

    async def drop(self, choice: Choice) -> None:
        """Forget an album that was chosen for, or given up."""
        asked = choice.asked
        theirs = of_album(asked.chat_id, asked.user_id, asked.album_id)
        async with self._database.transaction() as connection:
            await connection.execute(delete(proposals).where(theirs))


@dataclass(slots=True)
class _Album:
    """An album as a further picture finds it, within a transaction."""

    connection: AsyncConnection
    picture: WaitingPicture
    kept: Sequence[Proposal]
    fits: Fits
    now: datetime

    async def joined(self) -> Joined:
        """Where the picture goes."""
        asked = next((one for one in self.kept if one.request.prompt), None)
        if asked is not None:
            return Joined(home=Home.ASKED, asked=asked if self._has_room() else None)
        made = await _jobs_of(self.connection, self.picture)
        if any(job.message_id == self.picture.message_id for job in made):
            return Joined(home=Home.MADE)
        if made:
            return await self._join_job(made)
        return await self._join_waiting()

    async def keep(self) -> None:
        """Keep the picture, once, unless there are as many as an album can have."""
        if self._has_room() and not self._is_kept():
            await put_proposal(self.connection, self._proposal())

    def _is_kept(self) -> bool:
        return any(one.message_id == self.picture.message_id for one in self.kept)

    def _has_room(self) -> bool:
        return self._is_kept() or len(_pictures(self.kept)) < MOST

    def _proposal(self) -> Proposal:
        return Proposal(
            chat_id=self.picture.chat_id,
            message_id=self.picture.message_id,
            user_id=self.picture.user_id,
            album_id=self.picture.album_id,
            request=Request(prompt="", pictures=(self.picture.picture,)),
            made_at=self.now,
        )

    def _all(self) -> tuple[str, ...]:
        """The pictures with this one, in the order of their messages."""
        with_this = {one.message_id: one for one in (*self.kept, self._proposal())}
        in_order = [with_this[number] for number in sorted(with_this)]
        return tuple(one.request.pictures[0] for one in _pictures(in_order))

    async def _join_job(self, made: Sequence[Job]) -> Joined:
        job, pictures = made[0], self._all()
        if any(self.picture.picture in one.request.pictures for one in made):
            return Joined(home=Home.JOB)
        if job.state is not State.QUEUED or not {*job.request.pictures} <= {*pictures}:
            return Joined(home=Home.JOB, left_out=LeftOut.LATE)
        request = replace(job.request, pictures=pictures)
        if len(pictures) > 2 or not self.fits(request):
            return await self._withdraw(job)
        values = {
            "request": request_column(request),
            "due_at": max(job.due_at or self.now, self.now + SWAPS_WITHIN),
            "card_due_at": self.now if job.card_id else self.now + JOINS_WITHIN,
            "card_face": None,
            "uploads": None,
            "uploads_at": None,
            "lease": UNBOUGHT_LEASE,
        }
        await self.connection.execute(update(jobs).where(jobs.c.id == job.id).values(values))
        return Joined(home=Home.JOB, has_changed=True)

    async def _withdraw(self, job: Job) -> Joined:
        """Let the album wait for a choice. What nobody has seen of its job has never been."""
        own = [one for one in self.kept if one.message_id == job.message_id]
        asked = Proposal(
            chat_id=job.chat_id,
            thread_id=job.thread_id,
            message_id=job.message_id,
            user_id=job.user_id,
            album_id=self.picture.album_id,
            request=replace(job.request, pictures=own[0].request.pictures if own else ()),
            made_at=self.now,
        )
        await put_proposal(self.connection, asked)
        mine = jobs.c.id == job.id
        if job.card_id is None and job.lease is None:
            await self.connection.execute(delete(jobs).where(mine))
        else:
            outcome = Outcome(ending=Ending.CANCELLED, reason=ASKED)
            await end_jobs(self.connection, mine, outcome, now=self.now)
        return Joined(home=Home.ASKED, asked=asked, has_changed=True)

    async def _join_waiting(self) -> Joined:
        one = self.picture
        first = await waiting_of(self.connection, one.chat_id, one.user_id, now=self.now)
        pictures = self._all()
        if first is None or first.album_id != one.album_id:
            return Joined(home=None, pictures=pictures)
        if one.picture in first.pictures:
            again = Home.WAITING if first.last_picture else None
            return Joined(home=again, pictures=pictures)
        if len(pictures) == 2 and self.fits(Request(prompt="", pictures=pictures)):
            message_id = min(first.message_id, one.message_id)
            begins, ends = pictures
            await self.connection.execute(
                update(waiting)
                .where(waiting.c.chat_id == one.chat_id, waiting.c.user_id == one.user_id)
                .values(message_id=message_id, picture=begins, last_picture=ends)
            )
        return Joined(home=Home.WAITING, pictures=pictures)


async def _kept(connection: AsyncConnection, picture: WaitingPicture) -> Sequence[Proposal]:
    return await album_of(
        connection,
        chat_id=picture.chat_id,
        user_id=picture.user_id,
        album_id=picture.album_id,
    )


def _pictures(kept: Sequence[Proposal]) -> Sequence[Proposal]:
    """Those that have one: words may have come in a message of their own."""
    return [one for one in kept if one.request.pictures]


async def _jobs_of(connection: AsyncConnection, picture: WaitingPicture) -> Sequence[Job]:
    album = and_(jobs.c.chat_id == picture.chat_id, jobs.c.album_id == picture.album_id)
    theirs = and_(album, jobs.c.user_id == picture.user_id)
    # Whoever would buy one of them waits until this is decided.
    locked = select(jobs).where(theirs).order_by(jobs.c.id).limit(MOST).with_for_update()
    return [job_of(row) for row in (await connection.execute(locked)).mappings().all()]
