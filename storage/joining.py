"""Where a further picture of an album goes: to a job, to the pictures that wait, to a question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.jobs import Ending, Job, Outcome, Request
from storage.moves import UNBOUGHT_LEASE, end_jobs
from storage.proposals import Proposal, put_proposal
from storage.rows import job_of, request_column
from storage.states import State
from storage.tables import jobs, waiting
from storage.waiting import WaitingPicture, waiting_of

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


@dataclass(slots=True)
class Joining:
    """An album as a further picture finds it, within the caller's transaction."""

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
        return self._is_kept() or len(with_pictures(self.kept)) < MOST

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
        return tuple(one.request.pictures[0] for one in with_pictures(in_order))

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


def with_pictures(kept: Sequence[Proposal]) -> Sequence[Proposal]:
    """Those that have one: words may have come in a message of their own."""
    return [one for one in kept if one.request.pictures]


async def _jobs_of(connection: AsyncConnection, picture: WaitingPicture) -> Sequence[Job]:
    album = and_(jobs.c.chat_id == picture.chat_id, jobs.c.album_id == picture.album_id)
    theirs = and_(album, jobs.c.user_id == picture.user_id)
    # Whoever would buy one of them waits until this is decided.
    locked = select(jobs).where(theirs).order_by(jobs.c.id).limit(MOST).with_for_update()
    return [job_of(row) for row in (await connection.execute(locked)).mappings().all()]
