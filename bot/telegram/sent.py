"""What stands in a Telegram message, in the words of intake."""

from dataclasses import dataclass

from aiogram.types import Message

from bot.intake.service import Sent
from bot.telegram.talk import thread_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPicture:
    """A photo, or a file that may be a picture."""

    file_id: str
    bytes: int
    is_file: bool


def picture_in(message: Message | None) -> SentPicture | None:
    """The picture of a message: a photo in its largest size, or whatever file it carries."""
    if message is None:
        return None
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return SentPicture(file_id=largest.file_id, bytes=largest.file_size or 0, is_file=False)
    # A GIF comes as animation and document at once; it is judged, and refused, like any file.
    if message.document:
        file = message.document
        return SentPicture(file_id=file.file_id, bytes=file.file_size or 0, is_file=True)
    return None


def sent_by(
    message: Message, *, update_id: int, words: str, picture: SentPicture | None
) -> Sent | None:
    """What a person sent; None when nobody in particular did, as in a channel."""
    if message.from_user is None:
        return None
    return Sent(
        update_id=update_id,
        chat_id=message.chat.id,
        thread_id=thread_of(message),
        message_id=message.message_id,
        user_id=message.from_user.id,
        language=message.from_user.language_code,
        words=words,
        picture=picture.file_id if picture else None,
        picture_bytes=picture.bytes if picture else 0,
        is_file=picture.is_file if picture else False,
        album_id=message.media_group_id if picture else None,
    )
