import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Bot
from aiohttp import web

from bot.demo.botapi import BotApi, Patience
from bot.demo.patience import PATIENCE_S
from tests.demo import contract
from tests.demo.conftest import client
from tests.demo.refusing import refused

Answer = Callable[[dict[str, Any]], web.Response | None]


def ok(_update: dict[str, Any]) -> web.Response:
    return web.Response()


@dataclass
class Listener:
    """The bot's side of a webhook. `answer` None: the connection breaks."""

    answer: Answer = ok
    held: asyncio.Event | None = None
    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        update = await request.json()
        async with self.news:
            self.got.append(update)
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self.news.notify_all()
        if self.held is not None:
            await self.held.wait()
        answer = self.answer(update)
        if answer is None and request.transport is not None:
            request.transport.abort()
        return answer or web.Response(status=500)

    async def until(self, count: int) -> list[str]:
        """Wait for so many deliveries; gives their texts."""
        async with asyncio.timeout(PATIENCE_S), self.news:
            await self.news.wait_for(lambda: len(self.got) >= count)
        return [update["message"]["text"] for update in self.got]


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    app = web.Application()
    app.router.add_post("/hook", listener.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listener
    await runner.cleanup()


IMPATIENT = pytest.mark.parametrize("botapi", [0.2], indirect=True)


@pytest.fixture
async def botapi(request: pytest.FixtureRequest) -> AsyncIterator[BotApi]:
    """Waits for the webhook's answer as long as the parameter says, or as it may take."""
    timeout_s = getattr(request, "param", PATIENCE_S)
    async with BotApi(patience=Patience(timeout_s=timeout_s, retry_s=0.01)) as api:
        yield api
    contract.check(api)


def write(api: BotApi, *texts: str, user_id: int = 5) -> None:
    user = api.world.users.get(user_id) or api.world.add_user(user_id, "Ann")
    for text in texts:
        api.world.send_text(api.world.private_chat(user), user, text)


async def test_updates_are_posted_with_the_secret(
    botapi: BotApi, bot: Bot, listener: Listener
) -> None:
    await bot.set_webhook(listener.url, secret_token="s-3_cret", max_connections=3)
    write(botapi, "one", "two")
    assert await listener.until(2) == ["one", "two"]
    assert listener.secrets == ["s-3_cret"] * 2
    await botapi.updates.until_confirmed()
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.pending_update_count) == (listener.url, 3, 0)
    assert info.last_error_message is None


def failing(times: int, answer: Answer) -> Answer:
    left = times

    def respond(update: dict[str, Any]) -> web.Response | None:
        nonlocal left
        left -= 1
        return answer(update) if left >= 0 else ok(update)

    return respond


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (
            lambda _: web.Response(status=503),
            "Wrong response from the webhook: 503 Service Unavailable",
        ),
        (lambda _: web.Response(status=404), "Wrong response from the webhook: 404 Not Found"),
        (lambda _: None, "Webhook connection closed"),
    ],
)
async def test_what_was_not_taken_comes_again_before_what_follows(
    botapi: BotApi, bot: Bot, listener: Listener, answer: Answer, error: str
) -> None:
    listener.answer = failing(3, answer)
    await bot.set_webhook(listener.url)
    write(botapi, "one", "two")
    assert await listener.until(5) == ["one", "one", "one", "one", "two"]
    await botapi.updates.until_confirmed()
    info = await bot.get_webhook_info()
    assert info.last_error_message == error
    assert info.last_error_date is not None


@IMPATIENT
async def test_no_answer_in_time_is_an_error_too(
    botapi: BotApi, bot: Bot, listener: Listener
) -> None:
    listener.held = asyncio.Event()
    await bot.set_webhook(listener.url)
    write(botapi, "one")
    await listener.until(2)
    info = await bot.get_webhook_info()
    assert (info.last_error_message, info.pending_update_count) == ("Read timeout expired", 1)
    listener.held.set()
    await botapi.updates.until_confirmed()


