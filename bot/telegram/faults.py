"""Translates what the Bot API and aiogram raise into the errors of `bot.chat`.

Telegram tells most things apart by prose alone; the phrases below are its own. No text of an
error goes further: it may hold the address of a request, and that address holds the token.
"""

from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramRetryAfter,
)

from bot.chat import CardGone, ChatError, ChatGone, ChatUnreachable, SlowDown, VideoRefused

NOT_MODIFIED = "message is not modified"
_CHAT_GONE = (
    "chat not found",
    "peer_id_invalid",
    "user_deactivated",
    "group chat was deactivated",
    "have no rights to send",
    "not enough rights to send",
    "chat_write_forbidden",
    "topic_closed",
)
_CARD_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
    "there is no text in the message to edit",
)


def chat_error(error: AiogramError) -> ChatError:
    """What a failed call means for whoever wanted to speak."""
    match error:
        case TelegramRetryAfter():
            return SlowDown(error.retry_after)
        case TelegramForbiddenError():
            return ChatGone("forbidden")
        case TelegramEntityTooLarge():
            return VideoRefused("too large")
        case TelegramBadRequest():
            return _refusal(error.message.lower())
        case _:
            return ChatUnreachable(type(error).__name__)


def _refusal(said: str) -> ChatError:
    if any(phrase in said for phrase in _CHAT_GONE):
        return ChatGone("bad request")
    if any(phrase in said for phrase in _CARD_GONE):
        return CardGone("bad request")
    return ChatUnreachable("bad request")


def is_not_modified(error: AiogramError) -> bool:
    """Whether an edit failed only because it was done before: then it is a success."""
    return isinstance(error, TelegramBadRequest) and NOT_MODIFIED in error.message


def video_error(error: AiogramError) -> ChatError:
    """The same for a video: what Telegram refuses and cannot be the chat's fault is the video's."""
    meant = chat_error(error)
    if isinstance(error, TelegramBadRequest) and isinstance(meant, ChatUnreachable):
        return VideoRefused("bad request")
    return meant
