"""UCloud Modelverse's task API (docs.ucloud.cn/modelverse), with the model pixverse-v6.

Its pages contradict themselves in three things: whether "Bearer" stands before the key, whether
"data:image/jpeg;base64," stands before Base64, and whether `generate_audio` is 1 or true. Each is
found out by the first call that it matters to, and remembered: the wrong one is a certain refusal.

Unverified for want of a live account: those three, how long a prompt and how large a picture may
be (the limits are those of the PixVerse platform behind it, and smaller pictures, for the sake of
Base64), for how long a result's URL works, and with what an unknown task is answered.
"""

import base64
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from typing import Any

from bot.providers.base import (
    Balance,
    Callback,
    CallbackRefused,
    Capabilities,
    Order,
    PictureLimits,
    PictureWay,
    Status,
    Submission,
)
from bot.providers.errors import Fault, ProviderError, Refused, Unclear
from bot.providers.hosting import HostedPicture, Hosting
from bot.providers.http import Answer, ProviderHttp
from bot.providers.modelverse_dialect import (
    PARAM_ERROR,
    UNCLEAR,
    error_name,
    fault_of,
    has_error,
    output_of,
    status_of,
)
from bot.providers.pixverse_models import EIGHT_RATIOS, QUALITIES
from bot.providers.reading import text_id, video_url
from bot.providers.spelling import Spelling, first_taken
from bot.providers.tools import Tools
from bot.settings import Settings
from storage.jobs import Mode, Options