async def test_one_chats_trouble_does_not_hold_another(
    botapi: BotApi, bot: Bot, listener: Listener
) -> None:
    def only_bob(update: dict[str, Any]) -> web.Response:
        return web.Response(status=200 if update["message"]["chat"]["id"] == 6 else 500)

    listener.answer = only_bob
    await bot.set_webhook(listener.url)
    write(botapi, "a1", "a2", user_id=5)
    write(botapi, "b1", "b2", user_id=6)
    await listener.until(6)
    texts = [update["message"]["text"] for update in listener.got]
    assert "a2" not in texts
    assert texts.index("b1") < texts.index("b2")
    listener.answer = ok
    await botapi.updates.until_confirmed()


async def test_no_more_connections_than_allowed_stand_open(
    botapi: BotApi, bot: Bot, listener: Listener
) -> None:
    listener.held = asyncio.Event()
    await bot.set_webhook(listener.url, max_connections=2)
    for user_id in (5, 6, 7, 8):
        write(botapi, "x", user_id=user_id)
    await listener.until(2)
    assert len(listener.got) == 2
    listener.held.set()
    await botapi.updates.until_confirmed()


async def test_an_answer_may_call_a_method(botapi: BotApi, bot: Bot, listener: Listener) -> None:
    def reply(update: dict[str, Any]) -> web.Response:
        chat_id = update["message"]["chat"]["id"]
        return web.json_response({"method": "sendMessage", "chat_id": chat_id, "text": "hi"})

    listener.answer = reply
    await bot.set_webhook(listener.url)
    write(botapi, "hello")
    chat = botapi.world.chats[5]
    message = await chat.until(lambda chat: chat.from_bot[0])
    assert message.text == "hi"
    assert (await botapi.until_called("sendMessage")).result["message_id"] == message.id


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "logOut"])
async def test_an_answer_cannot_call_everything(
    botapi: BotApi, bot: Bot, listener: Listener, method: str
) -> None:
    listener.answer = lambda _: web.json_response({"method": method})
    await bot.set_webhook(listener.url)
    write(botapi, "hello")
    await botapi.updates.until_confirmed()
    assert botapi.calls_of(method) == []


async def test_pending_updates_survive_every_switch(
    botapi: BotApi, bot: Bot, listener: Listener
) -> None:
    write(botapi, "one")
    assert len(await bot.get_updates()) == 1
    await bot.set_webhook(listener.url)
    assert await listener.until(1) == ["one"]
    await botapi.updates.until_confirmed()
    listener.answer = lambda _: web.Response(status=500)
    write(botapi, "two")
    await listener.until(2)
    await bot.delete_webhook()
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "two"
    await bot.set_webhook(listener.url, drop_pending_updates=True)
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_a_webhook_goes_on_after_an_outage_of_telegram(
    botapi: BotApi, bot: Bot, listener: Listener
) -> None:
    await bot.set_webhook(listener.url)
    await botapi.stop()
    write(botapi, "meanwhile")
    assert listener.got == []
    await botapi.start()
    assert await listener.until(1) == ["meanwhile"]


async def test_an_update_can_be_posted_twice(botapi: BotApi, bot: Bot, listener: Listener) -> None:
    await bot.set_webhook(listener.url)
    write(botapi, "one")
    await botapi.updates.until_confirmed()
    botapi.world.redeliver(listener.got[0]["update_id"])
    assert await listener.until(2) == ["one", "one"]
    assert listener.got[0] == listener.got[1]


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("http://example.com/hook", "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            "https://example.com:9000/hook",
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ("nonsense", "invalid webhook URL specified"),
    ],
)
async def test_an_unfit_webhook_is_refused(bot: Bot, url: str, refusal: str) -> None:
    assert await refused(bot.set_webhook(url)) == f"Bad Request: {refusal}"
    assert (await bot.get_webhook_info()).url == ""


async def test_an_unfit_secret_is_refused(bot: Bot) -> None:
    call = bot.set_webhook("https://example.com/", secret_token="a b")
    assert await refused(call) == "Bad Request: secret token contains unallowed characters"


async def test_stopping_ends_a_delivery_that_nobody_answers(listener: Listener) -> None:
    listener.held = asyncio.Event()
    async with BotApi() as api, client(api) as bot:
        await bot.set_webhook(listener.url)
        write(api, "one")
        await listener.until(1)
    assert len(api.updates.pending) == 1
    listener.held.set()
