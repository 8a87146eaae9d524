"""The only sender: every word that the bot says, and every picture that it fetches, passes here."""

import io
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog

from bot.chat import (
    Action,
    Button,
    FileGone,
    Keyboard,
    Place,
    Rank,
    Shown,
    VideoMessage,
    VideoRefused,
)
from bot.clock import Clock
from bot.telegram import forms
from bot.telegram.api import Api, ApiError
from bot.telegram.faults import (
    ResultsRefused,
    are_results_refused,
    card_error,
    chat_error,
    elsewhere,
    file_error,
    is_not_modified,
    is_press_too_old,
    is_topic_gone,
    takes_no_videos,
    video_error,
    wait_after,
)
from bot.telegram.forms import Streamed
from bot.telegram.outflow import Outflow
from bot.telegram.patience import PATIENCE, Patience

log = structlog.get_logger(__name__)


ANSWER_TRIES = 3
ANSWERED_WITHIN = timedelta(seconds=10)
"""Whoever pressed a button looks at it no longer."""
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
            sent = await self._speak(
                "sendMessage",
                place,
                rank,
                **_text(html),
                message_thread_id=place.thread_id,
                reply_parameters=forms.reply(reply_to),
                reply_markup=forms.asking(place) if asks else forms.inline_keyboard(buttons),
            )
        except ApiError as error:
            if place.thread_id is not None and is_topic_gone(error):
                return await self.send(
                    Place(chat_id=place.chat_id), html, buttons=buttons, asks=asks, rank=rank
                )
            raise chat_error(error) from None
        return int(sent["message_id"])

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
        words, keyboard = _text(html), forms.inline_keyboard(buttons)
        try:
            await self._speak(
                "editMessageText",
                place,
                rank,
                message_id=message_id,
                reply_markup=keyboard,
                **words,
            )
        except ApiError as error:
            if not is_not_modified(error):  # else it was done before
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
            if takes_no_videos(error):
                raise VideoRefused("no rights") from None
            if streamed is not None and streamed.error is not None:
                raise streamed.error from None  # the upload broke because its source did
            raise video_error(card_error(error)) from None
        return forms.shown(edited)

    async def _edit_media(
        self,
        place: Place,
        message_id: int,
        video: VideoMessage,
        streamed: Streamed | None,
        buttons: Keyboard,
    ) -> Any:
        about = {
            "chat_id": place.chat_id, "message_id": message_id, "media": forms.media(video),
            "reply_markup": forms.inline_keyboard(buttons),
        }  # fmt: skip
        if streamed is None:
            patience_s = self._patience.video_s
            return await self._api.call("editMessageMedia", timeout_s=patience_s, **about)
        return await self._api.upload(
            "editMessageMedia", streamed.chunks(), timeout_s=self._patience.upload_s, **about
        )

    async def _shown_before(
        self, place: Place, message_id: int, buttons: Keyboard, rank: Rank
    ) -> Shown:
        """What a message shows that an edit has not changed: only a change tells it.

        So its buttons change there and back. Whoever is killed in between comes here no more: the
        next edit to the video puts them right, and tells.
        """
        try:
            await self._mark_up(place, message_id, PASSING, rank)
            edited = await self._mark_up(place, message_id, buttons, rank)
        except ApiError as error:
            raise card_error(error) from None
        return forms.shown(edited)

    async def _mark_up(self, place: Place, message_id: int, buttons: Keyboard, rank: Rank) -> Any:
        keyboard = forms.inline_keyboard(buttons)
        return await self._speak(
            "editMessageReplyMarkup", place, rank, message_id=message_id, reply_markup=keyboard
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
            sent = await self._speak(
                "sendVideo",
                place,
                Rank.ANSWER,
                video=video.source,
                caption=video.caption,
                message_thread_id=place.thread_id,
                reply_parameters=forms.reply(reply_to),
                reply_markup=forms.inline_keyboard(buttons),
            )
        except ApiError as error:
            if (there := elsewhere(place, error)) is not None:
                return await self.show_video(there, video, buttons=buttons)
            raise video_error(chat_error(error)) from None
        return int(sent["message_id"])

    async def act(self, place: Place, action: Action) -> None:
        """See Chat. Telegram has no limit for these of its own, and nothing is lost with one."""
        with suppress(ApiError):
            await self._api.call(
                "sendChatAction",
                timeout_s=self._patience.action_s,
                chat_id=place.chat_id,
                message_thread_id=place.thread_id,
                action=action,
            )

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

        It is no message, and has no pace. Whoever types on asks again: one try is enough. Raises
        ResultsRefused, for then they still wait for an answer.
        """
        try:
            await self._call("answerInlineQuery", inline_query_id=query_id, **answer)
        except ApiError as error:
            if answer["results"] and are_results_refused(error):
                raise ResultsRefused from None
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

    async def _speak(self, method: str, place: Place, rank: Rank, **parameters: Any) -> Any:
        """Call a method when it is the chat's turn. Raises ApiError and SlowDown."""
        async with self._outflow.turn(place.chat_id, rank):
            return await self._call(method, chat_id=place.chat_id, **parameters)

    async def _call(self, method: str, **parameters: Any) -> Any:
        return await self._api.call(method, timeout_s=self._patience.answer_s, **parameters)


def _text(html: str) -> Mapping[str, Any]:
    return {"text": html, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
