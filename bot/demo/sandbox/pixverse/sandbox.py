"""The platform's HTTP API over a studio that renders real videos.

What a prompt asks for is in `bot.demo.sandbox.wishes.PROMPT_WORDS`: `#moderated` (status 7, and
the credits come back), `#refused` (500063 at once), `#failed` (8), `#gone` (6), `#slow`, `#never`.
A picture with a magenta middle pixel is refused as the platform refuses one that is moderated.

Two dialects. "real" is the documented API. "contract" has `video/status?video_id=` with words in
the place of `video/result/{id}`, takes orders without model and aspect ratio, and its own codes
for a wrong key and an empty account.

Unknown of the real platform, and therefore settings: the rate limit and its answer, how many
generations run at once, and whether a failed one is refunded (here it is not).
"""

import functools
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from bot.demo.sandbox.base import Sandbox
from bot.demo.sandbox.books import Books, TooPoor
from bot.demo.sandbox.callbacks import Attempt, Callbacks
from bot.demo.sandbox.frame import frame_size, ratio_of
from bot.demo.sandbox.pixverse import oddities
from bot.demo.sandbox.pixverse.answers import bad, code_of, contract_result, good, result
from bot.demo.sandbox.pixverse.bodies import image_of, json_of
from bot.demo.sandbox.pixverse.orders import MAX_SEED, ORDER_CALLS, Order, read_order
from bot.demo.sandbox.pixverse.refusal import Refusal
from bot.demo.sandbox.pixverse.traces import Resp, Traces
from bot.demo.sandbox.pixverse.uploads import judged
from bot.demo.sandbox.pixverse.webhooks import EXPECTED_BODY, Webhook, report
from bot.demo.sandbox.render import last_frame
from bot.demo.sandbox.server import Dialect
from bot.demo.sandbox.shot import Picture, Shot, even, picture_of
from bot.demo.sandbox.studio import FULL_SIZE, Craft, Production
from bot.demo.sandbox.wishes import Ending, wish_of

PREFIX = "/openapi/v2"
CALLS = ("balance", *ORDER_CALLS, "upload", "result", "media")

