"""A provider tells by itself that a video is finished. It only makes the job due."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

import httpx
import pytest

from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.apixo import ApixoSandbox
from bot.demo.sandbox.pixverse import PixVerseSandbox
from bot.demo.sandbox.pixverse.webhooks import Webhook
from tests.ports import free_port
from tests.whole.conftest import SMALL, Stage
from tests.whole.pictures import picture
from tests.whole.serving import served_by, serving

NEVER_S = 300
"""Polling alone would bring no video within a test."""


@dataclass(frozen=True, slots=True)
class Hooked:
    """The stage with a webhook that is registered, and a stranger at the bot's HTTP side."""

    stage: Stage
    webhook: Webhook
    stranger: httpx.AsyncClient

    async def generating(self) -> int:
        """A job that is being made; its video's id."""
        self.stage.videos.hold()
        self.stage.write("a wolf")
        await self.stage.said(self.stage.chat(self.stage.ann), "Generating")
        return self.stage.videos.books.purchases[-1].number

    async def post(self, body: object, *, headers: dict[str, str] | None = None) -> int:
        """What a call with this body, signed as the platform signs, is answered."""
        signed = self.webhook.headers(body) if isinstance(body, dict) else {}
        raw = json.dumps(body).encode()
        answer = await self.stranger.post(
            "/callbacks/pixverse", content=raw, headers=signed | (headers or {})
        )
        return answer.status_code


@asynccontextmanager
async def hooked(
    stage: Stage, order: Literal["sorted", "received"] = "sorted"
) -> AsyncIterator[Hooked]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    webhook = Webhook(webhook_id=77, secret="whisper", order=order, retries_s=(0.1, 0.1))
    webhook.url = f"{url}/callbacks/pixverse"
    settings = {
        "public_url": url, "http_port": port, "status_poll_seconds": NEVER_S,
        "pixverse_webhook_id": 77, "pixverse_webhook_secret": "whisper",
    }  # fmt: skip
    async with PixVerseSandbox(generation_s=(0, 0.1), craft=SMALL, webhook=webhook) as videos:
        stage.videos = videos
        async with (
            stage.bot(**settings),
            httpx.AsyncClient(base_url=url, timeout=PATIENCE_S) as stranger,
        ):
            await stage.settled(stage.chat(stage.ann))
            yield Hooked(stage, webhook, stranger)


@pytest.mark.parametrize("order", ["sorted", "received"])
async def test_a_signed_callback_brings_the_video_at_once(
    stage: Stage, order: Literal["sorted", "received"]
) -> None:
    async with hooked(stage, order) as hook:
        await hook.generating()
        hook.stage.videos.release()
        await stage.video(stage.chat(stage.ann))
        await hook.stage.videos.until(lambda: bool(hook.stage.videos.called_back))
        [attempt] = hook.stage.videos.called_back
        assert attempt.taken


async def test_what_a_callback_says_is_not_believed(stage: Stage) -> None:
    async with hooked(stage) as hook:
        number = await hook.generating()
        seen = len(stage.videos.calls)
        lie = {"id": str(number), "status": 1, "url": "https://evil.example/video.mp4"}
        assert await hook.post(lie) == 200
        await stage.videos.until(
            lambda: "result" in [call.name for call in stage.videos.calls[seen:]]
        )
        await stage.settled(stage.chat(stage.ann))
        assert "evil" not in stage.chat(stage.ann).transcript()
        assert not [m for m in stage.chat(stage.ann).from_bot if m.video]


async def test_a_forged_a_late_and_a_replayed_callback_do_nothing(stage: Stage) -> None:
    async with hooked(stage) as hook:
        number = await hook.generating()
        body = {"id": str(number), "status": 1}
        good = hook.webhook.headers(body)
        raw = json.dumps(body).encode()

        async def send(**changed: str) -> int:
            headers = good | {name.replace("_", "-"): value for name, value in changed.items()}
            answer = await hook.stranger.post("/callbacks/pixverse", content=raw, headers=headers)
            return answer.status_code

        assert await send(**{"Webhook-Signature": "AAAA"}) == 403
        assert await send(**{"Webhook-Timestamp": str(int(time.time()) + 1)}) == 403
        assert await send(**{"Webhook-Nonce": "another"}) == 403
        assert await send() == 200
        assert await send() == 403
        other = Webhook(webhook_id=77, secret="guessed")
        assert await hook.post(body, headers=other.headers(body)) == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'{"status": 1}'])
