"""A chat that is still being set up: whoever wants to speak waits until it is there.

Work with providers goes on at once after a restart; aiogram alone takes seconds to import.
"""

import asyncio
from collections.abc import Sequence

from bot.chat import Button, Chat, Place, Rank, VideoMessage


class LateChat:
    """A Chat that passes everything on to the one that `arrive` brings."""

    def __init__(self) -> None:
        self._there = asyncio.Event()
        self._chat: Chat | None = None

    def arrive(self, chat: Chat) -> None:
        """The chat is there; everybody who waits goes on."""
        self._chat = chat
        self._there.set()

    async def _arrived(self) -> Chat:
        while self._chat is None:
            await self._there.wait()
        return self._chat

    async def send(
        self,
        place: Place,
        html: str,
        *,
        reply_to: int | None = None,
        buttons: Sequence[Button] = (),
        rank: Rank = Rank.ANSWER,
    ) -> int:
        """See Chat."""
        chat = await self._arrived()
        return await chat.send(place, html, reply_to=reply_to, buttons=buttons, rank=rank)

    async def edit(
        self,
        place: Place,
        message_id: int,
        html: str,
        *,
        buttons: Sequence[Button] = (),
        rank: Rank,
    ) -> None:
        """See Chat."""
        chat = await self._arrived()
        await chat.edit(place, message_id, html, buttons=buttons, rank=rank)

    async def edit_to_video(self, place: Place, message_id: int, video: VideoMessage) -> str | None:
        """See Chat."""
        return await (await self._arrived()).edit_to_video(place, message_id, video)

    async def fetch_picture(self, picture: str, *, max_bytes: int) -> bytes:
        """See Chat."""
        return await (await self._arrived()).fetch_picture(picture, max_bytes=max_bytes)
