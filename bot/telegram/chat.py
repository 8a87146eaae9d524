"""The only sender: every word that the bot says, and every picture that it fetches, passes here."""

import io
from collections.abc import AsyncGenerator, Sequence
from datetime import timedelta

import aiohttp
import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaVideo,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)

from bot.chat import (
    Button,
    ChatUnreachable,
    Chunks,
    PictureGone,
    Place,
    Rank,
    VideoMessage,
    VideoRefused,
    VideoSourceError,
)
from bot.clock import Clock
from bot.telegram.faults import (
    card_error,
    chat_error,
    is_not_modified,
    is_topic_gone,
    video_error,
    wait_after,
)
from bot.telegram.outflow import Outflow
from bot.telegram.patience import PATIENCE, Patience

log = structlog.get_logger(__name__)


ANSWER_TRIES = 3
ANSWERED_WITHIN = timedelta(seconds=10)
"""Whoever pressed a button looks at it no longer."""


class TelegramChat:
    """A Chat over the Bot API."""

    def __init__(
        self, bot: Bot, outflow: Outflow, clock: Clock, patience: Patience = PATIENCE
    ) -> None:
        self._bot = bot
        self._clock = clock
        self._outflow = outflow
        self._patience = patience

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
        try:
            async with self._outflow.turn(place.chat_id, rank):
                sent = await self._bot.send_message(
                    place.chat_id,
                    html,
                    message_thread_id=place.thread_id,
                    reply_parameters=_reply(reply_to),
                    reply_markup=_keyboard(buttons),
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
        except AiogramError as error:
            if place.thread_id is not None and is_topic_gone(error):
                return await self.send(
                    Place(chat_id=place.chat_id), html, buttons=buttons, rank=rank
                )
            raise chat_error(error) from None
        return sent.message_id

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
        try:
            async with self._outflow.turn(place.chat_id, rank):
                await self._bot.edit_message_text(
                    html,
                    chat_id=place.chat_id,
                    message_id=message_id,
                    reply_markup=_keyboard(buttons),
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
        except AiogramError as error:
            if not is_not_modified(error):
                raise card_error(error) from None

    async def edit_to_video(self, place: Place, message_id: int, video: VideoMessage) -> str | None:
        """See Chat."""
        streamed = None if isinstance(video.source, str) else StreamedVideo(video.source)
        media = InputMediaVideo(
            media=streamed or str(video.source),
            caption=video.caption,
            parse_mode=None,
            width=video.width,
            height=video.height,
            duration=video.duration_s,
            supports_streaming=True,
        )
        try:
            async with self._outflow.turn(place.chat_id, Rank.OUTCOME):
                edited = await self._bot.edit_message_media(
                    media,
                    chat_id=place.chat_id,
                    message_id=message_id,
                    request_timeout=self._patience.upload_s if streamed else self._patience.video_s,
                )
        except AiogramError as error:
            if is_not_modified(error):
                return None
            if streamed is not None and streamed.error is not None:
                raise streamed.error from None  # the upload broke because its source did
            raise video_error(error) from None
        if not isinstance(edited, Message) or edited.video is None:
            raise VideoRefused("shown as something else than a video")
        return edited.video.file_id

    async def answer_press(self, press_id: str, text: str) -> None:
        """Answer a pressed button with a short plain text over the chat, while somebody waits.

        A press that made a job has left the inbox with it and does not come again, so it is tried
        here again.
        """
        for failures in range(ANSWER_TRIES):
            try:
                await self._bot.answer_callback_query(
                    press_id, text=text, show_alert=len(text) > 60
                )
                return
            except TelegramBadRequest:  # pressed too long ago: nobody waits any more
                log.info("press-too-old")
                return
            except AiogramError as error:
                log.info("press-not-answered", error=type(error).__name__)
                wait = wait_after(error, failures)
            if wait > ANSWERED_WITHIN:
                return
            await self._clock.sleep_until(self._clock.now() + wait)

    async def fetch_picture(self, picture: str, *, max_bytes: int) -> bytes:
        """See Chat. The file's address holds the token: no error of its fetching is passed on."""
        try:
            file = await self._bot.get_file(picture)
        except AiogramError as error:
            raise _picture_error(error) from None
        if (file.file_size or 0) > max_bytes or file.file_path is None:
            raise PictureGone(too_large=file.file_path is not None)
        try:
            return await self._downloaded(file.file_path, max_bytes)
        except (TimeoutError, aiohttp.ClientError) as error:
            raise ChatUnreachable(type(error).__name__) from None

    async def _downloaded(self, path: str, max_bytes: int) -> bytes:
        url = self._bot.session.api.file_url(self._bot.token, path)
        buffer = io.BytesIO()
        async for chunk in self._bot.session.stream_content(url, timeout=self._patience.download_s):
            buffer.write(chunk)
            if buffer.tell() > max_bytes:
                raise PictureGone(too_large=True)
        return buffer.getvalue()


class StreamedVideo(InputFile):
    """A video whose bytes pass through. `error` is why they stopped, when they did."""

    def __init__(self, chunks: Chunks) -> None:
        super().__init__(filename="video.mp4")
        self._chunks = chunks
        self.error: VideoSourceError | None = None

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:  # noqa: ARG002
        """The bytes, for aiogram's upload."""
        try:
            async for chunk in self._chunks():
                yield chunk
        except VideoSourceError as error:
            self.error = error
            raise


def _picture_error(error: AiogramError) -> Exception:
    said = str(getattr(error, "message", "")).lower()
    if "file is too big" in said:
        return PictureGone(too_large=True)
    if "wrong file" in said or "invalid file" in said or "temporarily unavailable" in said:
        return PictureGone(too_large=False)
    return chat_error(error)


def _reply(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)


def _keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    row = [InlineKeyboardButton(text=button.text, callback_data=button.data) for button in buttons]
    return InlineKeyboardMarkup(inline_keyboard=[row])
