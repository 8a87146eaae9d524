"""The Telegram Bot API on this machine, with a page on which a person chats with the bot."""

from bot.demo.botapi.callbacks import CallbackAnswer
from bot.demo.botapi.chats import Chat, Content, Message
from bot.demo.botapi.inline import Offer
from bot.demo.botapi.limits import Limits
from bot.demo.botapi.people import User
from bot.demo.botapi.server import BotApi, Call
from bot.demo.botapi.webhook import Patience
from bot.demo.botapi.world import World

__all__ = [
    "BotApi",
    "Call",
    "CallbackAnswer",
    "Chat",
    "Content",
    "Limits",
    "Message",
    "Offer",
    "Patience",
    "User",
    "World",
]