async def test_what_is_no_callback_is_refused(stage: Stage, body: bytes) -> None:
    async with hooked(stage) as hook:
        answer = await hook.stranger.post("/callbacks/pixverse", content=body)
        assert answer.status_code == 403


async def test_an_unknown_video_or_provider_and_too_large_a_body_are_refused(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    async with hooked(stage) as hook:
        assert await hook.post({"id": "404", "status": 1}) == 404
        assert (await hook.stranger.post("/callbacks/nobody", content=b"{}")).status_code == 404
        assert (await hook.stranger.post("/callbacks/apixo/1/abc", content=b"")).status_code == 404
        large = await hook.stranger.post("/callbacks/pixverse", content=b" " * 2_000_000)
        assert large.status_code == 413
        refused = [line for line in capsys.readouterr().out.splitlines() if "callback-" in line]
        assert len(refused) == 4
        for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS"):
            asked = await hook.stranger.request(method, "/callbacks/pixverse")
            assert asked.status_code == 405
        assert "too large" in refused[-1]
        assert (await hook.stranger.get("/health")).text == "ok"


async def test_without_a_registered_webhook_nobody_can_call(stage: Stage) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with (
        stage.bot(public_url=url, http_port=port),
        httpx.AsyncClient(timeout=PATIENCE_S) as stranger,
    ):
        await stage.settled(stage.chat(stage.ann))
        answer = await stranger.post(f"{url}/callbacks/pixverse", content=b"{}")
        assert answer.status_code == 404


async def test_a_callback_to_a_jobs_own_address_brings_the_video_at_once(stage: Stage) -> None:
    async with served_by(stage, "apixo", status_poll_seconds=NEVER_S) as (apixo,):
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
        [order] = [call.body for call in apixo.calls if call.name == "generate"]
        assert order["request_type"] == "callback"
        assert "/callbacks/apixo/1/" in order["callback_url"]
        async with httpx.AsyncClient(timeout=PATIENCE_S) as stranger:
            forged = order["callback_url"][:-1] + ("0" if order["callback_url"][-1] != "0" else "1")
            assert (await stranger.post(forged, content=b"{}")).status_code == 404
            other_job = order["callback_url"].replace("/apixo/1/", "/apixo/2/")
            assert (await stranger.post(other_job, content=b"{}")).status_code == 404
            late = await stranger.post(order["callback_url"], content=b"nonsense")
            assert late.status_code == 200  # genuine, and the job has ended: nothing to do
            large = await stranger.post(order["callback_url"], content=b" " * 2_000_000)
            assert large.status_code == 413
            assert (await stranger.get(order["callback_url"])).status_code == 405
            seen = len(apixo.calls)
            assert (await stranger.post(order["callback_url"], content=b"")).status_code == 200
            await stage.settled(stage.chat(stage.ann))
            assert len(apixo.calls) == seen


async def test_when_callbacks_never_come_polling_brings_the_video(stage: Stage) -> None:
    async with serving("apixo") as (settings, (apixo,)):
        assert isinstance(apixo, ApixoSandbox)
        apixo.callbacks = False
        async with stage.bot(**settings):
            stage.write("a wolf")
            await stage.video(stage.chat(stage.ann))
        assert apixo.called_back == ()


async def test_a_picture_is_served_while_its_job_is_open_and_not_after(stage: Stage) -> None:
    async with served_by(stage, "apixo") as (apixo,):
        apixo.hold()
        chat = stage.chat(stage.ann)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="it snows")
        await stage.said(chat, "Generating")
        [order] = [call.body for call in apixo.calls if call.name == "generate"]
        [address] = order["input"]["image_urls"]
        assert stage.api.token not in address
        async with httpx.AsyncClient(timeout=PATIENCE_S) as visitor:
            shown = await visitor.get(address)
            assert shown.headers["content-type"] == "image/jpeg"
            assert shown.content[:2] == b"\xff\xd8"
            apixo.release()
            await stage.video(chat)
            assert (await visitor.get(address)).status_code == 404
