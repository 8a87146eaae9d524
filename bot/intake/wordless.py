"""Pictures that come without words, and wait for them."""

from bot.chat import Chat, FileGone
from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.images import PictureRefused, fit
from bot.intake.possible import nobody_can
from bot.intake.references import MAX_PICTURE_BYTES, picture_gone, too_large
from bot.intake.sent import Sent
from bot.providers.registry import Registry
from storage.jobs import Mode
from storage.waiting import Waiting, WaitingPicture


class Wordless:
    """At most one waits for each person in a chat, or an album by its first."""

    def __init__(self, *, waiting: Waiting, registry: Registry, chat: Chat, clock: Clock) -> None:
        self._waiting = waiting
        self._registry = registry
        self._chat = chat
        self._clock = clock

    async def waits_for(self, sent: Sent) -> WaitingPicture | None:
        """The picture that waits for whoever sent this to write words there."""
        return await self._waiting.get(
            chat_id=sent.chat_id, user_id=sent.user_id, now=self._clock.now()
        )

    async def keep(self, sent: Sent, picture: WaitingPicture) -> Notice | None:
        """Let a picture wait for its words; gives why it cannot be used. May raise ChatError."""
        if sent.picture_bytes > MAX_PICTURE_BYTES:
            return too_large(picture.picture)
        if sent.is_file and (refusal := await self._judged(picture.picture)) is not None:
            return refusal
        await self._waiting.put(picture, now=self._clock.now())
        return None

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


def waiting_picture(sent: Sent, picture: str) -> WaitingPicture:
    """What somebody sent as a picture that may wait, whatever words came with it."""
    return WaitingPicture(
        chat_id=sent.chat_id,
        user_id=sent.user_id,
        message_id=sent.message_id,
        picture=picture,
        album_id=sent.album_id,
    )
