"""What the sandbox's tests say over HTTP, as a client of the platform would."""

import io
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from PIL import Image

from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.pixverse import PixVerseSandbox, oddities
from bot.demo.sandbox.studio import Craft

KEY = "the-key"
TINY = Craft(fps=6, scale=0.1)
TEXT = {
    "prompt": "a wolf in the snow",
    "model": "v6",
    "duration": 1,
    "quality": "540p",
    "aspect_ratio": "16:9",
}
FRAMES = {key: TEXT[key] for key in ("prompt", "model", "duration", "quality")}


class Client:
    """Calls with the key and a fresh trace id, unless told otherwise."""

    def __init__(self, sandbox: PixVerseSandbox, http: httpx.AsyncClient) -> None:
        self.sandbox = sandbox
        self.http = http

    async def send(
        self,
        method: str,
        path: str,
        *,
        trace: str | None = None,
        headers: dict[str, str] | None = None,
        **parts: Any,
    ) -> httpx.Response:
        own = {"API-KEY": KEY, "ai-trace-id": trace or str(uuid.uuid4())}
        url = f"{self.sandbox.url}/openapi/v2{path}"
        return await self.http.request(method, url, headers=own | (headers or {}), **parts)

    async def order(self, body: Any, call: str = "text", **parts: Any) -> dict[str, Any]:
        answer = await self.send("POST", f"/video/{call}/generate", json=body, **parts)
        return envelope(answer)

    async def bought(self, body: Any = TEXT, call: str = "text", **parts: Any) -> int:
        answered = await self.order(body, call, **parts)
        assert answered["ErrCode"] == 0, answered
        number = answered["Resp"]["video_id"]
        assert isinstance(number, int)
        return number

    async def upload(self, file: bytes, name: str = "picture.png") -> httpx.Response:
        files = {"image": (name, file, "application/octet-stream")}
        return await self.send("POST", "/image/upload", files=files)

    async def uploaded(self, file: bytes) -> int:
        number = envelope(await self.upload(file))["Resp"]["img_id"]
        assert isinstance(number, int)
        return number

    async def result(self, video_id: int, **parts: Any) -> dict[str, Any]:
        return envelope(await self.send("GET", f"/video/result/{video_id}", **parts))

    async def resp(self, video_id: int) -> dict[str, Any]:
        resp = (await self.result(video_id))["Resp"]
        assert isinstance(resp, dict)
        return resp

    async def finished(self, body: Any = TEXT, call: str = "text") -> dict[str, Any]:
        """Buy a video, end it, and read the result."""
        video_id = await self.bought(body, call)
        await self.sandbox.finish(video_id)
        return await self.resp(video_id)


async def spoilt(client: Client, call: str, fault: str) -> httpx.Response:
    """The answer to a call that meets the fault, or TransportError when it breaks."""
    effect = oddities.fault(fault)
    assert effect is not None
    client.sandbox.faults.add(call, effect)
    if call == "text":
        return await client.send("POST", "/video/text/generate", json=TEXT)
    return await client.send("GET", "/account/balance")


def envelope(answer: httpx.Response) -> dict[str, Any]:
    read = answer.json()
    assert isinstance(read, dict)
    return read


def picture(
    size: tuple[int, int] = (64, 48), colour: Any = "teal", kind: str = "PNG", mode: str = "RGB"
) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind)
    return file.getvalue()


@asynccontextmanager
async def connected(**settings: Any) -> AsyncIterator[Client]:
    """A started sandbox whose videos end only when a test says so, and a client of it."""
    defaults: dict[str, Any] = {
        "api_key": KEY,
        "craft": TINY,
        "generation_s": (0.0, 0.0),
        "seed": 7,
    }
    sandbox = PixVerseSandbox(**(defaults | settings))
    sandbox.hold()
    async with sandbox, httpx.AsyncClient(timeout=PATIENCE_S) as http:
        yield Client(sandbox, http)
