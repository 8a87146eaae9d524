"""Intake: what a person sent becomes a draft, alone or with what they send besides."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.chat import Chat
from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.albums import Albums
from bot.intake.answers import Answer, Decision
from bot.intake.drafts import Declined, Drafts
from bot.intake.prompt import PromptRefused
from bot.intake.references import MAX_PICTURE_BYTES, too_large, video_behind
from bot.intake.sent import Sent
from bot.intake.wordless import Wordless, waiting_picture
from bot.providers.registry import Registry
from storage.store import Store
from storage.waiting import WaitingPicture

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
        self._drafts = drafts
        self._wordless = Wordless(waiting=store.waiting, registry=registry, chat=chat, clock=clock)
        self._albums = Albums(
            store=store,
            registry=registry,
            drafts=drafts,
            wordless=self._wordless,
            clock=clock,
            wake=wake,
        )

    async def take(self, sent: Sent) -> Answer:
        """Make a job of it, or keep its picture until the words come.

        Gives what to answer; None: nothing, the job's card speaks for itself. May raise ChatError.
        """
        if sent.picture is None:
            return await self._take_words(sent)
        picture = waiting_picture(sent, sent.picture)
        if sent.album_id is not None:
            return await self._albums.take(sent, picture)
        if sent.words.strip():
            return await self._take_captioned(sent, picture)
        ask = "video-ask" if video_behind(picture.picture) else "picture-ask"
        return await self._wordless.keep(sent, picture) or Notice(ask)

    async def take_further(self, sent: Sent) -> Answer:
        """Take a picture that was not said to the bot, if the first of its album was."""
        if sent.picture is None:
            return None
        return await self._albums.take_further(sent, waiting_picture(sent, sent.picture))

    async def asked_in(self, chat_id: int) -> Sequence[tuple[int, Decision]]:
        """The questions of a chat that nobody has answered yet, and whom each is for."""
        return await self._albums.asked_in(chat_id)

    async def _take_words(self, sent: Sent) -> Answer:
        """Words for what waits for them; or a prompt of their own."""
        waiting = await self._wordless.waits_for(sent)
        if waiting is not None and waiting.album_id is not None:
            return await self._albums.take_words(sent, waiting)
        asked = await self._store.albums.waiting(chat_id=sent.chat_id, message_id=sent.message_id)
        if asked is not None:  # the question could not be put
            return await self._albums.ask_once(sent, asked.asked)
        pictures = waiting.pictures if waiting else ()
        return await self._take_draft(sent, pictures, uses_waiting=waiting is not None)

    async def _take_captioned(self, sent: Sent, picture: WaitingPicture) -> Answer:
        """Words with their picture; the one that waits for words may be the one they are about."""
        if sent.picture_bytes > MAX_PICTURE_BYTES:
            return too_large(picture.picture)
        waiting = await self._wordless.waits_for(sent)
        if waiting is not None and _is_about(sent, waiting):
            if waiting.album_id is not None:
                return await self._albums.take_words(replace(sent, picture=None), waiting)
            return await self._take_draft(
                sent, waiting.pictures, uses_waiting=True, wait=CORRECTED_WITHIN
            )
        return await self._take_draft(sent, picture.pictures, wait=CORRECTED_WITHIN)

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


def _is_about(sent: Sent, waiting: WaitingPicture) -> bool:
    """Whether words are about the picture that waits for them, or another one of its album."""
    of_album = waiting.album_id is not None and waiting.album_id == sent.answered_album
    return of_album or waiting.message_id in {sent.message_id, sent.answered_id}
