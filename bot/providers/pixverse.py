"""The PixVerse open platform (docs.platform.pixverse.ai), API version 2.

Unverified for want of a live account: how long a repeated `ai-trace-id` gives the old result, how
many jobs a plan may run at once, for how long a result's URL works, and whether a webhook's
signature covers the fields sorted or as they were sent (both are accepted).
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.providers.base import (
    Balance,
    BalancePart,
    Callback,
    CallbackRefused,
    CallbackWay,
    Capabilities,
    Order,
    PictureLimits,
    PictureWay,
    Status,
    Submission,
)
from bot.providers.errors import Unclear
from bot.providers.http import Answer, ProviderHttp
from bot.providers.pixverse_dialect import envelope_of, resp_of, status_of
from bot.providers.pixverse_models import MODELS, QUALITIES
from bot.providers.pixverse_prices import Prices
from bot.providers.pixverse_webhook import Webhook
from bot.providers.reading import decimal, digits
from bot.providers.tools import Tools
from bot.settings import Settings
from storage.jobs import Mode, Options

PREFIX = "/openapi/v2"
ROUTES = {
    Mode.TEXT: "text",
    Mode.IMAGE: "img",
    Mode.FRAMES: "transition",
    Mode.EXTEND: "extend",
}
PICTURE_FIELDS = {
    Mode.IMAGE: ("img_id",),
    Mode.FRAMES: ("first_frame_img", "last_frame_img"),
}


class PixVerse:
    """A Provider. Made with a ProviderHttp whose base address is the platform's."""

    name = "pixverse"

    def __init__(
        self,
        http: ProviderHttp,
        *,
        api_key: str,
        model: str,
        max_running: int,
        new_trace_id: Callable[[], str],
        webhook: Webhook | None = None,
    ) -> None:
        self._http = http
        self._new_trace_id = new_trace_id
        self._api_key = api_key
        self._model = model
        self._webhook = webhook
        self._old_status_route = False
        able = MODELS[model]
        self.capabilities = Capabilities(
            modes=able.modes,
            durations_s=able.durations_s,
            qualities=QUALITIES,
            aspect_ratios=able.aspect_ratios,
            excluded=able.excluded,
            audio=able.audio,
            seed=True,
            negative_prompt_max_chars=2048 if able.negative_prompt else 0,
            prompt_max_chars=2048,
            picture=PictureLimits(max_side_px=4000, max_bytes=20_000_000 - 1),
            picture_way=PictureWay.UPLOAD,
            balance=True,
            price=Prices(model),
            callback=CallbackWay.SIGNED if webhook else None,
            defaults=Options(duration_s=5, quality="540p", aspect_ratio="16:9"),
            max_running=max_running,
            repeat_window=timedelta(minutes=15),
        )

    async def balance(self) -> Balance:
        """Monthly and package credits (100 credits are one dollar)."""
        resp = await self._call("GET", "/account/balance")
        parts = (
            BalancePart(name=name, amount=decimal(resp.get(f"credit{name}")) or Decimal(0))
            for name in ("monthly", "package")
        )
        return Balance(unit="credits", parts=tuple(parts))

    async def upload(self, jpeg: bytes, *, job_id: int) -> str:  # noqa: ARG002 (nothing is kept)
        """The `img_id` of the picture."""
        files = {"image": ("picture.jpg", jpeg, "image/jpeg")}
        resp = await self._call("POST", "/image/upload", files=files)
        return self._id(resp, "imgid")

    async def turn(self) -> None:
        """Any request's turn will do."""
        await self._http.turn()

    async def submit(self, order: Order, *, key: str) -> Submission:
        """Buy a video; `key` goes as `ai-trace-id`, and a reused one gives the old result."""
        path = f"/video/{ROUTES[order.mode]}/generate"
        answer = await self._http.send(
            "POST", PREFIX + path, headers=self._headers(key), body=self._body(order)
        )
        resp = await resp_of(answer, self._http)
        return Submission(id=self._id(resp, "videoid"))

    def _body(self, order: Order) -> dict[str, Any]:
        """The platform is strict: numbers as numbers, and nothing that a route does not know."""
        options = order.options
        body = {
            "prompt": order.prompt,
            "model": self._model,
            "duration": options.duration_s,
            "quality": options.quality,
            "seed": options.seed,
            "generate_audio_switch": options.audio,
            "webhook_id": self._webhook.id if self._webhook else None,
        }
        if order.mode is Mode.TEXT:
            body["aspect_ratio"] = options.aspect_ratio
        if order.mode is not Mode.FRAMES:
            body["negative_prompt"] = options.negative_prompt
        if order.source is not None:
            body["source_video_id"] = int(order.source.submission_id)
        for field, upload in zip(PICTURE_FIELDS.get(order.mode, ()), order.uploads, strict=True):
            body[field] = int(upload)
        return {name: value for name, value in body.items() if value is not None}

    async def check(self, submission_id: str, *, user_id: int) -> Status:  # noqa: ARG002
        """The status by the documented route, or by the older one where only that exists."""
        if not self._old_status_route:
            answer = await self._send("GET", f"/video/result/{submission_id}")
            if not _no_route(answer):
                return status_of(await resp_of(answer, self._http))
        answer = await self._send("GET", "/video/status", query={"video_id": submission_id})
        # When neither is there, something else answered for the platform, and nothing is learned.
        self._old_status_route = not _no_route(answer)
        return status_of(await resp_of(answer, self._http))

    async def read_callback(self, callback: Callback) -> str:
        """The video that a webhook call is about."""
        if self._webhook is None:
            raise CallbackRefused("no webhook is set up")
        return await self._webhook.read(callback)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def _call(self, method: str, path: str, **parts: Any) -> dict[str, Any]:
        return await resp_of(await self._send(method, path, **parts), self._http)

    async def _send(self, method: str, path: str, **parts: Any) -> Answer:
        # A trace id that was used before may be answered with what it was answered then.
        headers = self._headers(self._new_trace_id())
        return await self._http.request(method, PREFIX + path, headers=headers, **parts)

    def _headers(self, trace_id: str) -> dict[str, str]:
        return {"API-KEY": self._api_key, "ai-trace-id": trace_id}

    def _id(self, resp: Mapping[str, Any], name: str) -> str:
        found = digits(resp.get(name))
        if found is None:
            raise Unclear(self.name, f"an answer without {name}")
        return found


def build(settings: Settings, tools: Tools) -> PixVerse:
    """The platform of these settings."""
    key, secret = settings.pixverse_api_key, settings.pixverse_webhook_secret
    webhook = None
    if settings.pixverse_webhook_id is not None and secret is not None and settings.public_url:
        webhook = Webhook(
            id=settings.pixverse_webhook_id,
            secret=secret.get_secret_value(),
            nonces=tools.nonces,
            clock=tools.clock,
        )
    return PixVerse(
        tools.http(
            PixVerse.name,
            settings.pixverse_base_url,
            per_second=settings.pixverse_requests_per_second,
        ),
        api_key=key.get_secret_value() if key else "",
        model=settings.pixverse_model,
        max_running=settings.pixverse_max_running,
        new_trace_id=tools.clock.new_key,
        webhook=webhook,
    )


def _no_route(answer: Answer) -> bool:
    return answer.status == 404 and envelope_of(answer) is None
