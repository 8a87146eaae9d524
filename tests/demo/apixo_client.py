"""What the tests of APIXO's sandbox say over HTTP, as a client of the service would."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.apixo import ApixoSandbox
from bot.demo.sandbox.studio import Craft

KEY = "the-key"
TINY = Craft(fps=4, scale=0.1)
OLDER, NEWER = "wan-2-5", "wan-2-5-video"
TEXT: dict[str, Any] = {
    "mode": "text-to-video",
    "prompt": "a wolf in the snow",
    "resolution": "720p",
    "duration": 5,
    "aspect_ratio": "16:9",
}


def body_of(change: dict[str, Any] | None = None, **top: Any) -> dict[str, Any]:
    """A whole body whose input is TEXT, changed."""
    return {"request_type": "async", **top, "input": TEXT | (change or {})}


def picture_body(url: str, **top: Any) -> dict[str, Any]:
    return body_of({"mode": "image-to-video", "image_urls": [url]}, **top)


class Client:
    """Calls with the key, unless told otherwise."""

    def __init__(self, sandbox: ApixoSandbox, http: httpx.AsyncClient) -> None:
        self.sandbox = sandbox
        self.http = http

    async def send(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **parts: Any
    ) -> httpx.Response:
        own = {"Authorization": f"Bearer {KEY}"} | (headers or {})
        url = f"{self.sandbox.url}/api/v1{path}"
        return await self.http.request(method, url, headers=own, **parts)

    async def order(self, body: Any, model: str = OLDER, **parts: Any) -> httpx.Response:
        return await self.send("POST", f"/generateTask/{model}", json=body, **parts)

    async def bought(self, body: Any = None, model: str = OLDER) -> str:
        answer = await self.order(body_of() if body is None else body, model)
        assert answer.status_code == 200, answer.text
        task_id = answer.json()["data"]["taskId"]
        assert isinstance(task_id, str)
        return task_id

    async def asked(self, task_id: str, model: str = OLDER) -> httpx.Response:
        return await self.send("GET", f"/statusTask/{model}", params={"taskId": task_id})

    async def data(self, task_id: str, model: str = OLDER) -> dict[str, Any]:
        answer = await self.asked(task_id, model)
        assert answer.status_code == 200, answer.text
        data = answer.json()["data"]
        assert isinstance(data, dict)
        return data

    async def finish(self, task_id: str) -> None:
        await self.sandbox.finish(self.sandbox.number_of(task_id))

    async def finished(self, body: Any = None, model: str = OLDER) -> dict[str, Any]:
        """Buy a video, end it, and read its status."""
        task_id = await self.bought(body, model)
        await self.finish(task_id)
        return await self.data(task_id, model)

    async def balance(self) -> Any:
        return (await self.send("GET", "/apikeys/current-balance")).json()


def url_in(data: dict[str, Any]) -> str:
    (url,) = json.loads(data["resultJson"])["resultUrls"]
    assert isinstance(url, str)
    return url


@asynccontextmanager
async def connected(**settings: Any) -> AsyncIterator[Client]:
    """A started sandbox whose videos end only when a test says so, and a client of it."""
    defaults: dict[str, Any] = {
        "api_key": KEY,
        "craft": TINY,
        "generation_s": (0.0, 0.0),
        "callback_retries_s": (0.01, 0.01, 0.01),
        "seed": 7,
    }
    sandbox = ApixoSandbox(**(defaults | settings))
    sandbox.hold()
    async with sandbox, httpx.AsyncClient(timeout=PATIENCE_S) as http:
        yield Client(sandbox, http)
