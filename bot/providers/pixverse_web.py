"""A PixVerse web account, by the website's own endpoints: unofficial and undocumented.

Everything here is known from other clients' code alone. Orders of the website run on the account's
membership credits. Experimental: the account's owner bears the risk.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from bot.providers.base import (
    Balance,
    BalancePart,
    Callback,
    CallbackRefused,
    Capabilities,
    Done,
    Order,
    PictureLimits,
    PictureWay,
    Running,
    Status,
    Submission,
)
from bot.providers.errors import Fault, Refused, Unclear
from bot.providers.http import Answer, ProviderHttp
from bot.providers.pixverse_dialect import FAULTS, envelope_of, status_of
from bot.providers.pixverse_models import FIVE_RATIOS
from bot.providers.pixverse_web_login import NAME, Login
from bot.providers.reading import decimal, digits, plain_keys
from bot.providers.tools import Tools
from bot.settings import Settings
from storage.jobs import Mode, Options

WEB = "/creative_platform"
OPEN = "/openapi/v2"
MODEL = "v5"
REQUESTS_PER_SECOND = 1.0
LISTED = 50
"""The newest videos of the account; of an older one nothing can be learned."""
EXPIRED = frozenset({10001, 10002, 10003})
EVICTED = 10005
INVALID_MEDIA = 400
"""What the open API says of videos that were made on the website."""

Send = Callable[..., Awaitable[Answer]]


class PixVerseWeb:
    """A Provider. Made with a ProviderHttp whose base address is the website's API."""

    name = NAME

    def __init__(
        self,
        http: ProviderHttp,
        login: Login,
        *,
        headers: Callable[[], dict[str, str]],
        max_running: int,
    ) -> None:
        self._http = http
        self._login = login
        self._headers = headers
        self._in_list = False
        self.capabilities = Capabilities(
            modes=frozenset({Mode.TEXT, Mode.IMAGE}),
            durations_s=(5, 8),
            qualities=("360p", "540p", "720p"),
            aspect_ratios=FIVE_RATIOS,
            prompt_max_chars=2048,
            picture=PictureLimits(max_side_px=4000, max_bytes=20_000_000 - 1),
            picture_way=PictureWay.UPLOAD,
            logs_in=True,
            balance=True,
            callback=None,
            defaults=Options(duration_s=5, quality="360p", aspect_ratio="16:9"),
            max_running=max_running,
            repeat_window=timedelta(0),
        )

    async def balance(self) -> Balance:
        """Daily, monthly and package credits of the membership."""
        resp = await self._call("GET", f"{WEB}/user/credits")
        parts = (
            BalancePart(name=name, amount=decimal(resp.get(f"credit{name}")) or Decimal(0))
            for name in ("daily", "monthly", "package")
        )
        return Balance(unit="credits", parts=tuple(parts))

    async def upload(self, jpeg: bytes, *, job_id: int) -> str:  # noqa: ARG002 (nothing is kept)
        """The picture's address at the platform."""
        files = {"image": ("picture.jpg", jpeg, "image/jpeg")}
        resp = await self._call("POST", f"{OPEN}/image/upload", files=files)
        url = resp.get("imgurl")
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise Unclear(self.name, "an answer without img_url")
        return url

    async def turn(self) -> None:
        """Logged in and in its turn: an order needs both. A login that fails buys nothing."""
        await self._login.token()
        await self._http.turn()

    async def submit(self, order: Order, *, key: str) -> Submission:  # noqa: ARG002 (it knows none)
        """Buy a video. It is sent once more only where its token was refused."""
        route = "i2v" if order.uploads else "t2v"
        path = f"{WEB}/video/{route}"
        resp = await self._call("POST", path, send=self._http.send, body=_body(order))
        resp = resp | plain_keys(resp.get("result"))
        made = resp.get("videoids")
        first = made[0] if isinstance(made, list) and made else None
        video_id = digits(resp.get("videoid") or first)
        if video_id is None or int(video_id) == 0:
            raise Unclear(self.name, "an answer without video_id")
        return Submission(id=video_id)

    async def check(self, submission_id: str, *, user_id: int) -> Status:  # noqa: ARG002
        """By the open API, or by the account's list where that does not know such videos.

        Addresses are given out before there is anything behind them, so it is looked whether there
        is.
        """
        status = await self._status(submission_id)
        if isinstance(status, Done) and not await self._is_there(status.url):
            return Running()
        return status

    async def _status(self, video_id: str) -> Status:
        missing: Refused | None = None
        if not self._in_list:
            try:
                return status_of(await self._call("GET", f"{OPEN}/video/result/{video_id}"))
            except _InvalidMedia:
                self._in_list = True
            except Refused as refused:
                if refused.fault is not Fault.NOT_FOUND:
                    raise
                missing = refused
        listed = await self._listed(video_id)
        if listed is None and missing is not None:
            raise missing
        return listed or Running()

    async def _listed(self, video_id: str) -> Status | None:
        """How far a video of the account's list is; None when it is not among the newest."""
        resp = await self._call("POST", f"{WEB}/video/list/personal", body=_EXCERPT)
        listed = resp.get("data")
        for entry in map(plain_keys, listed if isinstance(listed, list) else ()):
            if str(entry.get("videoid")) == video_id:
                return status_of(entry)
        return None

    async def _is_there(self, url: str) -> bool:
        answer = await self._http.request("HEAD", url, headers={})
        return answer.status < 400 or answer.status == 405

    async def read_callback(self, callback: Callback) -> str:  # noqa: ARG002
        """Always raises CallbackRefused: the website calls nobody."""
        raise CallbackRefused("it sends none")

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def _call(
        self, method: str, path: str, *, send: Send | None = None, **content: Any
    ) -> dict[str, Any]:
        """What the envelope holds; once more with another token where the first was refused."""
        send = send or self._http.request

        async def sent(token: str) -> Answer:
            headers = self._headers() | {"Token": token}
            return await send(method, path, headers=headers, **content)

        token = await self._login.token()
        answer = await sent(token)
        code = (envelope_of(answer) or {}).get("errcode")
        if code == EVICTED:
            answer = await sent(await self._login.evicted(token))
        elif code in EXPIRED:
            answer = await sent(await self._login.instead_of(token))
        return await self._resp(answer)

    async def _resp(self, answer: Answer) -> dict[str, Any]:
        envelope = envelope_of(answer)
        if envelope is None or answer.status == 429:
            raise await self._http.refusal(answer)
        code = envelope["errcode"]
        if code == INVALID_MEDIA:
            raise _InvalidMedia(self.name, f"ErrCode {code}", fault=Fault.BAD_REQUEST)
        if code != 0:
            fault = FAULTS.get(code, Fault.OVERLOADED)
            raise Refused(self.name, f"ErrCode {code}", fault=fault)
        if answer.status >= 300:
            raise Unclear(self.name, f"HTTP {answer.status} with ErrCode 0")
        return plain_keys(envelope.get("resp"))


