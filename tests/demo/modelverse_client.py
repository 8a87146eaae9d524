"""What the tests of Modelverse's sandbox say over HTTP, as a client of the service would."""

import base64
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
from aiohttp import web
from PIL import Image

from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.modelverse import ModelverseSandbox, oddities
from bot.demo.sandbox.studio import Craft
from bot.demo.sandbox.wishes import Ending

KEY = "the-key"
TINY = Craft(fps=4, scale=0.1)
PARAMETERS: dict[str, Any] = {"resolution": "540p", "duration": 1}


def body_of(
    prompt: Any = "a wolf in the snow", *, media: Mapping[str, Any] | None = None, **changed: Any
) -> dict[str, Any]:
    """A whole order; `changed` are parameters."""
    return {
        "model": "pixverse-v6",
        "input": {"prompt": prompt, **(media or {})},
        "parameters": PARAMETERS | changed,
    }


TEXT = body_of()


class Client:
    """Calls with the key as a bearer's, unless told otherwise."""

    def __init__(self, sandbox: ModelverseSandbox, http: httpx.AsyncClient) -> None:
        self.sandbox = sandbox
        self.http = http

    async def send(
        self, method: str, path: str, *, key: str | None = f"Bearer {KEY}", **parts: Any
    ) -> httpx.Response:
        headers = parts.pop("headers", {}) | ({} if key is None else {"Authorization": key})
        url = f"{self.sandbox.url}/v1/tasks{path}"
        return await self.http.request(method, url, headers=headers, **parts)

    async def order(self, body: Any = TEXT, **parts: Any) -> httpx.Response:
        return await self.send("POST", "/submit", json=body, **parts)

    async def bought(self, body: Any = TEXT) -> str:
        answer = await self.order(body)
        assert answer.status_code == 200, answer.text
        task_id = answer.json()["output"]["task_id"]
        assert isinstance(task_id, str)
        return task_id

    async def asked(self, task_id: str, **parts: Any) -> httpx.Response:
        return await self.send("GET", "/status", params={"task_id": task_id}, **parts)

    async def whole(self, task_id: str) -> dict[str, Any]:
        answer = await self.asked(task_id)
        assert answer.status_code == 200, answer.text
        read = answer.json()
        assert isinstance(read, dict)
        return read

    async def output(self, task_id: str) -> dict[str, Any]:
        output = (await self.whole(task_id))["output"]
        assert isinstance(output, dict)
        return output

    async def finish(self, task_id: str, ending: Ending | None = None) -> None:
        await self.sandbox.finish(self.sandbox.number_of(task_id), ending)

    async def finished(self, body: Any = TEXT) -> dict[str, Any]:
        """Buy a video, end it, and read the output of its status."""
        task_id = await self.bought(body)
        await self.finish(task_id)
        return await self.output(task_id)

    def spoil(self, call: str, fault: str, times: int | None = 1) -> None:
        effect = oddities.fault(fault)
        assert effect is not None, fault
        self.sandbox.faults.add(call, effect, times=times)


def error_of(answer: httpx.Response) -> tuple[int, str | None]:
    """HTTP status and documented code."""
    return answer.status_code, answer.json()["error"]["code"]


def in_base64(file: bytes, kind: str | None = None) -> str:
    prefix = "" if kind is None else f"data:image/{kind};base64,"
    return prefix + base64.b64encode(file).decode()


def picture(size: tuple[int, int] = (64, 48), colour: Any = "teal", kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()


@asynccontextmanager
async def serving(**files: bytes) -> AsyncIterator[str]:
    """Somebody's web server: each file under /<its name>. Yields its address."""

    async def get(request: web.Request) -> web.Response:
        if (file := files.get(request.match_info["name"])) is None:
            raise web.HTTPNotFound
        return web.Response(body=file)

    app = web.Application()
    app.add_routes([web.get("/{name}", get)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def connected(**settings: Any) -> AsyncIterator[Client]:
    """A started sandbox whose videos end only when a test says so, and a client of it."""
    defaults: dict[str, Any] = {
        "api_key": KEY,
        "craft": TINY,
        "generation_s": (0.0, 0.0),
        "pending_s": 0.0,
        "seed": 7,
    }
    sandbox = ModelverseSandbox(**(defaults | settings))
    sandbox.hold()
    async with sandbox, httpx.AsyncClient(timeout=PATIENCE_S) as http:
        yield Client(sandbox, http)
