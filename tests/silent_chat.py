# ruff: noqa: ARG002
"""A chat for tests that must not come to speaking."""

import asyncio
from typing import NoReturn

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
        await _for_ever()

    async def edit(
        self,
        place: Place,
        message_id: int,
        html: str,
        *,
        buttons: Keyboard = (),
        rank: Rank,
    ) -> None:
        await _for_ever()

    async def edit_to_video(
        self,
        place: Place,
        message_id: int,
        video: VideoMessage,
        *,
        buttons: Keyboard = (),
        rank: Rank = Rank.OUTCOME,
    ) -> Shown:
        await _for_ever()

    async def show_video(
        self,
        place: Place,
        video: VideoMessage,
        *,
        reply_to: int | None = None,
        buttons: Keyboard = (),
    ) -> int:
        await _for_ever()

    async def act(self, place: Place, action: Action) -> None:
        await _for_ever()

    async def fetch_file(self, file: str, *, max_bytes: int) -> bytes:
        await _for_ever()


async def _for_ever() -> NoReturn:
    await asyncio.Event().wait()
    raise AssertionError("never")
