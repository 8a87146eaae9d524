"""Intake: what a person sent becomes a draft, alone or with what they send besides."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.chat import Chat, FileGone
from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.albums import About, Albums
from bot.intake.drafts import Declined, Drafts
from bot.intake.images import PictureRefused, fit
from bot.intake.possible import nobody_can
from bot.intake.prompt import PromptRefused
from bot.intake.references import MAX_PICTURE_BYTES, picture_gone, too_large, video_behind
from bot.intake.sent import Decision, Sent
from bot.providers.registry import Registry
from storage.jobs import Mode
from storage.joining import JOINS_WITHIN, SWAPS_WITHIN, Home, Joined, LeftOut
from storage.proposals import Proposal
from storage.store import Store
from storage.waiting import WaitingPicture

Answer = Notice | Decision | None
"""What to say to a person; None: nothing."""
CORRECTED_WITHIN = timedelta(seconds=1)
"""So long a captioned picture is not bought: many see what is wrong with a caption once it stands
there."""


class Intake:
    """Brings words and their pictures together, in whatever order they come."""

    def __init__(
        self,
        *,
        store: Store,
        registry: Registry,
        chat: Chat,
        drafts: Drafts,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._registry = registry
        self._chat = chat
        self._drafts = drafts
        self._clock = clock
        self._albums = Albums(store=store, registry=registry, clock=clock, wake=wake)

    async def take(self, sent: Sent) -> Answer:
        """Make a job of it, or keep its picture until the words come.

        Gives what to answer; None: nothing, the job's card speaks for itself. May raise ChatError.
        """
        if sent.picture is None:
            return await self._take_words(sent)
        picture = _waiting(sent, sent.picture)
        if sent.album_id is not None:
            return await self._take_of_album(sent, picture)
        if sent.words.strip():
            return await self._take_captioned(sent, picture)
        ask = "video-ask" if video_behind(picture.picture) else "picture-ask"
        return await self._kept(sent, picture) or Notice(ask)

    async def take_further(self, sent: Sent) -> Answer:
        """Take a picture that was not said to the bot, if the first of its album was."""
        if sent.picture is None:
            return None
        picture = _waiting(sent, sent.picture)
        joined = await self._albums.join(picture, update_id=sent.update_id, is_first=False)
        return await self._after_words(sent, joined.asked, joined.left_out)

    async def _take_words(self, sent: Sent) -> Answer:
        """Words for what waits for them; or a prompt of their own."""
        waiting = await self._waiting(sent)
        if waiting is not None and waiting.album_id is not None:
            return await self._take_words_of(sent, waiting)
        asked = await self._store.albums.choice(chat_id=sent.chat_id, message_id=sent.message_id)
        if asked is not None:  # the question could not be put
            return await self._choice(sent, asked.asked)
        pictures = waiting.pictures if waiting else ()
        return await self._take_draft(sent, pictures, uses_waiting=waiting is not None)

    async def _take_words_of(self, sent: Sent, waiting: WaitingPicture) -> Answer:
        pictures = await self._store.albums.pictures(waiting) or waiting.pictures
        sent = replace(sent, album_id=waiting.album_id)
        return await self._take_album(sent, pictures, uses_waiting=True)

    async def _waiting(self, sent: Sent) -> WaitingPicture | None:
        return await self._store.waiting.get(
            chat_id=sent.chat_id, user_id=sent.user_id, now=self._clock.now()
        )

    async def _take_captioned(
        self, sent: Sent, picture: WaitingPicture, *, wait: timedelta = CORRECTED_WITHIN
    ) -> Answer:
        """Words with their picture; the one that waits for words may be the one they are about."""
        if sent.picture_bytes > MAX_PICTURE_BYTES:
            return too_large(picture.picture)
        waiting = await self._waiting(sent)
        if waiting is not None and _is_about(sent, waiting):
            if waiting.album_id is not None:
                return await self._take_words_of(replace(sent, picture=None), waiting)
            return await self._take_draft(sent, waiting.pictures, uses_waiting=True, wait=wait)
        return await self._take_draft(sent, picture.pictures, wait=wait)

    async def _kept(self, sent: Sent, picture: WaitingPicture) -> Notice | None:
        """Let a picture wait for its words; gives why it cannot be used."""
        if sent.picture_bytes > MAX_PICTURE_BYTES:
            return too_large(picture.picture)
        if sent.is_file and (refusal := await self._judged(picture.picture)) is not None:
            return refusal
        await self._store.waiting.put(picture, now=self._clock.now())
        return None

    async def _take_of_album(self, sent: Sent, picture: WaitingPicture) -> Answer:
        """A picture of an album goes to the others, which make, have or await a job."""
        words = bool(sent.words.strip())
        joined = await self._albums.join(picture, update_id=None if words else sent.update_id)
        if joined.home in {None, Home.WAITING}:
            return await self._take_wordless(sent, picture, joined)
        other_words = LeftOut.REST if words and joined.home is Home.JOB else None
        return await self._after_words(sent, joined.asked, joined.left_out or other_words)

    async def _take_wordless(self, sent: Sent, picture: WaitingPicture, joined: Joined) -> Answer:
        """A picture of an album that had no words before."""
        if sent.words.strip():
            if sent.picture_bytes > MAX_PICTURE_BYTES:
                return await self._once(About.DECLINED, sent, too_large(picture.picture))
            uses_waiting = joined.home is Home.WAITING
            answer = await self._take_album(sent, joined.pictures, uses_waiting=uses_waiting)
            declined = isinstance(answer, Notice)
            return await self._once(About.DECLINED, sent, answer) if declined else answer
        if joined.home is Home.WAITING:
            return None
        if await self._store.nonces.was_told(_topic(About.DECLINED, sent)):
            return None
        if (refusal := await self._kept(sent, picture)) is not None:
            await self._store.proposals.take(chat_id=sent.chat_id, message_id=sent.message_id)
            return await self._once(About.FILE, sent, refusal)
        return self._albums.ask

    async def _take_album(
        self, sent: Sent, pictures: Sequence[str], *, uses_waiting: bool
    ) -> Answer:
        """An album that has its words by now: one job, or the question what to make of it."""
        captioned = sent.picture is not None
        try:
            draft = self._drafts.of(sent, tuple(pictures))
            if len(pictures) > self._albums.room(draft.request):
                one = replace(draft.request, pictures=tuple(pictures[:1]))
                checked = await self._drafts.checked(replace(draft, request=one))
                return await self._choice(sent, await self._albums.ask_what(checked))
        except PromptRefused as refused:
            return refused.notice
        taken = await self._drafts.accept(
            draft,
            update_id=sent.update_id,
            uses_waiting=uses_waiting,
            wait=SWAPS_WITHIN if len(pictures) > 1 else JOINS_WITHIN,
            unseen=JOINS_WITHIN if captioned else timedelta(0),
        )
        return taken.notice if isinstance(taken, Declined) else None

    async def _after_words(self, sent: Sent, asked: Proposal | None, why: LeftOut | None) -> Answer:
        """What an album hears that has its words: a question, or what is not used of it."""
        if asked is not None:
            return await self._choice(sent, asked)
        if why is None:
            return None
        return await self._once(About.LEFT_OUT, sent, Notice(f"album-{why}"))

    async def _choice(self, sent: Sent, asked: Proposal) -> Answer:
        about = replace(sent, album_id=asked.album_id)
        return await self._once(About.CHOICE, about, self._albums.question(asked))

    async def _once(self, about: About, sent: Sent, answer: Answer) -> Answer:
        """The answer, if the album has not heard of that before."""
        may = await self._store.nonces.may_speak(
            _topic(about, sent), update_id=sent.update_id, now=self._clock.now()
        )
        return answer if may else None

    async def _judged(self, picture: str) -> Notice | None:
        """Why a file is no picture that can be used, before anybody writes words for it."""
        for provider in self._registry.able(Mode.IMAGE):
            try:
                data = await self._chat.fetch_file(picture, max_bytes=MAX_PICTURE_BYTES)
                await fit(data, provider.capabilities.picture)
            except PictureRefused as refused:
                return refused.notice
            except FileGone as gone:
                return picture_gone(picture, gone)
            return None
        return nobody_can(Mode.IMAGE, self._registry)

    async def _take_draft(
        self,
        sent: Sent,
        pictures: tuple[str, ...],
        *,
        uses_waiting: bool = False,
        wait: timedelta = timedelta(0),
    ) -> Notice | None:
        try:
            draft = self._drafts.of(sent, pictures)
        except PromptRefused as refused:
            return refused.notice
        taken = await self._drafts.accept(
            draft, update_id=sent.update_id, uses_waiting=uses_waiting, wait=wait
        )
        return taken.notice if isinstance(taken, Declined) else None


def _waiting(sent: Sent, picture: str) -> WaitingPicture:
    return WaitingPicture(
        chat_id=sent.chat_id,
        user_id=sent.user_id,
        message_id=sent.message_id,
        picture=picture,
        album_id=sent.album_id,
    )


def _is_about(sent: Sent, waiting: WaitingPicture) -> bool:
    """Whether words are about the picture that waits for them, or another one of its album."""
    of_album = waiting.album_id is not None and waiting.album_id == sent.answered_album
    return of_album or waiting.message_id in {sent.message_id, sent.answered_id}


def _topic(about: About, sent: Sent) -> str:
    return f"{about}/{sent.chat_id}/{sent.album_id}"
