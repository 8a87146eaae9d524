"""What a chat is, and what goes on in it besides messages."""

from typing import Any

from bot.demo.botapi.methods.targets import Access, chat_of, check_not_blocked, message_of
from bot.demo.botapi.query import Query
from bot.demo.botapi.refusals import bad_request
from bot.demo.botapi.telegram import Telegram
from bot.demo.botapi.views import Json, chat_json, member_json

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_REACTIONS = """
    ❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴
    😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓
    👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄
    😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
REACTIONS = frozenset(_REACTIONS.split())


async def send_chat_action(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#sendchataction."""
    action = query.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = chat_of(telegram, query, Access.WRITE)
    check_not_blocked(telegram, chat)
    chat.show_action(action)
    return True


async def get_chat(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#getchat."""
    chat = chat_of(telegram, query, Access.READ)
    gifts = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        False,
    )
    return chat_json(chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


async def get_chat_member(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#getchatmember."""
    chat = chat_of(telegram, query, Access.READ)
    user = telegram.world.users.get(query.integer("user_id"))
    if user is None:
        raise bad_request("user not found")
    if chat.is_private:
        if user not in (chat.user, telegram.world.me):
            raise bad_request("user not found")
        return member_json(user, "member")
    return member_json(user, chat.members.get(user, "left"))


async def set_message_reaction(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#setmessagereaction."""
    given = query.decoded("reaction", complaint="Can't parse reaction types JSON object")
    reactions = tuple(_emoji(item) for item in given or [])
    message = message_of(telegram, query, Access.READ, role="message to react")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions = reactions
    message.chat.changed("message", message)
    return True


def _emoji(item: Any) -> str:
    if not isinstance(item, dict) or item.get("type") != "emoji":
        raise bad_request("REACTION_INVALID")
    emoji = str(item.get("emoji", "")).replace("\ufe0f", "")
    if emoji not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    return emoji
