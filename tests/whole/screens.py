"""What the bot says fits the screen of a phone, whatever it is put together from."""

from bot.demo.botapi import BotApi
from bot.demo.botapi.chats import Content
from bot.demo.botapi.entities import cut_out
from tests.catalogues import EMOJI

MOST_CHARACTERS = 1000
MOST_LINES = 20


def check(api: BotApi) -> None:
    """Raise AssertionError for anything too long, or too colourful, that the bot has ever said."""
    for chat in api.world.chats.values():
        for message in chat.from_bot:
            for content in (*message.history, message.content):
                if content.media is None:  # a caption is a person's own prompt
                    _check(_own_words(content))


def _own_words(content: Content) -> str:
    """Without the prompts that it quotes."""
    words = content.text
    for entity in content.entities:
        if entity.type == "code":
            words = words.replace(cut_out(content.text, entity), "")
    return words


def _check(words: str) -> None:
    assert len(words) <= MOST_CHARACTERS, words
    assert len(words.splitlines()) <= MOST_LINES, words
    assert len(EMOJI.findall(words)) <= 1, words
