"""What stands for a picture in a request: a chat's reference of a picture, or of a video that ends
with it."""

from bot.chat import FileGone
from bot.i18n.words import Notice

MAX_PICTURE_BYTES = 20 * 1024 * 1024
"""The most that Telegram hands out, of pictures and of videos."""
_FRAME = "frame/"


def last_frame_of(video: str) -> str:
    """The picture with which a video ends, by the video's reference."""
    return f"{_FRAME}{video}"


def video_behind(picture: str) -> str | None:
    """The reference of the video that ends with this picture; None: it is a picture itself."""
    return picture.removeprefix(_FRAME) if picture.startswith(_FRAME) else None


def picture_gone(picture: str, gone: FileGone) -> Notice:
    """What a person reads whose picture, or its video, cannot be fetched."""
    if gone.too_large:
        return too_large(picture)
    return Notice("frame-gone" if video_behind(picture) else "picture-gone")


def too_large(picture: str) -> Notice:
    """The same where it has too many bytes for that."""
    key = "frame-too-large" if video_behind(picture) else "picture-too-large"
    return Notice(key, {"max": MAX_PICTURE_BYTES // 1024**2})
