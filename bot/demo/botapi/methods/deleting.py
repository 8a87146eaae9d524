"""Messages that go away."""

from bot.demo.botapi.chats import Message
from bot.demo.botapi.methods.targets import Access, chat_of, message_of
from bot.demo.botapi.query import Query
from bot.demo.botapi.refusals import bad_request
from bot.demo.botapi.telegram import Telegram

MAX_AGE_S = 48 * 60 * 60
MAX_MESSAGES = 100


async def delete_message(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#deletemessage."""
    if not query.has("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if query.integer("message_id") == 0:
        raise bad_request("Message identifier is not specified")
    message = message_of(telegram, query, Access.WRITE, role="message to delete")
    if not _may_delete(telegram, message):
        raise bad_request("message can't be deleted for everyone")
    message.chat.delete(message)
    return True


async def delete_messages(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#deletemessages; those not found are skipped."""
    ids = query.decoded("message_ids", complaint="Can't parse message identifiers JSON object")
    if not isinstance(ids, list) or not ids:
        raise bad_request("Message identifiers are not specified")
    if len(ids) > MAX_MESSAGES:
        raise bad_request("Too many message identifiers specified")
    chat = chat_of(telegram, query, Access.WRITE)
    found = [message for number in ids if (message := chat.find(int(number))) is not None]
    for message in found:
        if not _may_delete(telegram, message):
            raise bad_request("message can't be deleted for everyone")
    for message in found:
        chat.delete(message)
    return True


def _may_delete(telegram: Telegram, message: Message) -> bool:
    if telegram.world.now() - message.date > MAX_AGE_S:
        return False
    me = telegram.world.me
    if message.sender is me or message.chat.is_private:
        return True
    return message.chat.members.get(me) == "administrator"
