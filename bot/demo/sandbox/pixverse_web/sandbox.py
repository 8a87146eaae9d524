"""The web account's HTTP API over a studio that renders real videos.

What a prompt asks for is in `bot.demo.sandbox.wishes.PROMPT_WORDS`: `#moderated` (status 7, and
the credits come back), `#refused` (500063 at once), `#failed` (8), `#gone` (in no list any more),
`#slow`, `#never`. A picture with a magenta middle pixel is refused as the open API refuses it.

`result_route` is where the backend that first used these endpoints and later clients disagree: the
first asks the open API for videos made on the web, the others were told "invalid media" there, and
look in the account's list. Where it works, it answers as the open API does.

Not documented, and assumed: that a wrong password is refused like an unknown user, what of the
open API's strictness holds here (see `orders`), what is refunded, and the prices.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from bot.demo.sandbox.base import Sandbox
from bot.demo.sandbox.books import Books, TooPoor
from bot.demo.sandbox.fingerprint import fingerprint
from bot.demo.sandbox.frame import frame_size, ratio_of
from bot.demo.sandbox.pixverse.answers import bad, code_of, good, result
from bot.demo.sandbox.pixverse.bodies import image_of, json_of
from bot.demo.sandbox.pixverse.orders import MAX_SEED, Order
from bot.demo.sandbox.pixverse.refusal import Refusal
from bot.demo.sandbox.pixverse.uploads import judged
from bot.demo.sandbox.pixverse_web import oddities, placeholder
from bot.demo.sandbox.pixverse_web.answers import listed, logged_in, submitted
from bot.demo.sandbox.pixverse_web.orders import read_excerpt, read_login, read_web_order
from bot.demo.sandbox.pixverse_web.sessions import EVICTED, EXPIRED, Sessions
from bot.demo.sandbox.pixverse_web.uploads import Uploads
from bot.demo.sandbox.server import Dialect
from bot.demo.sandbox.shot import Shot, even
from bot.demo.sandbox.studio import FULL_SIZE, Craft, Production
from bot.demo.sandbox.wishes import Ending, wish_of

WEB, OPEN = "/creative_platform", "/openapi/v2"
CALLS = ("login", "credits", "upload", "t2v", "i2v", "result", "list", "placeholder", "media")
ACCOUNT_ID = 12345678

Answering = Callable[[web.Request], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the account may do; the defaults are a free one's. None is no limit."""

    max_running: int = 2
    requests_per_second: float | None = None
    prompt_max_chars: int = 5000


FREE = Plan()


