"""What a person sent, as intake takes it."""

from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a person sent: words, a picture, or both. Ids as the chat gives them."""

    update_id: int
    chat_id: int
    thread_id: int | None
    message_id: int
    user_id: int
    language: str | None
    words: str
    picture: str | None = None
    """The reference by which the chat gives the picture's bytes, see `references`."""
    picture_bytes: int = 0
    """The size of its file, as far as the chat tells."""
    is_file: bool = False
    """Whether the picture came as a file: then nobody has looked yet whether it is one."""
    album_id: str | None = None
    answered_id: int | None = None
    """The message that this one answers; the picture may be its."""
    answered_album: str | None = None

    def about(self, picture: str, *, size_bytes: int = 0) -> Self:
        """The same words, said about a picture; its size as far as it is known."""
        return replace(self, picture=picture, picture_bytes=size_bytes)


def message_origin(chat_id: int, message_id: int) -> str:
    """Of the one job that a message makes."""
    return f"message:{chat_id}:{message_id}"
