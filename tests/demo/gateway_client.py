"""What the gateway sandbox's tests say over HTTP, as a client of the gateway would."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.gateway import GatewaySandbox, Plan, oddities
from bot.demo.sandbox.studio import Craft

KEY = "the-key"
TINY = Craft(fps=4, scale=0.1)
OWNER = {"app_bundle_id": "com.example.bot", "apphud_user_id": "user-1"}
TEXT = OWNER | {"prompt": "a wolf in the snow"}


class Client:
    """Calls with the key, and orders as forms, unless told otherwise."""

    def __init__(self, sandbox: GatewaySandbox, http: httpx.AsyncClient) -> None:
        self.sandbox = sandbox
        self.http = http

    async def send(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **parts: Any
    ) -> httpx.Response:
        sent = {"API-KEY": KEY} | (headers or {})
        return await self.http.request(method, self.sandbox.url + path, headers=sent, **parts)

    async def text(self, **change: Any) -> httpx.Response:
        return await self.send("POST", "/text2video", data=TEXT | change)

    async def image(self, file: bytes, name: str = "file", **change: Any) -> httpx.Response:
        files = {name: ("picture.bin", file, "application/octet-stream")}
        return await self.send("POST", "/image2video", data=TEXT | change, files=files)

    async def status(self, video_id: Any, **change: Any) -> httpx.Response:
        params = OWNER | {"video_id": video_id} | change
        return await self.send("GET", "/get_status", params=params)

    async def finished(self, answer: httpx.Response) -> dict[str, Any]:
        """End the video that was bought with this answer, and read its status."""
        video_id = number(answer)
        await self.sandbox.finish(video_id)
        said = (await self.status(video_id)).json()
        assert isinstance(said, dict)
        return said

    async def spoilt(self, call: str, fault: str) -> None:
        """The next call of this name meets the fault."""
        effect = oddities.fault(fault)
        assert effect is not None
        self.sandbox.faults.add(call, effect)


def number(answer: httpx.Response) -> int:
    assert answer.status_code == 200, answer.text
    video_id = answer.json()["video_id"]
    assert type(video_id) is int
    return video_id


@asynccontextmanager
async def connected(**settings: Any) -> AsyncIterator[Client]:
    """A started sandbox whose videos end only when a test says so, and a client of it."""
    defaults: dict[str, Any] = {
        "api_key": KEY,
        "plan": Plan(max_running=9, submits_per_minute=None),
        "craft": TINY,
        "generation_s": (0.0, 0.0),
        "seed": 7,
    }
    sandbox = GatewaySandbox(**(defaults | settings))
    sandbox.hold()
    async with sandbox, httpx.AsyncClient(timeout=PATIENCE_S) as http:
        yield Client(sandbox, http)