class PixVerseWebSandbox(Sandbox):
    """See Sandbox. `credits` are (daily, monthly, package), taken in this order.

    A video's number is its video_id. Nobody is logged in at the start.
    """

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        username: str = "sandbox",
        password: str = "sandbox-password",  # noqa: S107 - it guards nothing
        credits: tuple[int, int, int] = (60, 100, 10_000),  # noqa: A002 - the platform's word
        plan: Plan = FREE,
        result_route: Literal["works", "invalid media"] = "invalid media",
        generation_s: tuple[float, float] = (6.0, 20.0),
        craft: Craft = FULL_SIZE,
        seed: int | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self._credentials = username, password
        self._plan = plan
        self._result_works = result_route == "works"
        self._sessions = Sessions(ACCOUNT_ID)
        self._logins = 0
        self._uploads = Uploads()
        self._orders: dict[int, Order] = {}
        self.books = Books(dict(zip(("daily", "monthly", "package"), credits, strict=True)))
        spoken = Dialect(
            calls=CALLS,
            secret_headers=frozenset({"token"}),
            secret_fields=frozenset({"password", "token"}),
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

    @property
    def logins(self) -> int:
        """How many logins succeeded; every one but the first evicted a token."""
        return self._logins

    def expire(self) -> None:
        """The current token's time is over: it is refused with 10002."""
        self._sessions.end(EXPIRED)

    def evict(self) -> None:
        """Somebody else logs in: the current token is refused with 10005."""
        self._sessions.end(EVICTED)

    def _ended(self, production: Production) -> None:
        """The platform gives the credits of a moderated video back."""
        if production.ending is Ending.MODERATED:
            self.books.refund(production.number)

    def _routes(self) -> list[web.AbstractRouteDef]:
        signed = self._signed
        return [
            web.post(f"{WEB}/login", self._call(self._login), name="login"),
            web.get(f"{WEB}/user/credits", signed(self._credits), name="credits"),
            web.post(f"{OPEN}/image/upload", signed(self._upload), name="upload"),
            web.post(f"{WEB}/video/t2v", signed(self._generate), name="t2v"),
            web.post(f"{WEB}/video/i2v", signed(self._generate), name="i2v"),
            web.get(OPEN + "/video/result/{video_id}", signed(self._result), name="result"),
            web.post(f"{WEB}/video/list/personal", signed(self._list), name="list"),
            web.get(placeholder.PATH, placeholder.serve, name="placeholder"),
        ]

    def _call(self, answering: Answering) -> Callable[[web.Request], Awaitable[web.Response]]:
        """What stands around every call: the envelope."""

        async def handler(request: web.Request) -> web.Response:
            try:
                return good(await answering(request))
            except Refusal as refusal:
                return bad(refusal, contract=False)

        return handler

    def _signed(self, answering: Answering) -> Callable[[web.Request], Awaitable[web.Response]]:
        """A call of somebody who is logged in."""

        async def checked(request: web.Request) -> Mapping[str, Any]:
            self._sessions.check(request.headers.get("Token"))
            return await answering(request)

        return self._call(checked)

    async def _login(self, request: web.Request) -> Mapping[str, Any]:
        if read_login(await json_of(request)) != self._credentials:
            raise Refusal(500200)
        self._logins += 1
        return logged_in(ACCOUNT_ID, self._credentials[0], self._sessions.open())

    async def _credits(self, _request: web.Request) -> Mapping[str, Any]:
        return {f"credit_{name}": int(held) for name, held in self.books.pots.items()}

    async def _upload(self, request: web.Request) -> Mapping[str, Any]:
        picture = await judged(await image_of(request))
        number = self._studio.new_number()
        copy = self._shelf.place(".jpg", "image/jpeg")
        copy.file.write_bytes(picture.jpeg)
        self._uploads.keep(number, picture, self.url + copy.path)
        return {"img_id": number, "img_url": self.url + copy.path}

    async def _generate(self, request: web.Request) -> Mapping[str, Any]:
        call, body = request.match_info.route.name or "", await json_of(request)
        order = read_web_order(
            call, body, uploads=self._uploads, prompt_max_chars=self._plan.prompt_max_chars
        )
        wish = wish_of(order.prompt)
        if wish.refused:
            raise Refusal(500063)
        # Nothing waits from here on, so two orders cannot pass on one free place.
        if self._studio.running >= self._plan.max_running:
            raise Refusal(500044)
        number = self._studio.new_number()
        try:
            self.books.buy(number=number, what=call, key=fingerprint(body), price=order.price)
        except TooPoor as error:
            raise Refusal(500090) from error
        self._orders[number] = order
        self._studio.begin(number, self._shot(order), wish)
        return submitted(number)

    def _shot(self, order: Order) -> Shot:
        pictures = tuple(self._uploads.picture(number) for number in order.picture_ids)
        by_picture = [picture.width / picture.height for picture in pictures]
        ratio = by_picture[0] if by_picture else ratio_of(order.ratio or "16:9")
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
        )

    async def _result(self, request: web.Request) -> Mapping[str, Any]:
        asked = request.match_info["video_id"]
        if not asked.isdecimal() or len(asked) > 20:
            raise Refusal(400013, "video_id")
        production = self._studio.find(int(asked))
        if production is None:
            raise Refusal(500008)
        if not self._result_works:
            raise Refusal(400)
        url = self.url + production.film.path if production.film else ""
        return result(self._orders[production.number], production, url)

    async def _list(self, request: web.Request) -> Mapping[str, Any]:
        """The account's own videos; of one that is not ready the URL leads to the placeholder."""
        excerpt = read_excerpt(await json_of(request))
        made = [self._studio.find(number) for number in reversed(self._orders)]
        kept = [one for one in made if one is not None and one.ending is not Ending.GONE]
        told = kept[excerpt.offset : excerpt.offset + excerpt.limit]
        return {"data": [self._listed(one) for one in told]}

    def _listed(self, production: Production) -> dict[str, Any]:
        path = production.film.path if production.film else placeholder.PATH
        return listed(self._orders[production.number], production, self.url + path)
