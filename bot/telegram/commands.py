"""What is a command, whom it is for, and what it says."""

from aiogram.enums import ChatType
from aiogram.filters import CommandObject
from aiogram.types import Message


def words_of(message: Message) -> str:
    """The text or caption, as it was written."""
    return message.text or message.caption or ""


def is_command(message: Message) -> bool:
    """Whether the message begins like a command, known or not."""
    return words_of(message).startswith("/")


def in_private_or_named(message: Message) -> bool:
    """In a group, /help may be meant for another bot; /help@ThisBot is not."""
    named = "@" in words_of(message).split(maxsplit=1)[0]
    return named or message.chat.type == ChatType.PRIVATE


def commanded(message: Message, command: CommandObject) -> str:
    """The words of /video: those behind it, else those of the message that it answers."""
    answered = message.reply_to_message
    author = answered.from_user if answered else None
    if command.args or answered is None or (author and author.is_bot):
        return command.args or ""
    return words_of(answered)
