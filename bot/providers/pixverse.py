"""The PixVerse open platform (docs.platform.pixverse.ai), API version 2.

Unverified for want of a live account: how long a repeated `ai-trace-id` gives the old result, how
many jobs a plan may run at once, and for how long a result's URL works.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from bot.providers.base import (
    Balance,
    BalancePart,
    Capabilities,
    Done,
    Failed,
    Gone,
    Moderated,
    Order,
    PictureLimits,
    Running,
    Status,
    Submission,
)
from bot.providers.errors import Fault, Refused, Unclear
from bot.providers.http import Answer, ProviderHttp
from storage.jobs import Mode, Options

PREFIX = "/openapi/v2"
PICTURE_FIELD = "image"

# The platform's bilingual table of error codes, and below it the three older codes that are HTTP's.
FAULTS: Mapping[int, Fault] = {
    400011: Fault.BAD_REQUEST,
    400013: Fault.BAD_REQUEST,
    400017: Fault.BAD_REQUEST,
    400033: Fault.BAD_REQUEST,
    400012: Fault.BAD_KEY,
    10001: Fault.BAD_KEY,
    10002: Fault.BAD_KEY,
    10003: Fault.BAD_KEY,
    10004: Fault.BAD_KEY,
    10005: Fault.BAD_KEY,
    500201: Fault.BAD_KEY,
    400018: Fault.PROMPT_TOO_LONG,
    400019: Fault.PROMPT_TOO_LONG,
    400032: Fault.PICTURE_LOST,
    500047: Fault.PICTURE_LOST,
    500008: Fault.NOT_FOUND,
    500064: Fault.NOT_FOUND,
    500020: Fault.NOT_ALLOWED,
    500060: Fault.NOT_ALLOWED,
    500070: Fault.NOT_ALLOWED,
    500030: Fault.PICTURE_UNFIT,
    500031: Fault.PICTURE_UNFIT,
    500032: Fault.PICTURE_UNFIT,
    500033: Fault.PICTURE_UNFIT,
    701002: Fault.PICTURE_UNFIT,
    701003: Fault.PICTURE_UNFIT,
    500041: Fault.UPLOAD_FAILED,
    500042: Fault.UPLOAD_FAILED,
    500043: Fault.NO_CREDITS,
    500090: Fault.NO_CREDITS,
    500044: Fault.BUSY,
    500045: Fault.BUSY,
    500052: Fault.MODERATED,
    500054: Fault.MODERATED,
    500063: Fault.MODERATED,
    500071: Fault.CHOICE_UNFIT,
    500069: Fault.OVERLOADED,
    500100: Fault.OVERLOADED,
    99999: Fault.OVERLOADED,
    401: Fault.BAD_KEY,
    403: Fault.NO_CREDITS,
    500: Fault.OVERLOADED,
}

# Numbers as documented, words as older pages have them. Whatever else comes is still running.
DONE = frozenset({"1", "done", "success", "succeeded", "completed", "generation successful"})
GONE = frozenset({"6", "deleted"})
MODERATED = frozenset({"7", "moderated", "contents moderation failed", "moderation failed"})
FAILED = frozenset({"8", "failed", "error", "generation failed"})


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
    ) -> None:
        self._http = http
        self._new_trace_id = new_trace_id
        self._api_key = api_key
        self._model = model
        self._old_status_route = False
        self.capabilities = Capabilities(
            modes=frozenset({Mode.TEXT, Mode.IMAGE}),
            prompt_max_chars=2048,
            picture=PictureLimits(max_side_px=4000, max_bytes=20_000_000 - 1),
            defaults=Options(duration_s=5, quality="540p", aspect_ratio="16:9"),
            max_running=max_running,
            repeat_window=timedelta(minutes=15),
        )

    async def balance(self) -> Balance:
        """Monthly and package credits (100 credits are one dollar)."""
        resp = await self._call("GET", "/account/balance")
        parts = (
            BalancePart(name=name, amount=_decimal(resp.get(f"credit{name}")))
            for name in ("monthly", "package")
        )
        return Balance(unit="credits", parts=tuple(parts))

    async def upload(self, jpeg: bytes) -> str:
        """The `img_id` of the picture."""
        files = {PICTURE_FIELD: ("picture.jpg", jpeg, "image/jpeg")}
        resp = await self._call("POST", "/image/upload", files=files)
        return self._id(resp, "imgid")

    async def submit(self, order: Order, *, key: str) -> Submission:
        """Buy a video; `key` goes as `ai-trace-id`, and a reused one gives the old result."""
        route = {Mode.TEXT: "text", Mode.IMAGE: "img"}[order.mode]
        body = self._body(order)
        resp = await self._call("POST", f"/video/{route}/generate", body=body, key=key)
        return Submission(id=self._id(resp, "videoid"))

    def _body(self, order: Order) -> dict[str, Any]:
        """The platform is strict: numbers as numbers, and nothing that a route does not know."""
        options = order.options
        body = {
            "prompt": order.prompt,
            "model": self._model,
            "duration": options.duration_s,
            "quality": options.quality,
            "negative_prompt": options.negative_prompt,
            "seed": options.seed,
            "generate_audio_switch": options.audio,
        }
        if order.mode is Mode.TEXT:
            body["aspect_ratio"] = options.aspect_ratio
        else:
            body["img_id"] = int(order.uploads[0])
        return {name: value for name, value in body.items() if value is not None}

    async def check(self, submission_id: str) -> Status:
        """The status by the documented route, or by the older one where only that exists."""
        if not self._old_status_route:
            answer = await self._send("GET", f"/video/result/{submission_id}")
            if not _no_route(answer):
                return _status(await self._resp(answer))
        answer = await self._send("GET", "/video/status", query={"video_id": submission_id})
        # When neither is there, something else answered for the platform, and nothing is learned.
        self._old_status_route = not _no_route(answer)
        return _status(await self._resp(answer))

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def _call(self, method: str, path: str, **parts: Any) -> dict[str, Any]:
        return await self._resp(await self._send(method, path, **parts))

    async def _send(self, method: str, path: str, key: str | None = None, **parts: Any) -> Answer:
        # A trace id that was used before may be answered with what it was answered then.
        headers = {"API-KEY": self._api_key, "ai-trace-id": key or self._new_trace_id()}
        return await self._http.request(method, PREFIX + path, headers=headers, **parts)

    async def _resp(self, answer: Answer) -> dict[str, Any]:
        """What the envelope holds; an error in it, or an answer without one, is raised."""
        envelope = _envelope(answer)
        if envelope is None or answer.status == 429:
            raise await self._http.refusal(answer)
        code = envelope["errcode"]
        if code != 0:
            fault = FAULTS.get(code, Fault.OVERLOADED)
            raise Refused(self.name, f"ErrCode {code}", fault=fault)
        if answer.status >= 300:
            raise Unclear(self.name, f"HTTP {answer.status} with ErrCode 0")
        return _plain_keys(envelope.get("resp"))

    def _id(self, resp: Mapping[str, Any], name: str) -> str:
        """An id of the platform: a whole number, here and there sent as text."""
        found = resp.get(name)
        if isinstance(found, bool) or not re.fullmatch(r"[0-9]+", str(found)):
            raise Unclear(self.name, f"an answer without {name}")
        return str(found)


def _plain_keys(value: Any) -> dict[str, Any]:
    """An object with its keys in small letters and without underscores; {} for anything else.

    The platform writes ErrCode, err_code and errcode, Resp and resp.
    """
    if not isinstance(value, dict):
        return {}
    return {str(key).lower().replace("_", ""): item for key, item in value.items()}


def _envelope(answer: Answer) -> dict[str, Any] | None:
    """The answer's envelope with a numeric `errcode`; None when the body is something else."""
    envelope = _plain_keys(answer.json)
    code = _whole(envelope.get("errcode"))
    return None if code is None else envelope | {"errcode": code}


