"""Albums, as far as the providers in use can make one video of one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.answers import Answer, Decision
from bot.intake.drafts import Declined, Drafts
from bot.intake.presses import Choosing, Make, album_press
from bot.intake.prompt import PromptRefused
from bot.intake.references import MAX_PICTURE_BYTES, too_large
from bot.intake.sent import Sent
from bot.intake.wordless import Wordless
from bot.providers.registry import Registry
from storage.jobs import Mode, Request
from storage.joining import JOINS_WITHIN, SWAPS_WITHIN, Home, Joined, LeftOut
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
        self,
        *,
        store: Store,
        registry: Registry,
        drafts: Drafts,
        wordless: Wordless,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._registry = registry
        self._drafts = drafts
        self._wordless = wordless
        self._clock = clock
        self._wake = wake

    async def take(self, sent: Sent, picture: WaitingPicture) -> Answer:
        """A picture of an album goes to the others, which make, have or await a job."""
        words = bool(sent.words.strip())
        joined = await self._join(picture, update_id=None if words else sent.update_id)
        if joined.home in {None, Home.WAITING}:
            return await self._take_wordless(sent, picture, joined)
        other_words = LeftOut.REST if words and joined.home is Home.JOB else None
        return await self._after_words(sent, joined.asked, joined.left_out or other_words)

    async def take_further(self, sent: Sent, picture: WaitingPicture) -> Answer:
        """Take a picture that was not said to the bot, if the first of its album was."""
        joined = await self._join(picture, update_id=sent.update_id, is_first=False)
        return await self._after_words(sent, joined.asked, joined.left_out)

    async def take_words(self, sent: Sent, waiting: WaitingPicture) -> Answer:
        """Words for an album that waits for them."""
        pictures = await self._store.albums.pictures(waiting) or waiting.pictures
        sent = replace(sent, album_id=waiting.album_id)
        return await self._take_whole(sent, pictures, uses_waiting=True)

    async def _join(
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

    async def _take_wordless(self, sent: Sent, picture: WaitingPicture, joined: Joined) -> Answer:
        """A picture of an album that had no words before."""
        if sent.words.strip():
            if sent.picture_bytes > MAX_PICTURE_BYTES:
                return await self._once(About.DECLINED, sent, too_large(picture.picture))
            uses_waiting = joined.home is Home.WAITING
            answer = await self._take_whole(sent, joined.pictures, uses_waiting=uses_waiting)
            declined = isinstance(answer, Notice)
            return await self._once(About.DECLINED, sent, answer) if declined else answer
        if joined.home is Home.WAITING:
            return None
        if await self._store.nonces.was_told(_topic(About.DECLINED, sent)):
            return None
        if (refusal := await self._wordless.keep(sent, picture)) is not None:
            await self._store.proposals.take(chat_id=sent.chat_id, message_id=sent.message_id)
            return await self._once(About.FILE, sent, refusal)
        return Notice("album-ask" if self._registry.able(Mode.FRAMES) else "picture-ask")

    async def _take_whole(
        self, sent: Sent, pictures: Sequence[str], *, uses_waiting: bool
    ) -> Answer:
        """An album that has its words by now: one job, or the question what to make of it."""
        captioned = sent.picture is not None
        try:
            draft = self._drafts.of(sent, tuple(pictures))
            if len(pictures) > self._room(draft.request):
                one = replace(draft.request, pictures=tuple(pictures[:1]))
                checked = await self._drafts.checked(replace(draft, request=one))
                asked = Proposal.of(checked, at=self._clock.now())
                await self._store.albums.ask(asked)
                return await self.ask_once(sent, asked)
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
            return await self.ask_once(sent, asked)
        if why is None:
            return None
        return await self._once(About.LEFT_OUT, sent, Notice(f"album-{why}"))

    async def ask_once(self, sent: Sent, asked: Proposal) -> Answer:
        """What to make of an album, unless it was asked before."""
        about = replace(sent, album_id=asked.album_id)
        return await self._once(About.CHOICE, about, self._question(asked))

    async def _once(self, about: About, sent: Sent, answer: Answer) -> Answer:
        """The answer, if the album has not heard of that before."""
        may = await self._store.nonces.may_speak(
            _topic(about, sent), update_id=sent.update_id, now=self._clock.now()
        )
        return answer if may else None

    def _room(self, request: Request) -> int:
        """How many pictures a video of these words and options can be made from."""
        return 2 if self._fits(replace(request, pictures=("first", "last"))) else 1

    async def asked_in(self, chat_id: int) -> Sequence[tuple[int, Decision]]:
        """The questions of a chat that nobody has answered yet, and whom each is for."""
        asked = await self._store.proposals.asked_in(chat_id)
        return [(one.user_id, self._question(one)) for one in asked]

    def _question(self, asked: Proposal) -> Decision:
        """What to make of an album: whatever somebody can, and nothing."""
        makes = [Make.FIRST, Make.EACH, Make.NONE]
        if self._room(asked.request) > 1:
            makes.insert(0, Make.FRAMES)
        choosing = [Choosing(make, asked.message_id, asked.chat_id) for make in makes]
        answers = [(Notice(f"button-album-{one.make}"), album_press(one)) for one in choosing]
        return Decision(Notice("album-choose"), answers)

    def _fits(self, request: Request) -> bool:
        return bool(self._registry.candidates(request))


def _topic(about: About, sent: Sent) -> str:
    return f"{about}/{sent.chat_id}/{sent.album_id}"
