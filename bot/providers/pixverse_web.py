"""A PixVerse web account, by the website's own endpoints: unofficial and undocumented.

Everything here is known from other clients' code alone (github.com/usvvdev/pixverse.back and
Sakenfor/pixsim7). Orders run on the account's membership credits. Experimental: using it may be
against the platform's terms, flagged content can suspend the account, and its owner bears that.

Unverified for want of an account: that the open API's upload takes this token, what else than
"invalid media" the open API may say of a video of the website, how many videos an account may run
at once, and that the list tells no more than the newest LISTED.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

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
from bot.providers.errors import Fault, ProviderError, Refused, Unclear
from bot.providers.http import Answer, ProviderHttp
from bot.providers.pixverse_dialect import FAULTS, envelope_of, resp_of, status_of
from bot.providers.pixverse_models import FIVE_RATIOS
from bot.providers.pixverse_web_login import REFUSED_TOKEN, Login
from bot.providers.reading import decimal, digits, plain_keys, video_url
from bot.providers.tools import Tools
from bot.settings import Settings
from storage.jobs import Mode, Options

WEB = "/creative_platform"
OPEN = "/openapi/v2"
MODEL = "v5"
REQUESTS_PER_SECOND = 1.0
PURSES = ("daily", "monthly", "package")
LISTED = 50
"""The newest videos of the account; of an older one nothing can be learned."""
INVALID_MEDIA = 400
"""Of a video: the open API does not know it. Of a picture: it is too large, mostly."""

Send = Callable[..., Awaitable[Answer]]


class PixVerseWeb:
    """A Provider. Made with a ProviderHttp whose base address is the website's API."""

    name = "pixverse_web"

    def __init__(self, http: ProviderHttp, login: Login, *, max_running: int) -> None:
        self._http = http
        self._login = login
        self._only_listed = False
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
        resp = await self._resp("GET", f"{WEB}/user/credits")
        told = {purse: decimal(resp.get(f"credit{purse}")) for purse in PURSES}
        if all(amount is None for amount in told.values()):
            raise Unclear(self.name, "an answer without credits")
        parts = (BalancePart(name=one, amount=told[one] or Decimal(0)) for one in PURSES)
        return Balance(unit="credits", parts=tuple(parts))

    async def upload(self, jpeg: bytes, *, job_id: int) -> str:  # noqa: ARG002 (nothing is kept)
        """The picture's address at the platform."""
        files = {"image": ("picture.jpg", jpeg, "image/jpeg")}
        faults = {**FAULTS, INVALID_MEDIA: Fault.PICTURE_UNFIT}
        resp = await self._resp("POST", f"{OPEN}/image/upload", faults=faults, files=files)
        url = video_url(resp.get("imgurl"))
        if url is None:
            raise Unclear(self.name, "an answer without img_url")
        return url

    async def turn(self) -> None:
        """Logged in and in its turn: an order needs both. A login that fails buys nothing."""
        await self._login.token()
        await self._http.turn()

    async def submit(self, order: Order, *, key: str) -> Submission:  # noqa: ARG002 (it knows none)
        """Buy a video. It is sent once more only where its token was refused."""
        path = f"{WEB}/video/{'i2v' if order.uploads else 't2v'}"
        answer = await self._call(self._http.send, "POST", path, body=_body(order))
        unfit = Fault.PICTURE_UNFIT if order.uploads else Fault.BAD_REQUEST
        video_id = _video_id(
            await resp_of(answer, self._http, faults={**FAULTS, INVALID_MEDIA: unfit})
        )
        if video_id is None:
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
        fault = None
        if not self._only_listed:
            path = f"{OPEN}/video/result/{video_id}"
            answer = await self._call(self._http.request, "GET", path)
            fault = _unknown_there(answer)
            if fault is None:
                return status_of(await resp_of(answer, self._http))
        listed = await self._listed(video_id)
        if listed is None and fault is Fault.NOT_FOUND:
            raise Refused(self.name, "in no list either", fault=fault)
        self._only_listed = True
        return listed or Running()

    async def _listed(self, video_id: str) -> Status | None:
        """How far a video of the account's list is; None when it is not among the newest."""
        body = {"offset": 0, "limit": LISTED, "filter": {}, "web_offset": 0, "app_offset": 0}
        listed = (await self._resp("POST", f"{WEB}/video/list/personal", body=body)).get("data")
        for entry in map(plain_keys, listed if isinstance(listed, list) else ()):
            if _video_id(entry) == video_id:
                return status_of(entry)
        return None

    async def _is_there(self, url: str) -> bool:
        """Only 404 says that nothing is there yet; any other trouble the delivery can deal with."""
        try:
            answer = await self._http.request("HEAD", url, headers={})
        except (ProviderError, ValueError):  # ValueError: there can be no host of that name
            return True
        return answer.status != 404

    async def read_callback(self, callback: Callback) -> str:  # noqa: ARG002
        """Always raises CallbackRefused: the website calls nobody."""
        raise CallbackRefused("it sends none")

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def _resp(
        self, method: str, path: str, *, faults: Mapping[int, Fault] = FAULTS, **content: Any
    ) -> dict[str, Any]:
        answer = await self._call(self._http.request, method, path, **content)
        return await resp_of(answer, self._http, faults=faults)

    async def _call(self, send: Send, method: str, path: str, **content: Any) -> Answer:
        """One call, and once more with another token where the first was refused."""
        token = await self._login.token()
        answer = await send(method, path, headers=self._login.headers(token), **content)
        code = _code(answer)
        if code not in REFUSED_TOKEN:
            return answer
        token = await self._login.instead_of(token, code)
        return await send(method, path, headers=self._login.headers(token), **content)


def build(settings: Settings, tools: Tools) -> PixVerseWeb:
    """The account of these settings."""
    username = settings.pixverse_web_username or ""
    password = settings.pixverse_web_password or SecretStr("")
    base_url = settings.pixverse_web_base_url
    http = tools.http(PixVerseWeb.name, base_url, per_second=REQUESTS_PER_SECOND)
    # With other credentials it has no part in this session, nor in what this one has to wait for.
    account = settings.derived_secret(f"{base_url} {username} {password.get_secret_value()}")
    login = Login(
        http,
        tools.sessions,
        tools.clock,
        account=f"{PixVerseWeb.name}/{account[:16]}",
        username=username,
        password=password,
    )
    return PixVerseWeb(http, login, max_running=settings.pixverse_web_max_running)


def _body(order: Order) -> dict[str, Any]:
    """What the page sends; a picture brings its own aspect ratio."""
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


def _code(answer: Answer) -> int | None:
    envelope = envelope_of(answer)
    return None if envelope is None else envelope["errcode"]


def _unknown_there(answer: Answer) -> Fault | None:
    """Why the open API does not tell how far a web video is; None when it does.

    It may also not take the token of a web account, and whoever answers for it lack the route.
    """
    code = _code(answer)
    if code is None:
        return Fault.BAD_REQUEST if answer.status == 404 else None
    fault = Fault.BAD_REQUEST if code == INVALID_MEDIA else FAULTS.get(code)
    return fault if fault in (Fault.BAD_REQUEST, Fault.BAD_KEY, Fault.NOT_FOUND) else None


def _video_id(resp: Mapping[str, Any]) -> str | None:
    """In Resp or in its Result, alone or as the first of several; 0 is none."""
    fields = {**resp, **plain_keys(resp.get("result"))}
    several = fields.get("videoids")
    first = several[0] if isinstance(several, list) and several else None
    found = (digits(value) for value in (fields.get("videoid"), first))
    return next((one for one in found if one and one.strip("0")), None)
