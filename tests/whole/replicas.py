"""Several processes of one bot on one PostgreSQL, behind something that shares out the updates."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import structlog
from aiohttp import web

from bot.__main__ import main as bot_main
from bot.demo.botapi.chats import Chat
from bot.demo.patience import PATIENCE_S
from tests.ports import free_port
from tests.whole.conftest import Stage
from tests.whole.process import Life

NAMES = ("one", "other")


@dataclass(slots=True)
class Replicas:
    """Two processes of a stage's bot. Every update goes to them in turn, or to who is there."""

    stage: Stage
    settings: dict[str, str]
    door: str
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in NAMES})
    _lives: dict[str, Life] = field(default_factory=dict)
    _born: Counter[str] = field(default_factory=Counter)
    _brought: int = 0

    def start(self, name: str) -> None:
        """Begin a life of one of them."""
        settings = self.settings | {"HTTP_PORT": str(self.ports[name]), "PUBLIC_URL": self.door}
        self._born[name] += 1
        self._lives[name] = Life(self.stage, settings=settings, main=_named, main_args=(name,))

    async def kill(self, name: str) -> None:
        """End a life as a power cut would."""
        await self._lives.pop(name).kill()

    async def kill_all(self) -> None:
        """End every life."""
        for name in tuple(self._lives):
            await self.kill(name)

    async def ready(self, name: str) -> None:
        """Wait until the newest life of one of them handles updates."""
        async with asyncio.timeout(PATIENCE_S):
            while not self._is_ready(name):
                assert not self._lives[name].has_died, self._lives[name].log[-5000:]
                await asyncio.sleep(0.05)

    def _is_ready(self, name: str) -> bool:
        return [one["process"] for one in self.log("ready")].count(name) == self._born[name]

    async def forward(self, request: web.Request) -> web.Response:
        """Bring a request to the one whose turn it is, and when that one is killed to the other."""
        self._brought += 1
        body = await request.read()
        turn = NAMES if self._brought % 2 else NAMES[::-1]
        async with aiohttp.ClientSession() as session:
            for name in turn:
                url = f"http://127.0.0.1:{self.ports[name]}{request.path_qs}"
                try:
                    async with session.post(url, data=body, headers=request.headers) as answer:
                        return web.Response(status=answer.status, body=await answer.read())
                except aiohttp.ClientError:
                    continue
        return web.Response(status=502)

    def log(self, event: str) -> list[dict[str, object]]:
        """The records of one kind in all lives."""
        lines = (self.stage.folder / "bot.log").read_text().splitlines()
        whole = (line for line in lines if line.startswith("{") and line.endswith("}"))
        records = (json.loads(line) for line in whole)
        return [record for record in records if record["event"] == event]

    def workers(self, event: str, **facts: object) -> set[object]:
        """Who wrote such records."""
        return {record["process"] for record in self.log(event) if facts.items() <= record.items()}


def _named(name: str) -> int:
    """`python -m bot` whose records tell which of the processes it is."""
    structlog.contextvars.bind_contextvars(process=name)
    return bot_main([])


@asynccontextmanager
async def replicas(stage: Stage, address: str, **settings: str) -> AsyncIterator[Replicas]:
    """Two processes that live for as long as the block lasts."""
    port = free_port()
    chosen = {"DATABASE_URL": address, "UPDATES": "webhook"} | settings
    two = Replicas(stage=stage, settings=chosen, door=f"http://127.0.0.1:{port}")
    app = web.Application()
    app.router.add_post("/{path:.*}", two.forward)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    (stage.folder / "bot.log").touch()
    try:
        for name in NAMES:
            two.start(name)
        for name in NAMES:
            await two.ready(name)
        yield two
    finally:
        await two.kill_all()
        await runner.cleanup()


def endings(chat: Chat) -> Counter[str]:
    """How often a chat shows a video, and how often the phone rang for one."""
    videos = [message for message in chat.from_bot if message.video]
    pings = [message for message in chat.from_bot if "is ready" in (message.text or "")]
    return Counter(videos=len(videos), pings=len(pings))
