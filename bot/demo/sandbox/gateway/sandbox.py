"""The gateway's HTTP API over a studio that renders real videos.

What a prompt asks for is in `bot.demo.sandbox.wishes.PROMPT_WORDS`: `#moderated` ("Contents
moderation failed"), `#refused` (at once), `#failed` ("Generation failed"), `#gone` ("Deleted"),
`#slow`, `#never`. A picture with a magenta middle pixel does not pass moderation.

Two dialects, which differ in how they refuse. "contract" is the documentation: 400, 404, 413, 429
and 500 with a sentence. "real" is the gateway's code, which checks nothing of that itself and
passes the platform's errors on: 502 "Pixverse error <code>: <words>", or 504 "Max retries
exceeded". It does not count orders either. Fields that are absent or of a wrong type are FastAPI's
422 in both, although the documentation says 400 (fault `detail_400`).

Every video is the platform's v3.5 of five seconds in 540p. The price is what the platform asks for
that; the gateway tells nobody of it, and whose credits they are is invented. So are the sentences,
that both kinds of order share one quota, and how many generations run at once.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from bot.demo.sandbox.base import Sandbox
from bot.demo.sandbox.books import Books, TooPoor
from bot.demo.sandbox.frame import frame_size
from bot.demo.sandbox.gateway import answers, oddities
from bot.demo.sandbox.gateway.orders import (
    Encoding,
    Order,
    read_picture_order,
    read_question,
    read_text_order,
)
from bot.demo.sandbox.gateway.quota import Quota
from bot.demo.sandbox.gateway.refusal import HttpRefusal, documented, passed_on
from bot.demo.sandbox.pixverse.models import base_price
from bot.demo.sandbox.pixverse.orders import MAX_SEED
from bot.demo.sandbox.pixverse.refusal import Refusal
from bot.demo.sandbox.pixverse.uploads import judged
from bot.demo.sandbox.server import Dialect
from bot.demo.sandbox.shot import Picture, Shot, even
from bot.demo.sandbox.studio import FULL_SIZE, Craft, Production
from bot.demo.sandbox.wishes import Ending, wish_of

CALLS = ("text", "image", "status", "media")
MODEL, SECONDS, QUALITY, RATIO = "v3.5", 5, "540p", 16 / 9
PRICE = base_price(MODEL, quality=QUALITY, seconds=SECONDS, fast=False, audio=False)

Answering = Callable[[web.Request], Awaitable[web.Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the gateway lets through. None is no limit; the quota is only the documentation's."""

    max_running: int = 5
    requests_per_second: float | None = None
    submits_per_minute: int | None = 10
    prompt_max_chars: int = 2048


DOCUMENTED = Plan()


class GatewaySandbox(Sandbox):
    """See Sandbox. A video's number is its video_id.

    `body` says where orders are read from and `file_field` what a picture's field is called: the
    documentation says `file`, the gateway's code `image`. `checks_key` is the documentation's, the
    code does not; `checks_owner` lets nobody ask for another's video, which neither promises.
    """

    def __init__(  # noqa: PLR0913 - keyword-only; gateways differ in as many ways
        self,
        *,
        api_key: str = "sandbox-key",
        credits: int = 10_000,  # noqa: A002 - the platform's word
        plan: Plan = DOCUMENTED,
        dialect: Literal["real", "contract"] = "contract",
        body: Encoding = "form",
        file_field: Literal["file", "image"] = "file",
        checks_key: bool = True,
        checks_owner: bool = False,
        generation_s: tuple[float, float] = (6.0, 20.0),
        craft: Craft = FULL_SIZE,
        seed: int | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self._api_key = api_key if checks_key else None
        self._plan = plan
        self._contract = dialect == "contract"
        self._quota = Quota(plan.submits_per_minute if self._contract else None)
        self._body: Encoding = body
        self._file_field = file_field
        self._checks_owner = checks_owner
        self._orders: dict[int, Order] = {}
        self.books = Books({"credits": credits})
        spoken = Dialect(
            calls=CALLS,
            secret_headers=frozenset({"api-key"}),
            code_of=answers.code_of,
            fault_names=oddities.NAMES,
            fault=oddities.fault,
        )
        super().__init__(
            spoken,
            requests_per_second=plan.requests_per_second,
            generation_s=generation_s,
            craft=craft,
            seed=seed,
            host=host,
        )

    def _ended(self, production: Production) -> None:
        """The platform gives the credits of a moderated video back."""
        if production.ending is Ending.MODERATED:
            self.books.refund(production.number)

    def _routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.post("/text2video", self._call(self._text), name="text"),
            web.post("/image2video", self._call(self._image), name="image"),
            web.get("/get_status", self._call(self._status), name="status"),
        ]

    def _call(self, answering: Answering) -> Answering:
        """What stands around every call: the key, and errors in the dialect's way."""

        async def handler(request: web.Request) -> web.Response:
            try:
                self._check_key(request.headers.get("API-KEY"))
                return await answering(request)
            except HttpRefusal as refusal:
                return answers.refused(refusal)
            except Refusal as refusal:
                told = documented(refusal) if self._contract else passed_on(refusal)
                return answers.refused(told)

        return handler

    def _check_key(self, key: str | None) -> None:
        if self._api_key is not None and key != self._api_key:
            raise HttpRefusal(401, "Invalid API key" if key else "API key is missing")

    async def _text(self, request: web.Request) -> web.Response:
        self._count_submit()
        return self._submit("text", await read_text_order(request, self._body), None)

    async def _image(self, request: web.Request) -> web.Response:
        self._count_submit()
        order = await read_picture_order(request, self._body, self._file_field)
        return self._submit("image", order, await judged(order.file or b""))

    def _count_submit(self) -> None:
        if (wait_s := self._quota.refuse(time.monotonic())) is not None:
            raise HttpRefusal(429, "Too Many Requests", retry_after_s=wait_s)

    def _submit(self, call: str, order: Order, picture: Picture | None) -> web.Response:
        """Nothing waits in here, so two orders cannot pass on one free place."""
        self._check_prompt(order.prompt)
        wish = wish_of(order.prompt)
        if wish.refused:
            raise Refusal(500063)
        if self._studio.running >= self._plan.max_running:
            raise Refusal(500044)
        number = self._studio.new_number()
        try:
            self.books.buy(number=number, what=call, key=order.key(picture), price=PRICE)
        except TooPoor as error:
            raise Refusal(500090) from error
        self._orders[number] = order
        self._studio.begin(number, self._shot(call, order, picture), wish)
        return answers.submitted(number)

    def _check_prompt(self, prompt: str) -> None:
        if not prompt.strip():
            raise Refusal(400011, "prompt")
        if len(prompt) > self._plan.prompt_max_chars:
            raise Refusal(400018)

    def _shot(self, call: str, order: Order, picture: Picture | None) -> Shot:
        ratio = picture.width / picture.height if picture else RATIO
        width, height = frame_size(QUALITY, ratio)
        return Shot(
            mode=call,
            prompt=order.prompt,
            seed=self._rng.randint(0, MAX_SEED),
            seconds=SECONDS,
            width=even(width),
            height=even(height),
            pictures=(picture,) if picture else (),
        )

    async def _status(self, request: web.Request) -> web.Response:
        question = read_question(request)
        production = self._studio.find(question.video_id)
        if production is None or not self._may_see(question.owner, production.number):
            raise Refusal(500008)
        url = self.url + production.film.path if production.film else ""
        return answers.status(production, url)

    def _may_see(self, owner: tuple[str, str], number: int) -> bool:
        return not self._checks_owner or owner == self._orders[number].owner
