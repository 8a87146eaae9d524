"""Translates what the Bot API says no with into the errors of `bot.chat`.

Telegram tells most things apart by prose alone; the phrases below are its own. No text of an
error goes further.
"""

from datetime import timedelta

from bot.backoff import backoff
from bot.chat import (
    CardGone,
    ChatError,
    ChatGone,
    ChatMoved,
    ChatRefused,
    ChatUnreachable,
    FileGone,
    Place,
    SlowDown,
    VideoRefused,
)
from bot.telegram.api import ApiError, Refusal

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
_NO_VIDEOS = (
    "not enough rights to send videos",
    "chat_send_videos_forbidden",
    "chat_send_gifs_forbidden",
    "chat_send_media_forbidden",
)
_TOPIC_GONE = ("topic_closed", "topic_deleted", "message thread not found")
_CARD_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
    "there is no text in the message to edit",
)
_QUERY_GONE = ("query is too old", "query id is invalid", "query_id_invalid")
_PICTURE_GONE = ("wrong file", "invalid file", "temporarily unavailable")


class ResultsRefused(ChatError):  # noqa: N818
    """Something that was offered to an inline query is refused, and with it all the rest."""


def chat_error(error: ApiError) -> ChatError:
    """What a failed call means for whoever wanted to speak."""
    if not isinstance(error, Refusal):
        return ChatUnreachable(str(error))
    if error.retry_after_s is not None:
        return SlowDown(error.retry_after_s)
    if error.moved_to is not None:
        return ChatMoved(error.moved_to)
    if error.code == 400:
        return _bad_request(error.said)
    known = {403: ChatGone("forbidden"), 413: VideoRefused("too large")}
    return known.get(error.code, ChatUnreachable(str(error)))


def _bad_request(said: str) -> ChatError:
    if any(phrase in said for phrase in (*_CHAT_GONE, *_TOPIC_GONE)):
        return ChatGone("bad request")
    if any(phrase in said for phrase in _CARD_GONE):
        return CardGone("bad request")
    return ChatRefused("bad request")


def is_not_modified(error: ApiError) -> bool:
    """Whether an edit failed only because it was done before: then it is a success."""
    return NOT_MODIFIED in _said(error)


def is_topic_gone(error: ApiError) -> bool:
    """Whether it is the topic that takes no message, and the rest of the chat may."""
    return any(phrase in _said(error) for phrase in _TOPIC_GONE)


def elsewhere(place: Place, error: ApiError) -> Place | None:
    """Where that may be said which a place does not take: out of its topic, or where it moved."""
    if isinstance(error, Refusal) and error.moved_to is not None:
        return Place(chat_id=error.moved_to)
    is_gone = place.thread_id is not None and is_topic_gone(error)
    return Place(chat_id=place.chat_id) if is_gone else None


def is_press_too_old(error: ApiError) -> bool:
    """Whether nobody waits for the answer to a pressed button any more."""
    return isinstance(error, Refusal) and error.code == 400


def are_results_refused(error: ApiError) -> bool:
    """Whether an inline query still waits, for it is something in the answer that was refused."""
    return bool(_said(error)) and not any(phrase in _said(error) for phrase in _QUERY_GONE)


def card_error(error: ApiError) -> ChatError:
    """What a failed edit means: a card in a topic that is closed is as good as gone."""
    return CardGone("topic") if is_topic_gone(error) else chat_error(error)


def takes_no_videos(error: ApiError) -> bool:
    """Whether a chat that takes no videos says so; it may well take words."""
    return isinstance(error, Refusal) and any(phrase in error.said for phrase in _NO_VIDEOS)


def video_error(meant: ChatError) -> ChatError:
    """The same for a video: what Telegram refuses and cannot be the chat's fault is the video's."""
    return VideoRefused("bad request") if isinstance(meant, ChatRefused) else meant


def file_error(error: ApiError) -> ChatError:
    """The same for a picture that is fetched."""
    said = _said(error)
    if "file is too big" in said:
        return FileGone(too_large=True)
    if any(phrase in said for phrase in _PICTURE_GONE):
        return FileGone(too_large=False)
    return chat_error(error)


def wait_after(error: ApiError, failures: int) -> timedelta:
    """How long to leave Telegram alone after so many failures before this one."""
    if isinstance(error, Refusal) and error.retry_after_s is not None:
        return max(timedelta(seconds=error.retry_after_s), backoff(failures))
    return backoff(failures)


def _said(error: ApiError) -> str:
    return error.said if isinstance(error, Refusal) and error.code == 400 else ""
