"""What stands in a Telegram message, in the words of intake."""

from dataclasses import dataclass

from aiogram import Bot
from aiogram.types import Document, ExternalReplyInfo, Message, Video, VideoNote

from bot.intake.references import last_frame_of
from bot.intake.sent import Sent
from bot.telegram.talk import thread_of

SentVideo = Video | VideoNote | Document
"""What a video may come as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPicture:
    """A photo, a sticker that stands still, a file that may be a picture, or a video's end."""

    file_id: str
    bytes: int
    is_file: bool


def picture_in(message: Message | ExternalReplyInfo | None) -> SentPicture | None:
    """The picture of a message: a photo in its largest size, a sticker, a video's end, or whatever
    file it has.
    """
    if message is None:
        return None
    if (video := video_in(message)) is not None:
        last = last_frame_of(video.file_id)
        return SentPicture(file_id=last, bytes=video.file_size or 0, is_file=False)
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return SentPicture(file_id=largest.file_id, bytes=largest.file_size or 0, is_file=False)
    if message.sticker and not is_moving_sticker(message):
        sticker = message.sticker
        return SentPicture(file_id=sticker.file_id, bytes=sticker.file_size or 0, is_file=False)
    # Something of another kind, as a real GIF, is judged, and refused, like any file.
    if message.document:
        file = message.document
        return SentPicture(file_id=file.file_id, bytes=file.file_size or 0, is_file=True)
    return None


def by_bot(message: Message | None, bot: Bot) -> bool:
    """Whether this bot has written it."""
    return bool(message and message.from_user and message.from_user.id == bot.id)


def answered_by(message: Message) -> Message | ExternalReplyInfo | None:
    """What a message answers, in this chat or from another one."""
    return message.reply_to_message or message.external_reply


def picture_answered(message: Message) -> SentPicture | None:
    """The picture that somebody writes words about; a file that says to be none is none."""
    answered = answered_by(message)
    kind = answered.document.mime_type if answered and answered.document else None
    return None if kind and not kind.startswith("image/") else picture_in(answered)


def is_moving_sticker(message: Message | ExternalReplyInfo | None) -> bool:
    """Whether a message is a sticker that moves."""
    sticker = message.sticker if message else None
    return sticker is not None and (sticker.is_animated or sticker.is_video)


def video_in(message: Message | ExternalReplyInfo) -> SentVideo | None:
    """The video of a message, also one that came as a file.

    One without sound comes as animation and document at once, and so does what people call a GIF.
    """
    is_video = message.document and (message.document.mime_type or "").startswith("video/")
    return message.video or message.video_note or (message.document if is_video else None)


def sent_by(
    message: Message, *, update_id: int, words: str, picture: SentPicture | None
) -> Sent | None:
    """What a person sent; None when nobody in particular did, as in a channel."""
    answered = message.reply_to_message
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
        answered_id=answered.message_id if answered else None,
        answered_album=answered.media_group_id if answered else None,
    )