class _InvalidMedia(Refused):
    """The open API does not know the website's videos."""


_EXCERPT: Mapping[str, Any] = {
    "offset": 0,
    "limit": LISTED,
    "filter": {},
    "web_offset": 0,
    "app_offset": 0,
}


def build(settings: Settings, tools: Tools) -> PixVerseWeb:
    """The account of these settings."""
    password = settings.pixverse_web_password
    http = tools.http(NAME, settings.pixverse_web_base_url, per_second=REQUESTS_PER_SECOND)

    def headers() -> dict[str, str]:
        # A trace id that was used before may be answered with what it was answered then.
        return {"x-platform": "Web", "Ai-Trace-Id": tools.clock.new_key()}

    login = Login(
        http,
        tools.sessions,
        username=settings.pixverse_web_username or "",
        password=password.get_secret_value() if password else "",
        clock=tools.clock,
        headers=headers,
    )
    return PixVerseWeb(http, login, headers=headers, max_running=settings.pixverse_web_max_running)


def _body(order: Order) -> dict[str, Any]:
    options = order.options
    body: dict[str, Any] = {
        "prompt": order.prompt,
        "duration": options.duration_s,
        "quality": options.quality,
        "model": MODEL,
        "motion_mode": "normal",
        "lip_sync_tts_speaker_id": "Auto",
    }
    if not order.uploads:
        return body | {"aspect_ratio": options.aspect_ratio}
    url = order.uploads[0]
    return body | {"customer_img_url": url, "customer_img_path": urlsplit(url).path.lstrip("/")}
