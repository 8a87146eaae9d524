# ruff: noqa: ARG002
"""A chat for tests that must not come to speaking."""

import asyncio
from collections.abc import Sequence

from bot.chat import Button, Place, Rank, VideoMessage


class LateChat:
    """A Chat that is never there: whoever wants to speak waits for ever."""

    async def send(
        self,
        place: Place,
        html: str,
        *,
        reply_to: int | None = None,
        buttons: Sequence[Button] = (),
        rank: Rank = Rank.ANSWER,
    ) -> int:
        return await _for_ever()

    async def edit(
        self,
        place: Place,
        message_id: int,
        html: str,
        *,
        buttons: Sequence[Button] = (),
        rank: Rank,
    ) -> None:
        await _for_ever()

    async def edit_to_video(self, place: Place, message_id: int, video: VideoMessage) -> str | None:
        await _for_ever()
        return None

    async def fetch_picture(self, picture: str, *, max_bytes: int) -> bytes:
        await _for_ever()
        return b""


async def _for_ever() -> int:
    await asyncio.Event().wait()
    return 0
