"""What the Bot API wants things to look like, and what it gives back."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from bot.chat import Chunks, Keyboard, Place, Shown, VideoMessage, VideoRefused, VideoSourceError


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


def media(video: VideoMessage) -> Mapping[str, Any]:
    """InputMediaVideo; the bytes of one that is no reference and no URL are uploaded beside it."""
    about = {
        "type": "video",
        "media": video.source if isinstance(video.source, str) else "attach://video",
        "caption": video.caption,
        "width": video.width,
        "height": video.height,
        "duration": video.duration_s,
        "supports_streaming": True,
    }
    return {name: value for name, value in about.items() if value is not None}


def shown(edited: Any) -> Shown:
    """The video of a Message. Raises VideoRefused for one without."""
    video = edited.get("video") if isinstance(edited, dict) else None
    if not video:
        raise VideoRefused("shown as something else than a video")
    return Shown(file_ref=video["file_id"], file_key=video["file_unique_id"])


def reply(message_id: int | None) -> Mapping[str, Any] | None:
    """ReplyParameters: what is answered may be gone by now."""
    if message_id is None:
        return None
    return {"message_id": message_id, "allow_sending_without_reply": True}


def asking(place: Place) -> Mapping[str, Any]:
    """ForceReply: in a group only whoever is answered shall answer."""
    return {"force_reply": True, "selective": place.chat_id < 0}


def inline_keyboard(buttons: Keyboard) -> Mapping[str, Any] | None:
    """InlineKeyboardMarkup."""
    if not buttons:
        return None
    rows = [[{"text": one.text, "callback_data": one.data} for one in row] for row in buttons]
    return {"inline_keyboard": rows}
