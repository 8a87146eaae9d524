"""aiogram's session, without its surprises."""

from datetime import timedelta

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

from bot.backoff import backoff


class Session(AiohttpSession):
    """Every failed call ends in an AiogramError, whatever came in place of an answer."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 (aiogram's)
    ) -> TelegramType:
        """See AiohttpSession."""
        try:
            return await super().make_request(bot, method, timeout=timeout)
        except (UnicodeError, TypeError) as error:  # bytes of a proxy; a refusal without a word
            name = type(error).__name__
            raise TelegramNetworkError(method=method, message=name) from None


def wait_after(error: Exception, failures: int) -> timedelta:
    """How long to leave Telegram alone after so many failures before this one."""
    if isinstance(error, TelegramRetryAfter):
        return max(timedelta(seconds=error.retry_after), backoff(failures))
    return backoff(failures)
