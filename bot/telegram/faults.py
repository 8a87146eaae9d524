"""Translates what the Bot API and aiogram raise into the errors of `bot.chat`.

Telegram tells most things apart by prose alone; the phrases below are its own. No text of an
error goes further: it may hold the address of a request, and that address holds the token.
"""

from datetime import timedelta

from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)

from bot.backoff import backoff
from bot.chat import (
    CardGone,
    ChatError,
    ChatGone,
    ChatMoved,
    ChatRefused,
    ChatUnreachable,
    SlowDown,
    VideoRefused,
)

NOT_MODIFIED = "message is not modified"
_CHAT_GONE = (
    "chat not found",
    "peer_id_invalid",
    "user_deactivated",
    "group chat was deactivated",
    "have no rights to send",
    "not enough rights to send",
    "chat_write_forbidden",
)
_TOPIC_GONE = ("topic_closed", "topic_deleted", "message thread not found")
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
        case TelegramMigrateToChat():
            return ChatMoved(error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return ChatGone("forbidden")
        case TelegramEntityTooLarge():
            return VideoRefused("too large")
        case TelegramBadRequest():
            return _refusal(_said(error))
        case _:
            return ChatUnreachable(type(error).__name__)


def _refusal(said: str) -> ChatError:
    if any(phrase in said for phrase in (*_CHAT_GONE, *_TOPIC_GONE)):
        return ChatGone("bad request")
    if any(phrase in said for phrase in _CARD_GONE):
        return CardGone("bad request")
    return ChatRefused("bad request")


def is_not_modified(error: AiogramError) -> bool:
    """Whether an edit failed only because it was done before: then it is a success."""
    return isinstance(error, TelegramBadRequest) and NOT_MODIFIED in _said(error)


def is_topic_gone(error: AiogramError) -> bool:
    """Whether it is the topic that takes no message, and the rest of the chat may."""
    said = _said(error) if isinstance(error, TelegramBadRequest) else ""
    return any(phrase in said for phrase in _TOPIC_GONE)


def card_error(error: AiogramError) -> ChatError:
    """What a failed edit means: a card in a topic that is closed is as good as gone."""
    return CardGone("topic") if is_topic_gone(error) else chat_error(error)


def video_error(error: AiogramError) -> ChatError:
    """The same for a video: what Telegram refuses and cannot be the chat's fault is the video's."""
    meant = card_error(error)
    if isinstance(error, TelegramBadRequest) and isinstance(meant, ChatRefused):
        return VideoRefused("bad request")
    return meant


def wait_after(error: Exception, failures: int) -> timedelta:
    """How long to leave Telegram alone after so many failures before this one."""
    if isinstance(error, TelegramRetryAfter):
        return max(timedelta(seconds=error.retry_after), backoff(failures))
    return backoff(failures)


def _said(error: TelegramBadRequest) -> str:
    return (error.message or "").lower()
