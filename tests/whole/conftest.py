"""The whole bot between the demo's Telegram and video service, over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web

from bot import app
from bot.clock import Clock, SystemClock
from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.limits import Limits
from bot.demo.botapi.people import User
from bot.demo.botapi.server import BotApi
from bot.demo.faults import Effect, answer
from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox, Plan
from bot.demo.sandbox.studio import Craft
from bot.settings import Settings
from bot.telegram.patience import PATIENCE, Patience
from tests.demo import contract
from tests.ports import free_port
from tests.schema import with_schema
from tests.whole import screens, troubles

ADMIN_ID = 700_000_002
SMALL = Craft(fps=4, scale=0.1)
"""Tiny clips that are rendered in no time."""


@dataclass(slots=True)
class Stage:
    """The servers around the bot, two people, and the bot itself, to start and stop."""

    api: BotApi
    videos: PixVerseSandbox
    folder: Path
    overrides: dict[str, Any] = field(default_factory=dict)
    patience: Patience = PATIENCE
    ann: User = field(init=False)
    """Somebody."""
    admin: User = field(init=False)

    def __post_init__(self) -> None:
        self.ann = self.person(1001, "Ann")
        self.admin = self.person(ADMIN_ID, "Olga")

    def person(self, user_id: int, name: str, **about: Any) -> User:
        """A new person."""
        return self.api.world.add_user(user_id, name, **about)

    def chat(self, user: User) -> Chat:
        """The private chat of a person with the bot."""
        return self.api.world.private_chat(user)

    def write(self, text: str, user: User | None = None) -> Message:
        """A person writes to the bot."""
        user = user or self.ann
        return self.api.world.send_text(self.chat(user), user, text)

    @property
    def asked(self) -> Sequence[str]:
        """What was wanted of the video system, but for the balance, which is watched."""
        return [call.name for call in self.videos.calls if call.name != "balance"]

    async def video(self, chat: Chat, *, count: int = 1) -> Message:
        """Wait until the chat shows so many videos; gives the last."""
        shown = await chat.until(
            lambda c: (m := [m for m in c.from_bot if m.video])[count - 1 :] and m
        )
        return shown[-1]

    async def said(self, chat: Chat, words: str, *, timeout_s: float = PATIENCE_S) -> Message:
        """Wait until a message of the bot says this; gives the first that does."""
        found = await chat.until(
            lambda c: [m for m in c.from_bot if words in m.content.text], timeout_s
        )
        return found[0]

    async def settled(self, chat: Chat) -> None:
        """Wait until the bot has answered something that comes after all before."""
        await self.command(chat, "/start", "Send me a prompt")

    async def command(self, chat: Chat, command: str, answer: str) -> Message:
        """A person sends a command; gives the bot's new message that says `answer`."""
        assert chat.user is not None
        sent = self.api.world.send_text(chat, chat.user, command)
        found = await chat.until(
            lambda c: [m for m in c.from_bot if m.id > sent.id and answer in m.content.text]
        )
        return found[0]

    def settings(self, **overrides: Any) -> Settings:
        """Settings for this stage: quick, and otherwise the defaults."""
        values: dict[str, Any] = {
            "BOT_TOKEN": self.api.token,
            "telegram_api_url": self.api.url,
            "admin_ids": [ADMIN_ID],
            "database_url": f"sqlite:///{self.folder}/bot.db",
            "pixverse_api_key": "sandbox-key",
            "pixverse_base_url": self.videos.url,
            "pixverse_requests_per_second": 100,
            "status_poll_seconds": 0.1,
        }
        return Settings(_env_file=None, **(values | self.overrides | overrides))

    @asynccontextmanager
    async def bot(self, clock: Clock | None = None, /, **overrides: Any) -> AsyncIterator[None]:
        """The bot, running for as long as the block lasts, by the machine's clock or another."""
        stop = asyncio.Event()
        running = asyncio.create_task(
            app.run(
                self.settings(**overrides),
                clock=clock or SystemClock(),
                stop=stop,
                patience=self.patience,
            )
        )
        try:
            yield
        finally:
            stop.set()
            await running


def refused(code: int, description: str, **parameters: int) -> Effect:
    """Telegram refuses a call with these words, and does not carry it out."""
    body = {"ok": False, "error_code": code, "description": description}
    return answer(code, json=body | ({"parameters": parameters} if parameters else {}))


async def chat_id_of(request: web.Request) -> int:
    """The chat that a call to Telegram is about; its parameters are a form's or JSON."""
    is_json = request.content_type == "application/json"
    parameters = await (request.json() if is_json else request.post())
    return int(str(parameters["chat_id"]))


@asynccontextmanager
async def staged(
    folder: Path, limits: Limits | None = None, craft: Craft = SMALL
) -> AsyncIterator[Stage]:
    """A stage without the bot; `limits` are what Telegram lets the bot send."""
    videos = PixVerseSandbox(generation_s=(0.2, 0.3), craft=craft, plan=Plan(max_running=5), seed=1)
    async with BotApi(admin_id=ADMIN_ID, limits=limits) as api, videos:
        yield Stage(api=api, videos=videos, folder=folder)
    contract.check(api)
    screens.check(api)
    troubles.check(api)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage without the bot."""
    with_schema(tmp_path)
    async with staged(tmp_path) as stage:
        yield stage


@pytest.fixture
async def door(stage: Stage) -> AsyncIterator[tuple[httpx.AsyncClient, str, str]]:
    """A client for the bot's HTTP side, the webhook's path and its secret."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = stage.settings()
    path = f"/telegram/{settings.derived_secret('webhook-path')}"
    secret = settings.derived_secret("webhook-secret")
    async with (
        stage.bot(updates="webhook", public_url=url, http_port=port),
        httpx.AsyncClient(base_url=url, timeout=PATIENCE_S) as client,
    ):
        await stage.settled(stage.chat(stage.ann))
        yield client, path, secret