PREFIX = "/v1/tasks"
REQUESTS_PER_SECOND = 5.0
PICTURE_FIELDS = {
    Mode.IMAGE: ("img_url",),
    Mode.FRAMES: ("first_frame_url", "last_frame_url"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """How one order is written. None: the order has nothing of the kind."""

    base64_prefix: str | None
    audio: Callable[[bool], object] | None


class Modelverse:
    """A Provider. Made with a ProviderHttp whose base address is the service's.

    A picture goes as its address when this bot's pictures can be fetched, else with the order.
    """

    name = "modelverse"

    def __init__(
        self, http: ProviderHttp, hosting: Hosting, *, api_key: str, model: str, max_running: int
    ) -> None:
        self._http = http
        self._hosting = hosting
        self._api_key = api_key
        self._model = model
        self._scheme = Spelling("Bearer ", "")
        self._base64_prefix = Spelling("data:image/jpeg;base64,", "")
        self._audio: Spelling[Callable[[bool], object]] = Spelling(int, bool)
        self.capabilities = Capabilities(
            modes=frozenset(Mode),
            durations_s=tuple(range(1, 16)),
            qualities=QUALITIES,
            aspect_ratios=EIGHT_RATIOS,
            audio=True,
            seed=True,
            extends_others=True,
            prompt_max_chars=2048,
            picture=PictureLimits(max_side_px=4000, max_bytes=6_000_000),
            picture_way=PictureWay.INLINE,
            balance=False,
            callback=None,
            defaults=Options(duration_s=5, quality="540p", aspect_ratio="16:9"),
            max_running=max_running,
            repeat_window=timedelta(0),
        )

    async def balance(self) -> Balance:
        """Always raises Refused: only the console tells it."""
        raise Refused(self.name, "it tells no balance", fault=Fault.BAD_REQUEST)

    async def upload(self, jpeg: bytes, *, job_id: int) -> str:
        """Keep the picture here until its order; the service has no upload of its own."""
        return await self._hosting.put(jpeg, job_id=job_id)

    async def turn(self) -> None:
        """Any request's turn will do."""
        await self._http.turn()

    async def submit(self, order: Order, *, key: str) -> Submission:  # noqa: ARG002 (it knows none)
        """Buy a video. It is sent again in another spelling after a param_error or a 401 alone."""
        pictures = await self._hosting.pictures(order.uploads, provider=self.name)
        writing, answer = await first_taken(
            self._writings(order, pictures),
            lambda writing: self._call(
                self._http.send, "POST", "/submit", body=self._body(order, pictures, writing)
            ),
            refused=lambda answer: answer.status == 400 and error_name(answer) == PARAM_ERROR,
        )
        task_id = text_id(output_of(answer).get("taskid"))
        if answer.status >= 300 or task_id is None:
            raise await self._refusal(answer, misfit=_misfit(order))
        self._base64_prefix.settle(writing.base64_prefix)
        self._audio.settle(writing.audio)
        return Submission(id=task_id)

    def _writings(self, order: Order, pictures: Sequence[HostedPicture]) -> Sequence[_Writing]:
        """Every way that is left to write an order, the likeliest first."""
        inline = any(picture.url is None for picture in pictures)
        prefixes = self._base64_prefix.possible if inline else (None,)
        audios = self._audio.possible if order.options.audio is not None else (None,)
        return [
            _Writing(base64_prefix=prefix, audio=audio)
            for prefix, audio in product(prefixes, audios)
        ]

    def _body(
        self, order: Order, pictures: Sequence[HostedPicture], writing: _Writing
    ) -> dict[str, Any]:
        """Nothing that a mode does not know: an aspect ratio is for words alone."""
        options = order.options
        parameters = {
            "resolution": options.quality,
            "duration": options.duration_s,
            "seed": options.seed,
            "aspect_ratio": options.aspect_ratio if order.mode is Mode.TEXT else None,
            "generate_audio": writing.audio(bool(options.audio)) if writing.audio else None,
        }
        return {
            "model": self._model,
            "input": {"prompt": order.prompt} | self._media(order, pictures, writing),
            "parameters": {name: one for name, one in parameters.items() if one is not None},
        }

    def _media(
        self, order: Order, pictures: Sequence[HostedPicture], writing: _Writing
    ) -> dict[str, str]:
        """What the video is made from, beside the prompt."""
        if order.mode is Mode.EXTEND:
            url = video_url(order.source.url) if order.source else None
            if url is None:  # without it, it would be another video that is bought
                raise Refused(self.name, "no video to extend", fault=Fault.NOT_FOUND)
            return {"video_url": url}
        values = [one.url or _inline(one.jpeg, writing.base64_prefix or "") for one in pictures]
        return dict(zip(PICTURE_FIELDS.get(order.mode, ()), values, strict=True))

    async def check(self, submission_id: str, *, user_id: int) -> Status:  # noqa: ARG002
        """How far the task is. The task's id is all that a param_error can be about here."""
        query = {"task_id": submission_id}
        answer = await self._call(self._http.request, "GET", "/status", query=query)
        output = output_of(answer)
        if answer.status >= 300 or not output or has_error(answer):
            raise await self._refusal(answer, misfit=Fault.NOT_FOUND)
        return status_of(output)

    async def read_callback(self, callback: Callback) -> str:  # noqa: ARG002
        """Always raises CallbackRefused: the service calls nobody."""
        raise CallbackRefused("it sends none")

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def _call(
        self, send: Callable[..., Awaitable[Answer]], method: str, path: str, **content: Any
    ) -> Answer:
        """One call with the key, and with the key in its other form where that is refused."""
        scheme, answer = await first_taken(
            self._scheme.possible,
            lambda scheme: send(
                method,
                PREFIX + path,
                headers={"Authorization": scheme + self._api_key},
                **content,
            ),
            refused=lambda answer: answer.status == 401,
        )
        if answer.status < 300 and output_of(answer):
            self._scheme.settle(scheme)
        return answer

    async def _refusal(self, answer: Answer, *, misfit: Fault) -> ProviderError:
        """What an answer means that is no success. `misfit`: what a param_error is."""
        fault, name = fault_of(answer), error_name(answer)
        detail = f"HTTP {answer.status} {name}"
        if answer.status == 429 or fault is Fault.BUSY:
            return await self._http.refusal(replace(answer, status=429))
        if name in UNCLEAR:
            return Unclear(self.name, detail)
        if fault is None:
            return await self._http.refusal(answer)
        return Refused(self.name, detail, fault=misfit if name == PARAM_ERROR else fault)


def build(settings: Settings, tools: Tools) -> Modelverse:
    """The service of these settings."""
    key = settings.modelverse_api_key
    return Modelverse(
        tools.http(Modelverse.name, settings.modelverse_base_url, per_second=REQUESTS_PER_SECOND),
        tools.hosting,
        api_key=key.get_secret_value() if key else "",
        model=settings.modelverse_model,
        max_running=settings.modelverse_max_running,
    )


def _inline(jpeg: bytes, prefix: str) -> str:
    return prefix + base64.b64encode(jpeg).decode()


def _misfit(order: Order) -> Fault:
    """What a param_error to an order is: mostly a bug of ours.

    The address of an earlier video works for about a day, and one that has expired is nobody's.
    """
    return Fault.NOT_FOUND if order.mode is Mode.EXTEND else Fault.BAD_REQUEST
