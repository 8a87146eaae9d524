"""The only sender: every word that the bot says, and every picture that it fetches, passes here."""

import io
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog

from bot.chat import (
    Action,
    Button,
    Chunks,
    FileGone,
    Keyboard,
    Place,
    Rank,
    Shown,
    VideoMessage,
    VideoRefused,
    VideoSourceError,
)
from bot.clock import Clock
from bot.telegram.api import Api, ApiError
from bot.telegram.faults import (
    card_error,
    chat_error,
    file_error,
    is_not_modified,
    is_press_too_old,
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
NO_PREVIEW = {"is_disabled": True}
PASSING = [[Button(text="…", data="-")]]
"""Buttons that are there for a moment, and then others again."""


class TelegramChat:
    """A Chat over the Bot API."""

    def __init__(
        self, api: Api, outflow: Outflow, clock: Clock, patience: Patience = PATIENCE
    ) -> None:
        self._api = api
        self._clock = clock
        self._outflow = outflow
        self._patience = patience

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
        """See Chat."""
        try:
            async with self._outflow.turn(place.chat_id, rank):
                sent = await self._call(
                    "sendMessage",
                    chat_id=place.chat_id,
                    text=html,
                    parse_mode="HTML",
                    message_thread_id=place.thread_id,
                    reply_parameters=_reply(reply_to),
                    reply_markup=_asking(place) if asks else _keyboard(buttons),
                    link_preview_options=NO_PREVIEW,
                )
                return int(sent["message_id"])
        except ApiError as error:
            if place.thread_id is not None and is_topic_gone(error):
                return await self.send(
                    Place(chat_id=place.chat_id), html, buttons=buttons, asks=asks, rank=rank
                )
            raise chat_error(error) from None

    async def edit(
        self,
        place: Place,
        message_id: int,
        html: str,
        *,
        buttons: Keyboard = (),
        rank: Rank,
    ) -> None:
        """See Chat."""
        try:
            async with self._outflow.turn(place.chat_id, rank):
                await self._call(
                    "editMessageText",
                    text=html,
                    parse_mode="HTML",
                    chat_id=place.chat_id,
                    message_id=message_id,
                    reply_markup=_keyboard(buttons),
                    link_preview_options=NO_PREVIEW,
                )
        except ApiError as error:
            if not is_not_modified(error):
                raise card_error(error) from None

    async def edit_to_video(
        self,
        place: Place,
        message_id: int,
        video: VideoMessage,
        *,
        buttons: Keyboard = (),
        rank: Rank = Rank.OUTCOME,
    ) -> Shown:
        """See Chat."""
        streamed = None if isinstance(video.source, str) else Streamed(video.source)
        try:
            async with self._outflow.turn(place.chat_id, rank):
                edited = await self._edit_media(place, message_id, video, streamed, buttons)
        except ApiError as error:
            if is_not_modified(error):
                return await self._shown_before(place, message_id, buttons, rank)
            if streamed is not None and streamed.error is not None:
                raise streamed.error from None  # the upload broke because its source did
            raise video_error(error) from None
        return _shown(edited)

    async def _shown_before(
        self, place: Place, message_id: int, buttons: Keyboard, rank: Rank
    ) -> Shown:
        """What a message shows that an edit has not changed: only a change tells it.

        So its buttons change there and back. Whoever is killed in between comes here no more: the
        next edit to the video puts them right, and tells.
        """
        edited = None
        for keyboard in (PASSING, buttons):
            try:
                async with self._outflow.turn(place.chat_id, rank):
                    edited = await self._edit_markup(place, message_id, keyboard)
            except ApiError as error:
                raise card_error(error) from None
        return _shown(edited)

    async def _edit_media(
        self,
        place: Place,
        message_id: int,
        video: VideoMessage,
        streamed: "Streamed | None",
        buttons: Keyboard,
    ) -> Any:
        about = {
            "type": "video",
            "media": "attach://video" if streamed else video.source,
            "caption": video.caption,
            "width": video.width,
            "height": video.height,
            "duration": video.duration_s,
            "supports_streaming": True,
        }
        media = {name: value for name, value in about.items() if value is not None}
        where = {
            "chat_id": place.chat_id, "message_id": message_id, "media": media,
            "reply_markup": _keyboard(buttons),
        }  # fmt: skip
        if streamed is None:
            patience_s = self._patience.video_s
            return await self._api.call("editMessageMedia", timeout_s=patience_s, **where)
        return await self._api.upload(
            "editMessageMedia", streamed.chunks(), timeout_s=self._patience.upload_s, **where
        )

    async def edit_buttons(
        self, place: Place, message_id: int, buttons: Keyboard, *, rank: Rank
    ) -> None:
        """See Chat."""
        try:
            async with self._outflow.turn(place.chat_id, rank):
                await self._edit_markup(place, message_id, buttons)
        except ApiError as error:
            if not is_not_modified(error):
                raise card_error(error) from None

    async def _edit_markup(self, place: Place, message_id: int, buttons: Keyboard) -> Any:
        return await self._call(
            "editMessageReplyMarkup",
            chat_id=place.chat_id,
            message_id=message_id,
            reply_markup=_keyboard(buttons),
        )

    async def show_video(
        self,
        place: Place,
        video: VideoMessage,
        *,
        reply_to: int | None = None,
        buttons: Keyboard = (),
    ) -> int:
        """See Chat."""
        try:
            async with self._outflow.turn(place.chat_id, Rank.ANSWER):
                sent = await self._call(
                    "sendVideo",
                    chat_id=place.chat_id,
                    video=video.source,
                    caption=video.caption,
                    message_thread_id=place.thread_id,
                    reply_parameters=_reply(reply_to),
                    reply_markup=_keyboard(buttons),
                )
                return int(sent["message_id"])
        except ApiError as error:
            raise video_error(error) from None

    async def act(self, place: Place, action: Action) -> None:
        """See Chat. Telegram has no limit for these of its own, and nothing is lost with one."""
        with suppress(ApiError):
            await self._call(
                "sendChatAction",
                chat_id=place.chat_id,
                message_thread_id=place.thread_id,
                action=action,
            )

    async def delete(self, place: Place, message_id: int) -> None:
        """See Chat."""
        try:
            async with self._outflow.turn(place.chat_id, Rank.ANSWER):
                await self._call("deleteMessage", chat_id=place.chat_id, message_id=message_id)
        except ApiError as error:
            log.info("not-deleted", error=str(error))

    async def answer_press(self, press_id: str, text: str) -> None:
        """Answer a pressed button with a short plain text over the chat, while somebody waits.

        A press that made a job has left the inbox with it and does not come again, so it is tried
        here again.
        """
        answer = {"callback_query_id": press_id, "text": text, "show_alert": len(text) > 60}
        for failures in range(ANSWER_TRIES):
            try:
                await self._call("answerCallbackQuery", **answer)
                return
            except ApiError as error:
                log.info("press-not-answered", error=str(error))
                wait = wait_after(error, failures)
                if is_press_too_old(error) or wait > ANSWERED_WITHIN:
                    return
            await self._clock.sleep_until(self._clock.now() + wait)

    async def answer_query(self, query_id: str, **answer: Any) -> None:
        """Answer an inline query, https://core.telegram.org/bots/api#answerinlinequery.

        It is no message, and has no pace. Whoever types on asks again: one try is enough.
        """
        try:
            await self._call("answerInlineQuery", inline_query_id=query_id, **answer)
        except ApiError as error:
            log.info("query-not-answered", error=str(error))

    async def fetch_file(self, file: str, *, max_bytes: int) -> bytes:
        """See Chat."""
        try:
            found = await self._call("getFile", file_id=file)
            if found.get("file_size", 0) > max_bytes or "file_path" not in found:
                raise FileGone(too_large="file_path" in found)
            return await self._downloaded(found["file_path"], max_bytes)
        except ApiError as error:
            raise file_error(error) from None

    async def _downloaded(self, path: str, max_bytes: int) -> bytes:
        buffer = io.BytesIO()
        async for chunk in self._api.download(path, timeout_s=self._patience.download_s):
            buffer.write(chunk)
            if buffer.tell() > max_bytes:
                raise FileGone(too_large=True)
        return buffer.getvalue()

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()

    async def _call(self, method: str, **parameters: Any) -> Any:
        return await self._api.call(method, timeout_s=self._patience.answer_s, **parameters)


class Streamed:
    """A video whose bytes pass through. `error` is why they stopped, when they did."""

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self.error: VideoSourceError | None = None

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes, for an upload."""
        try:
            async for chunk in self._chunks():
                yield chunk
        except VideoSourceError as error:
            self.error = error
            raise


def _asking(place: Place) -> dict[str, Any]:
    """In a group only whoever is answered shall answer."""
    return {"force_reply": True, "selective": place.chat_id < 0}


def _shown(edited: Any) -> Shown:
    video = edited.get("video") if isinstance(edited, dict) else None
    if not video:
        raise VideoRefused("shown as something else than a video")
    return Shown(file_ref=video["file_id"], file_key=video["file_unique_id"])


def _reply(message_id: int | None) -> dict[str, Any] | None:
    if message_id is None:
        return None
    return {"message_id": message_id, "allow_sending_without_reply": True}


def _keyboard(buttons: Keyboard) -> dict[str, Any] | None:
    if not buttons:
        return None
    rows = [[{"text": one.text, "callback_data": one.data} for one in row] for row in buttons]
    return {"inline_keyboard": rows}
