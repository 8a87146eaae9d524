"""A self-hosted PixVerse gateway: a thin service in front of the PixVerse platform.

There are several, grown from one description, and they differ in small things: how the fields of an
order are encoded, and what the picture's field is called. Each is found out by the first order that
it matters to, and remembered: FastAPI refuses the wrong one with 422, before it does anything.

Unverified: whether "Pixverse error <code>" always means that nothing was bought. The gateway's code
repeats an order that the platform answered with 429 or 5xx, and tells only the last answer.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

from bot.providers.base import (
    Balance,
    Callback,
    CallbackRefused,
    Capabilities,
    Done,
    Failed,
    Gone,
    Moderated,
    Order,
    PictureLimits,
    PictureWay,
    Running,
    Status,
    Submission,
)
from bot.providers.budget import Budget
from bot.providers.errors import Fault, ProviderError, Refused, Unclear
from bot.providers.hosting import HostedPicture, Hosting
from bot.providers.http import Answer, Content, ProviderHttp
from bot.providers.pixverse_dialect import FAULTS
from bot.providers.reading import plain_keys, text_id, video_url, word
from bot.providers.spelling import Spelling, first_taken
from bot.providers.tools import Tools
from bot.settings import Settings, SettingsError
from storage.jobs import Mode, Options

REQUESTS_PER_SECOND = 5.0
USER_ID_CHARS = 32

# The documented words, and those of the gateway's relatives. Whatever else comes is still running.
DONE = frozenset({"generation successful", "success", "done"})
GONE = frozenset({"deleted"})
MODERATED = frozenset({"contents moderation failed", "moderation_failed", "moderation failed"})
FAILED = frozenset({"generation failed", "generation_failed", "failed", "error"})

_PASSED_ON = re.compile(r"Pixverse error (\d+)", re.IGNORECASE)
_NO_STATUS = re.compile(r"(status|url) of generation not found", re.IGNORECASE)
_NO_PICTURE = re.compile(r"img_id not found", re.IGNORECASE)
_MODERATION = re.compile(r"moderation|sensitive", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """How one order is written. `picture_field` None: it has no picture."""

    encoding: str
    picture_field: str | None


class Gateway:
    """A Provider. Made with a ProviderHttp whose base address is the gateway's.

    `submits` is the allowance of orders, beside that of requests.
    """

    name = "gateway"

    def __init__(
        self,
        http: ProviderHttp,
        hosting: Hosting,
        submits: Budget,
        *,
        api_key: str,
        app_bundle_id: str,
        user_secret: str,
        max_running: int,
    ) -> None:
        self._http = http
        self._hosting = hosting
        self._submits = submits
        self._headers = {"API-KEY": api_key}
        self._app_bundle_id = app_bundle_id
        self._user_secret = user_secret
        self._encoding = Spelling("form", "json", "query")
        self._picture_field = Spelling("file", "image")
        self.capabilities = Capabilities(
            modes=frozenset({Mode.TEXT, Mode.IMAGE}),
            durations_s=(5,),
            qualities=("540p",),
            aspect_ratios=("16:9",),
            prompt_max_chars=2048,
            picture=PictureLimits(max_side_px=4000, max_bytes=20_000_000 - 1),
            picture_way=PictureWay.INLINE,
            balance=False,
            callback=None,
            defaults=Options(duration_s=5, quality="540p", aspect_ratio="16:9"),
            max_running=max_running,
            repeat_window=timedelta(0),
        )

    async def balance(self) -> Balance:
        """Always raises Refused: the gateway tells none."""
        raise Refused(self.name, "it tells no balance", fault=Fault.BAD_REQUEST)

    async def upload(self, jpeg: bytes, *, job_id: int) -> str:
        """Keep the picture here until its order, with which it goes."""
        return await self._hosting.put(jpeg, job_id=job_id)

    async def turn(self) -> None:
        """An order needs a turn of both allowances."""
        await self._submits.slot()
        await self._http.turn()

    async def submit(self, order: Order, *, key: str) -> Submission:  # noqa: ARG002 (it knows none)
        """Buy a video. After a 422 alone the order is sent again, written in another way."""
        pictures = await self._hosting.pictures(order.uploads, provider=self.name)
        fields = self._owner(order.user_id) | {"prompt": order.prompt}
        path = "/image2video" if pictures else "/text2video"
        writing, answer = await first_taken(
            self._writings(pictures),
            lambda writing: self._http.send(
                "POST", path, headers=self._headers, **_content(writing, fields, pictures)
            ),
            refused=lambda answer: answer.status == 422,
        )
        body = plain_keys(answer.json)
        video_id = text_id(body.get("videoid", body.get("generationid")))
        if answer.status >= 300 or video_id is None:
            raise await self._refusal(answer)
        # A picture's order is a form also where one of words alone is JSON: it tells nothing of it.
        if not pictures or writing.encoding != "form":
            self._encoding.settle(writing.encoding)
        self._picture_field.settle(writing.picture_field)
        return Submission(id=video_id)

    def _writings(self, pictures: Sequence[HostedPicture]) -> Sequence[_Writing]:
        """Every way that is left to write an order, the likeliest first."""
        # A picture comes in a form always; JSON tells only where its other fields do not stand.
        known = self._encoding.possible
        encodings = [one for one in known if one != "json"] or ["form"] if pictures else known
        fields = self._picture_field.possible if pictures else (None,)
        return [
            _Writing(encoding=encoding, picture_field=field)
            for encoding, field in product(encodings, fields)
        ]

    def _owner(self, user_id: int) -> dict[str, str]:
        """Who asks: the same for an order and for its status, and no Telegram id."""
        digest = hmac.new(self._user_secret.encode(), str(user_id).encode(), hashlib.sha256)
        return {
            "app_bundle_id": self._app_bundle_id,
            "apphud_user_id": digest.hexdigest()[:USER_ID_CHARS],
        }

    async def check(self, submission_id: str, *, user_id: int) -> Status:
        """How far the video is."""
        query = self._owner(user_id) | {"video_id": submission_id}
        answer = await self._http.request("GET", "/get_status", headers=self._headers, query=query)
        if answer.status == 500 and _NO_STATUS.search(_detail(answer)):
            return Running()  # the platform said something that the gateway does not know
        if answer.status >= 300:
            raise await self._refusal(answer)
        return _status(plain_keys(answer.json))

    async def read_callback(self, callback: Callback) -> str:  # noqa: ARG002
        """Always raises CallbackRefused: the gateway calls nobody."""
        raise CallbackRefused("it sends none")

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def _refusal(self, answer: Answer) -> ProviderError:
        """What an answer means that is no success."""
        said = _detail(answer)
        if (passed_on := _PASSED_ON.search(said)) and answer.status == 502:
            code = int(passed_on[1])
            fault = FAULTS.get(code, Fault.OVERLOADED)
            return Refused(self.name, f"Pixverse error {code}", fault=fault)
        if answer.status == 500 and _NO_PICTURE.search(said):
            return Refused(self.name, "no img_id", fault=Fault.UPLOAD_FAILED)
        if answer.status == 400 and _MODERATION.search(said):  # it has no code of its own for it
            return Refused(self.name, "HTTP 400, moderation", fault=Fault.MODERATED)
        if answer.status < 300:
            return Unclear(self.name, f"HTTP {answer.status} without a video id")
        return await self._http.refusal(answer)


def build(settings: Settings, tools: Tools) -> Gateway:
    """The gateway of these settings."""
    key, base_url = settings.gateway_api_key, settings.gateway_base_url
    if base_url is None:
        raise SettingsError("GATEWAY_BASE_URL is missing: PROVIDERS names gateway")
    return Gateway(
        tools.http(Gateway.name, base_url, per_second=REQUESTS_PER_SECOND),
        tools.hosting,
        tools.budget("gateway/submits", per_second=settings.gateway_requests_per_minute / 60),
        api_key=key.get_secret_value() if key else "",
        app_bundle_id=settings.gateway_app_bundle_id or "",
        user_secret=settings.derived_secret("gateway-user"),
        max_running=settings.gateway_max_running,
    )


def _content(
    writing: _Writing, fields: Mapping[str, str], pictures: Sequence[HostedPicture]
) -> Content:
    content: Content = {}
    if writing.encoding == "json":
        content["body"] = dict(fields)
    elif writing.encoding == "query":
        content["query"] = fields
    else:
        content["form"] = fields
    if writing.picture_field is not None:
        picture = ("picture.jpg", pictures[0].jpeg, "image/jpeg")
        content["files"] = {writing.picture_field: picture}
    return content


def _detail(answer: Answer) -> str:
    """FastAPI's sentence; empty where it has none."""
    detail = plain_keys(answer.json).get("detail")
    return detail if isinstance(detail, str) else ""


def _status(said: Mapping[str, Any]) -> Status:
    """A relative says only the address of a finished video, and nothing of any other."""
    status = word(said.get("status", ""))
    if status in MODERATED:
        return Moderated()
    if status in FAILED:
        return Failed()
    if status in GONE:
        return Gone()
    url = video_url(said.get("url") or said.get("videourl"))
    if url is None or (status and status not in DONE):
        return Running()
    return Done(url=url)
