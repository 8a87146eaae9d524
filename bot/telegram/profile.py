"""What Telegram shows of the bot before anybody has written to it, in the language of its app."""

from collections.abc import Sequence
from typing import TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import (
    GetMyDescription,
    GetMyShortDescription,
    SetMyDescription,
    SetMyShortDescription,
    TelegramMethod,
)

from bot.clock import Clock
from bot.i18n.words import LANGUAGES, Notice, Words
from bot.telegram.session import wait_after

log = structlog.get_logger(__name__)

T = TypeVar("T")

TRIES = 6
"""Over two minutes. Then it stays as it was until the bot starts again."""


async def set_profile(bot: Bot, words: Words, clock: Clock) -> None:
    """Tell Telegram what the bot is for, unless its owner wrote something of their own.

    It is asked first, for Telegram lets a bot change these texts a few times a day only. A failure
    only costs the texts.
    """
    for key in ("profile-about", "profile-short"):
        texts = {language: words.say(language, Notice(key)) for language in languages_of(words)}
        ours = {"", *texts.values()}
        for language, text in texts.items():
            if await _shown(bot, key, language, clock) in ours - {text}:
                await told(bot, _new(key, language, text), clock)


async def _shown(bot: Bot, key: str, language: str | None, clock: Clock) -> str | None:
    """What there is: of a language without a text of its own, the one for everybody."""
    if key == "profile-about":
        about = await told(bot, GetMyDescription(language_code=language), clock)
        return about.description if about else None
    short = await told(bot, GetMyShortDescription(language_code=language), clock)
    return short.short_description if short else None


def _new(key: str, language: str | None, text: str) -> TelegramMethod[bool]:
    if key == "profile-about":
        return SetMyDescription(description=text, language_code=language)
    return SetMyShortDescription(short_description=text, language_code=language)


def languages_of(words: Words) -> Sequence[str | None]:
    """For whom Telegram is told it: everybody (None), and those who read something else."""
    return (None, *(language for language in LANGUAGES if language != words.default))


async def told(bot: Bot, method: TelegramMethod[T], clock: Clock) -> T | None:
    """Telegram's answer; None when it refuses, or fails for long."""
    for failures in range(TRIES):
        try:
            return await bot(method)
        except (TelegramBadRequest, TelegramForbiddenError) as error:
            log.info("profile-refused", method=method.__api_method__, error=type(error).__name__)
            return None
        except AiogramError as error:
            log.warning("profile-not-set", method=method.__api_method__, error=type(error).__name__)
            await clock.sleep_until(clock.now() + wait_after(error, failures))
    return None
