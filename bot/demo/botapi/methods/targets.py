"""The chat and the message that a call is about, and whether the bot may.

Follows check_chat and check_message of https://github.com/tdlib/telegram-bot-api.
"""

from enum import IntEnum

from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.privacy import IN_GROUP
from bot.demo.botapi.query import Query, whole_number
from bot.demo.botapi.refusals import Refused, bad_request, forbidden
from bot.demo.botapi.telegram import Telegram


class Access(IntEnum):
    """What a method wants in a chat."""

    READ = 0
    EDIT = 1
    WRITE = 2


def chat_of(telegram: Telegram, query: Query, access: Access, *, name: str = "chat_id") -> Chat:
    """The chat that a call names, if the bot has this access there. Raises Refused."""
    return chat_at(telegram, query.text(name), access)


def chat_at(telegram: Telegram, chat_id: str, access: Access) -> Chat:
    """The chat with this id. Raises Refused."""
    if not chat_id:
        raise bad_request("chat_id is empty")
    chat = telegram.world.chats.get(whole_number(chat_id))
    if chat is None or not chat.is_known:
        raise bad_request("chat not found")
    if chat.user is not None:
        if chat.user.is_deactivated and access >= Access.EDIT:
            raise forbidden("user is deactivated")
    elif chat.type == "group":
        _check_group(telegram, chat, access)
    else:
        _check_supergroup(telegram, chat)
    return chat


def _check_group(telegram: Telegram, chat: Chat, access: Access) -> None:
    if chat.migrated_to is not None and access == Access.WRITE:
        raise Refused(
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.migrated_to,
        )
    status = chat.members.get(telegram.world.me, "left")
    if access >= Access.EDIT and chat.migrated_to is None:
        _check_membership(status, "group")


def _check_supergroup(telegram: Telegram, chat: Chat) -> None:
    _check_membership(chat.members.get(telegram.world.me, "left"), "supergroup")


def _check_membership(status: str, kind: str) -> None:
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if status not in IN_GROUP:
        raise forbidden(f"bot is not a member of the {kind} chat")


def check_not_blocked(telegram: Telegram, chat: Chat, *, is_edit: bool = False) -> None:
    """Telegram's second look, after everything else was in order. Raises Refused."""
    if chat.is_blocked and not (is_edit and telegram.world.edits_reach_blockers):
        raise forbidden("bot was blocked by the user")


def message_of(telegram: Telegram, query: Query, access: Access, *, role: str) -> Message:
    """The message that a call names; `role` is what a refusal calls it ("message to edit")."""
    chat = chat_of(telegram, query, access)
    message = chat.find(query.integer("message_id"))
    if message is None:
        raise bad_request(f"{role} not found")
    return message


def reply_target(chat: Chat, query: Query) -> Message | None:
    """The message that a new one shall reply to. Raises Refused."""
    message_id, is_optional = _reply_wish(query)
    if message_id <= 0:
        return None
    message = chat.find(message_id)
    if message is None and not is_optional:
        raise bad_request("message to be replied not found")
    return message


def _reply_wish(query: Query) -> tuple[int, bool]:
    wish = query.decoded("reply_parameters", complaint="can't parse reply parameters JSON object")
    if wish is None:
        is_optional = query.flag("allow_sending_without_reply")
        return query.integer("reply_to_message_id"), is_optional
    if not isinstance(wish, dict):
        raise bad_request("object expected as reply parameters")
    is_optional = bool(wish.get("allow_sending_without_reply"))
    return whole_number(str(wish.get("message_id", 0))), is_optional


def thread_of(chat: Chat, query: Query) -> int | None:
    """The topic that a new message shall stand in. Raises Refused."""
    thread_id = query.integer("message_thread_id")
    if thread_id <= 0:
        return None
    if thread_id not in chat.topics:
        raise bad_request("message thread not found")
    return thread_id
