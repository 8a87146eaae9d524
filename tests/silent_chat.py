# ruff: noqa: ARG002
"""A chat for tests that must not come to speaking."""

import asyncio
from typing import Any

from bot.chat import Action, Keyboard, Place, Rank, Shown, VideoMessage


class SilentChat:
    """A Chat that never answers: whoever wants to speak waits for ever."""

    async def send(
        self,
        place: Place,
        html: str,
        *,
        reply_to: int | None = None,
        buttons: Keyboard = (),
        asks: bool = False,
        rank: Rank = Rank.ANSWER,
    ) -> int:
        answer: int = await self.asked("send", place)
        return answer

    async def edit(
        self,
        place: Place,
        message_id: int,
        html: str,
        *,
        buttons: Keyboard = (),
        rank: Rank,
    ) -> None:
        await self.asked("edit", place)

    async def edit_to_video(
        self,
        place: Place,
        message_id: int,
        video: VideoMessage,
        *,
        buttons: Keyboard = (),
        rank: Rank = Rank.OUTCOME,
    ) -> Shown:
        answer: Shown = await self.asked("edit_to_video", place)
        return answer

    async def show_video(
        self,
        place: Place,
        video: VideoMessage,
        *,
        reply_to: int | None = None,
        buttons: Keyboard = (),
    ) -> int:
        answer: int = await self.asked("show_video", place)
        return answer

    async def act(self, place: Place, action: Action) -> None:
        await self.asked("act", place)

    async def fetch_file(self, file: str, *, max_bytes: int) -> bytes:
        answer: bytes = await self.asked("fetch_file")
        return answer

    async def asked(self, method: str, place: Place | None = None) -> Any:
        """What a method gives. Tests override it where somebody shall hear an answer."""
        await asyncio.Event().wait()
