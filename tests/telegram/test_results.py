"""Where what a press makes goes to."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import CallbackQuery, Chat, InaccessibleMessage, Message, User

from bot.telegram.press import sent_by_press
from storage.jobs import Job

ANN = User(id=7, is_bot=False, first_name="Ann", language_code="pl")
GROUP, OTHER = Chat(id=-5, type="supergroup"), Chat(id=-6, type="supergroup")
JOB = Job(
    **(dict.fromkeys(Job.__slots__) | {"id": 1, "chat_id": GROUP.id, "thread_id": 3})  # type: ignore[arg-type]
)


def known(thread_id: int | None, chat: Chat = GROUP) -> Message:
    now = datetime.now(UTC)
    is_topic = thread_id is not None
    return Message(
        message_id=9, date=now, chat=chat, message_thread_id=thread_id, is_topic_message=is_topic
    )


def too_old(chat: Chat) -> InaccessibleMessage:
    return InaccessibleMessage(chat=chat, message_id=9, date=0)


@pytest.mark.parametrize(
    ("message", "place"),
    [
        (known(4), (GROUP.id, 4)),
        (known(None), (GROUP.id, None)),
        (known(4, OTHER), (OTHER.id, 4)),
        (too_old(GROUP), (GROUP.id, 3)),
        (too_old(OTHER), (OTHER.id, None)),
    ],
)
def test_it_answers_the_pressed_message_where_that_stands(
    message: Any, place: tuple[int, int | None]
) -> None:
    press = CallbackQuery(id="1", from_user=ANN, chat_instance="1", message=message, data="again:1")
    sent = sent_by_press(press, JOB, update_id=2)
    assert (sent.chat_id, sent.thread_id) == place
    assert (sent.message_id, sent.user_id, sent.language, sent.update_id) == (9, 7, "pl", 2)
