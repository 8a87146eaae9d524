"""What is a command, and whether a message is for the bot."""

from aiogram import Bot, F
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.telegram.messages import by_bot

IN_PRIVATE = F.chat.type == ChatType.PRIVATE
IN_GROUP = F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP})


def called(name: str) -> Command:
    """Whether a message is this command; a phone's keyboard may begin it with a capital."""
    return Command(name, ignore_case=True)


def words_of(message: Message) -> str:
    """The text or caption, as it was written."""
    return message.text or message.caption or ""


def is_command(message: Message) -> bool:
    """Whether the message begins like a command, known or not."""
    return words_of(message).startswith("/")


def is_answer_to_bot(message: Message, bot: Bot) -> bool:
    """Whether the message answers one of the bot's, and is no command to somebody."""
    return by_bot(message.reply_to_message, bot) and not is_command(message)


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
