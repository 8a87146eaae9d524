"""Which messages of a group a bot gets: https://core.telegram.org/bots/features#privacy-mode."""

import re

from bot.demo.botapi.chats import Message
from bot.demo.botapi.people import User

IN_GROUP = frozenset({"creator", "administrator", "member"})
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@([A-Za-z0-9_]{3,32}))?(?!\B|[/<>@])")


def may_read(message: Message, me: User, *, is_privacy_on: bool) -> bool:
    """Whether the bot is told of a person's message."""
    chat = message.chat
    if chat.is_private:
        return True
    status = chat.members.get(me)
    if status not in IN_GROUP:
        return False
    if not is_privacy_on or status != "member" or message.service:
        return True
    return _is_for(message, me)


def _is_for(message: Message, me: User) -> bool:
    if message.via_bot is me:
        return True
    if message.reply_to is not None and message.reply_to.sender is me:
        return True
    command = _COMMAND.match(message.content.text)
    if command is None:
        return False
    return command[1] is None or command[1].lower() == (me.username or "").lower()
