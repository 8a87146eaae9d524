"""A Telegram on this machine and a real aiogram client for it."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.demo.botapi import BotApi
from tests.demo import contract


class PlainSession(AiohttpSession):
    """Closes at once: aiogram's own waits a quarter of a second for TLS, which is not used here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def client(api: BotApi, token: str | None = None) -> Bot:
    session = PlainSession(api=TelegramAPIServer.from_base(api.url))
    return Bot(token or api.token, session=session)


@pytest.fixture
async def botapi() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api
    contract.check(api)


@pytest.fixture
async def bot(botapi: BotApi) -> AsyncIterator[Bot]:
    async with client(botapi) as bot:
        yield bot