def _no_route(answer: Answer) -> bool:
    return answer.status == 404 and _envelope(answer) is None


def _status(resp: Mapping[str, Any]) -> Status:
    word = str(resp.get("status", "")).strip().lower()
    if word in MODERATED:
        return Moderated()
    if word in FAILED:
        return Failed()
    if word in GONE:
        return Gone()
    url = resp.get("url") or resp.get("videourl")
    if word not in DONE or not _is_video_url(url):
        return Running()
    return Done(
        url=str(url),
        width=_whole(resp.get("outputwidth")),
        height=_whole(resp.get("outputheight")),
        credits=_whole(resp.get("credits")),
        took_s=_seconds_between(resp.get("createtime"), resp.get("modifytime")),
    )


def _is_video_url(url: object) -> bool:
    """Placeholders stand in the place of videos that do not exist yet."""
    return (
        isinstance(url, str)
        and url.startswith(("https://", "http://"))
        and not urlsplit(url).path.endswith("/default.mp4")
    )


def _whole(value: object) -> int | None:
    """A whole number, also when it was sent as text or as 5.0."""
    try:
        return None if isinstance(value, bool) else int(float(str(value)))
    except (ValueError, OverflowError):
        return None


def _decimal(value: object) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)


def _seconds_between(start: object, end: object) -> float | None:
    try:
        span = datetime.fromisoformat(str(end)) - datetime.fromisoformat(str(start))
    except (ValueError, TypeError):  # no times, or one with a zone and one without
        return None
    return span.total_seconds() if span > timedelta(0) else None