Answering = Callable[[web.Request, str], Awaitable[Resp]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the account may do. `requests_per_second` None is no limit."""

    max_running: int = 5
    requests_per_second: float | None = None
    prompt_max_chars: int = 2048


GENEROUS = Plan()


class PixVerseSandbox(Sandbox):
    """See Sandbox. `credits` are (monthly, package), and monthly ones go first.

    `webhook` is the one that is registered; orders that name it are reported when they end.
    """

    def __init__(  # noqa: PLR0913 - every one has a default
        self,
        *,
        api_key: str = "sandbox-key",
        credits: tuple[int, int] = (100, 10_000),  # noqa: A002 - the platform's word
        plan: Plan = GENEROUS,
        generation_s: tuple[float, float] = (6.0, 20.0),
        craft: Craft = FULL_SIZE,
        dialect: Literal["real", "contract"] = "real",
        webhook: Webhook | None = None,
        seed: int | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self._api_key = api_key
        self._plan = plan
        self._contract = dialect == "contract"
        self._traces = Traces()
        self._pictures: dict[int, Picture] = {}
        self._orders: dict[int, Order] = {}
        self.books = Books({"monthly": credits[0], "package": credits[1]})
        spoken = Dialect(
            calls=CALLS,
            secret_headers=frozenset({"api-key"}),
            code_of=code_of,
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
        self._webhook = webhook
        self._callbacks = Callbacks(
            rung=self._rung,
            retries_s=webhook.retries_s if webhook else (),
            expected_body=EXPECTED_BODY,
        )

    @property
    def called_back(self) -> tuple[Attempt, ...]:
        """Every call of the webhook that was tried."""
        return self._callbacks.attempts

    async def stop(self) -> None:
        """See Sandbox; reports that were not taken are given up."""
        await super().stop()
        await self._callbacks.stop()

    def _ended(self, production: Production) -> None:
        """The platform gives the credits of a moderated video back."""
        if production.ending is Ending.MODERATED:
            self.books.refund(production.number)
        order, webhook = self._orders[production.number], self._webhook
        if webhook is not None and webhook.url and order.webhook_id is not None:
            said = report(result(order, production, self._video_url(production)))
            headers = functools.partial(webhook.headers, said)
            self._callbacks.post(webhook.url, json.dumps(said).encode(), headers)

    def _routes(self) -> list[web.AbstractRouteDef]:
        routes: list[web.AbstractRouteDef] = [
            web.get(f"{PREFIX}/account/balance", self._call(self._balance), name="balance"),
            web.post(f"{PREFIX}/image/upload", self._call(self._upload), name="upload"),
        ]
        for call in ORDER_CALLS:
            path = f"{PREFIX}/video/{call}/generate"
            routes.append(web.post(path, self._call(self._generate), name=call))
        status = "status" if self._contract else "result/{video_id}"
        path = f"{PREFIX}/video/{status}"
        return [*routes, web.get(path, self._call(self._result), name="result")]

    def _call(self, answering: Answering) -> Callable[[web.Request], Awaitable[web.Response]]:
        """What stands before every call: the key, the trace id, the envelope."""

        async def handler(request: web.Request) -> web.Response:
            try:
                self._check_key(request.headers.get("API-KEY"))
                trace_id = request.headers.get("ai-trace-id")
                return good(await self._traces.once(trace_id, lambda id_: answering(request, id_)))
            except Refusal as refusal:
                return bad(refusal, contract=self._contract)

        return handler

    def _check_key(self, key: str | None) -> None:
        if key == self._api_key:
            return
        if self._contract:
            raise Refusal(401, http_status=401)
        raise Refusal(10001 if key else 10003)

    async def _balance(self, _request: web.Request, _trace_id: str) -> Resp:
        pots = {f"credit_{name}": int(held) for name, held in self.books.pots.items()}
        return {"account_id": 12345678, **pots}

    async def _upload(self, request: web.Request, _trace_id: str) -> Resp:
        picture = await judged(await image_of(request))
        number = self._studio.new_number()
        self._pictures[number] = picture
        copy = self._shelf.place(".jpg", "image/jpeg")
        copy.file.write_bytes(picture.jpeg)
        return {"img_id": number, "img_url": self.url + copy.path}

    async def _generate(self, request: web.Request, trace_id: str) -> Resp:
        order = read_order(
            request.match_info.route.name or "",
            await json_of(request),
            prompt_max_chars=self._plan.prompt_max_chars,
            lenient=self._contract,
            webhook_ids=(self._webhook.webhook_id,) if self._webhook else (),
        )
        wish = wish_of(order.prompt)
        if wish.refused:
            raise Refusal(500063)
        shot = await self._shot(order)
        # Nothing waits between here and the start, so two orders cannot pass on one free place.
        if self._studio.running >= self._plan.max_running:
            raise Refusal(500044)
        number = self._studio.new_number()
        self._pay(number, order, trace_id)
        self._orders[number] = order
        self._studio.begin(number, shot, wish)
        return {"video_id": number} | ({} if self._contract else {"credits": order.price})

    def _pay(self, number: int, order: Order, trace_id: str) -> None:
        try:
            self.books.buy(number=number, what=order.call, key=trace_id, price=order.price)
        except TooPoor as error:
            if self._contract:
                raise Refusal(403, http_status=403) from error
            raise Refusal(500090) from error

    async def _shot(self, order: Order) -> Shot:
        pictures = await self._order_pictures(order)
        if pictures:
            ratio = pictures[0].width / pictures[0].height
        else:
            ratio = ratio_of(order.ratio or "16:9")
        width, height = frame_size(order.quality, ratio)
        return Shot(
            mode=order.call,
            prompt=order.prompt,
            seed=self._rng.randint(0, MAX_SEED) if order.seed is None else order.seed,
            seconds=order.seconds,
            width=even(width),
            height=even(height),
            pictures=pictures,
            audio=order.audio,
            # The picture that an extension begins with has words on it already.
            lettered=order.call != "extend",
        )

    async def _order_pictures(self, order: Order) -> tuple[Picture, ...]:
        if order.source_video_id is not None:
            return (await self._end_of(order.source_video_id),)
        try:
            return tuple(self._pictures[id_] for id_ in order.picture_ids)
        except KeyError as error:
            raise Refusal(400032) from error

    async def _end_of(self, video_id: int) -> Picture:
        production = self._studio.find(video_id)
        if production is None or production.film is None:
            raise Refusal(500047)
        image = await self._studio.draw(last_frame, production.film.file)
        return picture_of(image, image.tobytes())

    async def _result(self, request: web.Request, _trace_id: str) -> Resp:
        if self._contract:
            asked = request.query.get("video_id", "")
        else:
            asked = request.match_info["video_id"]
        if not asked.isdecimal():
            raise Refusal(400013 if asked else 400011, "video_id")
        production = self._studio.find(int(asked))
        if production is None:
            raise Refusal(500008)
        url = self._video_url(production)
        if self._contract:
            return contract_result(production, url)
        return result(self._orders[production.number], production, url)

    def _video_url(self, production: Production) -> str:
        return self.url + production.film.path if production.film else ""
