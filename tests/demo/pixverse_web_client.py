"""What the web account's tests say over HTTP, as the platform's web page would."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.pixverse_web import PixVerseWebSandbox, Plan, oddities
from bot.demo.sandbox.studio import Craft
from tests.demo.sandbox_client import envelope

USERNAME, PASSWORD = "somebody@example.com", "correct horse"
TINY = Craft(fps=4, scale=0.1)
PICTURE_TEXT = {
    "prompt": "a wolf in the snow",
    "duration": 5,
    "quality": "360p",
    "model": "v4.5",
    "motion_mode": "normal",
    "lip_sync_tts_speaker_id": "Auto",
}
TEXT = PICTURE_TEXT | {"aspect_ratio": "16:9"}
LIST = {"offset": 0, "limit": 50, "filter": {}, "web_offset": 0, "app_offset": 0}


class Client:
    """Calls with the token of the last login, unless told otherwise."""

    def __init__(self, sandbox: PixVerseWebSandbox, http: httpx.AsyncClient) -> None:
        self.sandbox = sandbox
        self.http = http
        self.token = ""

    async def send(
        self, method: str, path: str, *, token: str | None = None, **parts: Any
    ) -> httpx.Response:
        headers = {"Token": self.token if token is None else token, "x-platform": "Web"}
        return await self.http.request(method, self.sandbox.url + path, headers=headers, **parts)

    async def post(self, path: str, body: Any, **parts: Any) -> dict[str, Any]:
        return envelope(await self.send("POST", "/creative_platform" + path, json=body, **parts))

    async def login(self, **change: Any) -> dict[str, Any]:
        """Log in, and keep the token if there is one."""
        body = {"Username": USERNAME, "Password": PASSWORD} | change
        answered = await self.post("/login", body, token="")
        if answered["ErrCode"] == 0:
            self.token = answered["Resp"]["Result"]["Token"]
        return answered

    async def credits(self, token: str | None = None) -> dict[str, Any]:
        return envelope(await self.send("GET", "/creative_platform/user/credits", token=token))

    async def order(self, body: Any = TEXT, call: str = "t2v") -> dict[str, Any]:
        return await self.post(f"/video/{call}", body)

    async def bought(self, body: Any = TEXT, call: str = "t2v") -> int:
        answered = await self.order(body, call)
        assert answered["ErrCode"] == 0, answered
        number = answered["Resp"]["video_id"]
        assert type(number) is int
        return number

    async def upload(self, file: bytes) -> httpx.Response:
        files = {"image": ("picture.png", file, "application/octet-stream")}
        return await self.send("POST", "/openapi/v2/image/upload", files=files)

    async def uploaded(self, file: bytes) -> dict[str, Any]:
        """The fields by which an order names the picture."""
        url = envelope(await self.upload(file))["Resp"]["img_url"]
        path = urlsplit(url).path.lstrip("/")
        return {"customer_img_path": path, "customer_img_url": url}

    async def result(self, video_id: Any) -> dict[str, Any]:
        return envelope(await self.send("GET", f"/openapi/v2/video/result/{video_id}"))

    async def listed(self, **change: Any) -> Any:
        answered = await self.post("/video/list/personal", LIST | change)
        assert answered["ErrCode"] == 0, answered
        return answered["Resp"]["data"]

    async def entry(self, video_id: int) -> dict[str, Any]:
        [found] = [one for one in await self.listed() if one["video_id"] == video_id]
        assert isinstance(found, dict)
        return found

    def spoilt(self, call: str, fault: str) -> None:
        """The next call of this name meets the fault."""
        effect = oddities.fault(fault)
        assert effect is not None
        self.sandbox.faults.add(call, effect)


@asynccontextmanager
async def connected(*, logged_in: bool = True, **settings: Any) -> AsyncIterator[Client]:
    """A started sandbox whose videos end only when a test says so, and a client of it."""
    defaults: dict[str, Any] = {
        "username": USERNAME,
        "password": PASSWORD,
        "plan": Plan(max_running=9),
        "craft": TINY,
        "generation_s": (0.0, 0.0),
        "seed": 7,
    }
    sandbox = PixVerseWebSandbox(**(defaults | settings))
    sandbox.hold()
    async with sandbox, httpx.AsyncClient(timeout=PATIENCE_S) as http:
        client = Client(sandbox, http)
        if logged_in:
            assert (await client.login())["ErrCode"] == 0
        yield client
