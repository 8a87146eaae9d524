"""APIXO's task API (apixo.ai/docs), with the models wan-2-5 and wan-2-5-video.

It takes pictures by their address alone, so that videos from pictures, and callbacks, need
PUBLIC_URL. Its callbacks are not signed; the address of each order has a part nobody can guess.

Unverified for want of a live account: prices, which of the two models still answers, how long a
negative prompt wan-2-5 takes, what the messages of refused fields are, and whether an error 500
can come after a task was made (taken for possible).
"""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from PIL import Image

from bot.providers.apixo_dialect import code_of, data_of, fault_of, is_good, status_of
from bot.providers.apixo_models import (
    DURATIONS_S,
    MODELS,
    NEGATIVE_PROMPT_MAX_CHARS,
    NEWEST,
)
from bot.providers.base import (
    Balance,
    BalancePart,
    Callback,
    CallbackRefused,
    CallbackWay,
    Capabilities,
    Order,
    PictureWay,
    Status,
    Submission,
)
from bot.providers.errors import Fault, ProviderError, Refused, Unclear
from bot.providers.hosting import Hosting
from bot.providers.http import Answer, ProviderHttp
from bot.providers.reading import decimal, plain_keys, text_id
from bot.providers.tools import Tools
from bot.settings import Settings
from storage.jobs import Mode, Options

PREFIX = "/api/v1"
REQUESTS_PER_SECOND = 5.0
MODES = {Mode.TEXT: "text-to-video", Mode.IMAGE: "image-to-video"}


class Apixo:
    """A Provider. Made with a ProviderHttp whose base address is the service's.

    A submission's id begins with the model: a task is found under the model that made it, whichever
    the settings name later.
    """

    name = "apixo"

    def __init__(
        self,
        http: ProviderHttp,
        hosting: Hosting,
        *,
        api_key: str,
        model: str,
        route: str,
        max_running: int,
    ) -> None:
        self._http = http
        self._hosting = hosting
        self._api_key = api_key
        self._model = quote(model, safe="")
        self._route = route
        self._able = able = MODELS.get(model, NEWEST)
        reachable = hosting.addresses is not None
        self.capabilities = Capabilities(
            modes=frozenset(MODES) if reachable else frozenset({Mode.TEXT}),
            durations_s=DURATIONS_S,
            qualities=able.qualities,
            aspect_ratios=able.aspect_ratios,
            excluded_ratios=able.excluded_ratios,
            seed=True,
            negative_prompt_max_chars=NEGATIVE_PROMPT_MAX_CHARS,
            prompt_expansion=True,
            prompt_max_chars=able.prompt_max_chars,
            picture=able.picture,
            picture_way=PictureWay.URL,
            balance=True,
            callback=CallbackWay.PER_JOB if reachable else None,
            defaults=Options(duration_s=5, quality="720p", aspect_ratio="16:9"),
            max_running=max_running,
            repeat_window=timedelta(0),
        )

    async def balance(self) -> Balance:
        """US dollars."""
        answer = await self._get("/apikeys/current-balance")
        amount = decimal(data_of(answer))
        if amount is None:
            raise Unclear(self.name, "an answer without a balance")
        return Balance(unit="USD", parts=(BalancePart(name="account", amount=amount),))

    async def upload(self, jpeg: bytes, *, job_id: int) -> str:
        """Keep the picture here, where the service fetches it.

        Raises Refused for one that is too small: the service says so only after the purchase.
        """
        with Image.open(io.BytesIO(jpeg)) as picture:
            if min(picture.size) < self._able.min_side_px:
                raise Refused(self.name, "a small picture", fault=Fault.PICTURE_UNFIT)
        return await self._hosting.put(jpeg, job_id=job_id)

    async def turn(self) -> None:
        """Any request's turn will do."""
        await self._http.turn()

    async def submit(self, order: Order, *, key: str) -> Submission:  # noqa: ARG002 (it knows none)
        """Buy a video."""
        pictures = await self._hosting.pictures(order.uploads, provider=self.name)
        urls = [picture.url for picture in pictures if picture.url is not None]
        path = f"{PREFIX}/generateTask/{self._model}"
        body = self._body(order, urls)
        answer = await self._http.send("POST", path, headers=self._headers, body=body)
        task_id = text_id(plain_keys(data_of(answer)).get("taskid"))
        if answer.status >= 300 or task_id is None:
            raise await self._refusal(answer)
        return Submission(id=f"{self._model}:{task_id}")

    def _body(self, order: Order, urls: list[str]) -> dict[str, Any]:
        """Nothing that was left open; a picture brings its own aspect ratio."""
        options = order.options
        wanted = {
            "mode": MODES[order.mode],
            "prompt": order.prompt,
            "resolution": options.quality,
            "duration": options.duration_s,
            "aspect_ratio": options.aspect_ratio if order.mode is Mode.TEXT else None,
            "image_urls": urls or None,
            "negative_prompt": options.negative_prompt,
            "seed": options.seed,
            "enable_prompt_expansion": options.prompt_expansion,
        }
        return {
            **_reporting(order.callback_url),
            "provider": self._route,
            "input": {name: value for name, value in wanted.items() if value is not None},
        }

    async def check(self, submission_id: str, *, user_id: int) -> Status:  # noqa: ARG002
        """How far the task is."""
        model, _, task_id = submission_id.partition(":")
        answer = await self._get(f"/statusTask/{model}", taskId=task_id)
        return status_of(data_of(answer))

    async def read_callback(self, callback: Callback) -> str:  # noqa: ARG002
        """Always raises CallbackRefused: its callbacks are told apart by their addresses."""
        raise CallbackRefused("it signs none")

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._api_key}"}

    async def _get(self, path: str, **query: str) -> Answer:
        """A good answer; every other one is raised."""
        answer = await self._http.request("GET", PREFIX + path, headers=self._headers, query=query)
        if not is_good(answer):
            raise await self._refusal(answer)
        return answer

    async def _refusal(self, answer: Answer) -> ProviderError:
        """What an answer means that is no success."""
        code = code_of(answer)
        if code == 429:
            return await self._http.refusal(replace(answer, status=429))
        fault = fault_of(answer)
        if fault is None and code == answer.status:
            return await self._http.refusal(answer)
        detail = f"HTTP {answer.status}, code {code}"
        return (
            Unclear(self.name, detail) if fault is None else Refused(self.name, detail, fault=fault)
        )


def build(settings: Settings, tools: Tools) -> Apixo:
    """The service of these settings."""
    key = settings.apixo_api_key
    return Apixo(
        tools.http(Apixo.name, settings.apixo_base_url, per_second=REQUESTS_PER_SECOND),
        tools.hosting,
        api_key=key.get_secret_value() if key else "",
        model=settings.apixo_model,
        route=settings.apixo_route,
        max_running=settings.apixo_max_running,
    )


def _reporting(callback_url: str | None) -> dict[str, str]:
    """How the service tells that it has finished: when asked, or by itself, too."""
    if callback_url is None:
        return {"request_type": "async"}
    return {"request_type": "callback", "callback_url": callback_url}
