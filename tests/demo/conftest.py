"""A Telegram on this machine and a real aiogram client for it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from bot.demo.botapi import BotApi, Chat
from bot.demo.botapi.files import MEGABYTE
from bot.demo.patience import PATIENCE_S
from tests.demo import contract
from tests.demo.pictures import film, picture


class PlainSession(AiohttpSession):
    """Closes at once: aiogram's own waits a quarter of a second for TLS, which is not used here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def client(api: BotApi, token: str | None = None) -> Bot:
    session = PlainSession(api=TelegramAPIServer.from_base(api.url), timeout=PATIENCE_S)
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


@pytest.fixture
def ann(botapi: BotApi) -> Chat:
    """The chat of a person who has written to the bot."""
    user = botapi.world.add_user(5, "Ann")
    chat = botapi.world.private_chat(user)
    botapi.world.send_text(chat, user, "hello")
    return chat


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """A web site with files to fetch."""

    def give(body: bytes, kind: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(_request: web.Request) -> web.Response:
            return web.Response(body=body, content_type=kind)

        return handler

    app = web.Application()
    app.router.add_get("/v.mp4", give(film(), "video/mp4"))
    app.router.add_get("/v.html", give(b"<html>", "text/html"))
    app.router.add_get("/p.jpg", give(picture(kind="JPEG"), "image/jpeg"))
    app.router.add_get("/big.jpg", give(b"x" * (5 * MEGABYTE + 1), "image/jpeg"))
    app.router.add_get("/big.mp4", give(b"x" * (20 * MEGABYTE + 1), "video/mp4"))
    app.router.add_get("/d.pdf", give(b"%PDF", "application/pdf"))
    app.router.add_get("/d.bin", give(b"bin", "application/octet-stream"))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()
