"""Modelverse's HTTP API over a studio that renders real videos.

What a prompt asks for is in `bot.demo.sandbox.wishes.PROMPT_WORDS`: `#moderated` and `#failed` end
as Failure, the first with one of MODERATION_MESSAGES, `#refused` with HTTP 400 and
`sensitive_check_error` at once, `#gone` as Success with a URL under which nothing is. A picture
with a magenta middle pixel is refused like a prompt.

What the documentation leaves open, and clients must therefore find out, is a setting: `auth` (the
model's page shows the bare key, every other one "Bearer <key>"), `base64` (with or without the
prefix of a data URL), `sound` (how `generate_audio` is written), `named_in` (which field names an
error: `code`, as documented, or `type`).

Not documented, and assumed: all prices; that a failed or moderated task is refunded; that an
account whose money is spent is refused like a key whose quota is; that too many tasks at once are
answered like too many requests; `param_error` for an unknown task; how long a task is Pending.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from time import monotonic
from typing import Any, Literal

from aiohttp import web
from PIL import Image

from bot.demo.sandbox.base import Sandbox
from bot.demo.sandbox.books import Amount, Books, TooPoor
from bot.demo.sandbox.fingerprint import fingerprint
from bot.demo.sandbox.frame import frame_size, ratio_of
from bot.demo.sandbox.modelverse import oddities
from bot.demo.sandbox.modelverse.answers import Task, code_of, number_of, status, submitted
from bot.demo.sandbox.modelverse.inputs import Base64Form, end_of_video, picture_in
from bot.demo.sandbox.modelverse.orders import MAX_SEED, Order, Sound, read_order
from bot.demo.sandbox.modelverse.refusal import NamedIn, Refusal, error_body, invalid
from bot.demo.sandbox.pace import Pace
from bot.demo.sandbox.render import last_frame
from bot.demo.sandbox.server import Dialect
from bot.demo.sandbox.shot import Picture, Shot, even, picture_of
from bot.demo.sandbox.studio import FULL_SIZE, Craft, Production
from bot.demo.sandbox.wishes import Ending, wish_of

PREFIX = "/v1/tasks"
CALLS = ("submit", "status", "media")

Auth = Literal["bearer", "bare", "both"]
Answering = Callable[[web.Request], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the account may do. `requests_per_second` None is no limit. Nothing is published."""

    max_running: int = 5
    requests_per_second: float | None = None
    prompt_max_chars: int = 5000


GENEROUS = Plan()


class ModelverseSandbox(Sandbox):
    """See Sandbox. `balance` is in yuan; a task is Pending for `pending_s` before it is Running."""

    def __init__(  # noqa: PLR0913 - every one has a default
        self,
        *,
        api_key: str = "sandbox-key",
        balance: Amount = Decimal(1000),
        plan: Plan = GENEROUS,
        generation_s: tuple[float, float] = (6.0, 20.0),
        pending_s: float = 1.5,
        craft: Craft = FULL_SIZE,
        auth: Auth = "both",
        base64: Base64Form = "both",
        sound: Sound = "int",
        named_in: NamedIn = "code",
        seed: int | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.books = Books({"yuan": balance})
        self._plan = plan
        self._pending_s = pending_s
        self._credentials = _credentials(api_key, auth)
        self._base64: Base64Form = base64
        self._sound: Sound = sound
        self._named_in: NamedIn = named_in
        # Not the server's own pace: its answer is not the service's.
        self._pace = Pace(plan.requests_per_second)
        self._tasks: dict[int, Task] = {}
        spoken = Dialect(
            calls=CALLS,
            secret_headers=frozenset({"authorization"}),
            code_of=code_of,
            fault_names=oddities.NAMES,
            fault=oddities.fault,
        )
        super().__init__(
            spoken,
            requests_per_second=None,
            generation_s=generation_s,
            craft=craft,
            seed=seed,
            host=host,
        )

    @staticmethod
    def number_of(task_id: str) -> int:
        """The number by which `finish` and the books know a task. Raises ValueError."""
        if (number := number_of(task_id)) is None:
            raise ValueError(f"not a task's id: {task_id}")
        return number

    def _ended(self, production: Production) -> None:
        if production.ending in (Ending.MODERATED, Ending.FAILED):
            self.books.refund(production.number)

    def _routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.post(f"{PREFIX}/submit", self._call(self._submit), name="submit"),
            web.get(f"{PREFIX}/status", self._call(self._status), name="status"),
        ]

    def _call(self, answering: Answering) -> Callable[[web.Request], Awaitable[web.Response]]:
        """What stands before every call: the key, the pace, the error's body."""

        async def handler(request: web.Request) -> web.Response:
            try:
                self._admit(request)
                return web.json_response(await answering(request))
            except Refusal as refusal:
                body = error_body(refusal, named_in=self._named_in)
                return web.json_response(body, status=refusal.kind.http_status)

        return handler

    def _admit(self, request: web.Request) -> None:
        if request.headers.get("Authorization") not in self._credentials:
            raise Refusal("auth_error")
        if self._pace.refuse(monotonic()) is not None:
            raise Refusal("rate_limit")

    async def _submit(self, request: web.Request) -> dict[str, Any]:
        body = await _json(request)
        order = read_order(body, prompt_max_chars=self._plan.prompt_max_chars, sound=self._sound)
        wish = wish_of(order.prompt)
        if wish.refused:
            raise Refusal("sensitive_check_error")
        shot = self._shot(order, await self._pictures(order))
        # Nothing waits between here and the start, so two orders cannot pass on one free place.
        if self._studio.running >= self._plan.max_running:
            raise Refusal("rate_limit")
        number = self._studio.new_number()
        self._pay(number, order, fingerprint(body))
        task = Task(number=number, order=order, pending_until=monotonic() + self._pending_s)
        self._tasks[number] = task
        self._studio.begin(number, shot, wish)
        return submitted(task)

    def _pay(self, number: int, order: Order, key: str) -> None:
        try:
            self.books.buy(number=number, what=order.mode, key=key, price=order.price)
        except TooPoor as error:
            raise Refusal("permission_error") from error

    async def _pictures(self, order: Order) -> tuple[Picture, ...]:
        if order.mode == "video":
            image = await self._end_of(order.media["video_url"])
            return (picture_of(image, image.tobytes()),)
        return tuple(
            [await picture_in(name, value, self._base64) for name, value in order.media.items()]
        )

    async def _end_of(self, url: str) -> Image.Image:
        """The last frame of a video of ours, without asking ourselves for it, or of another's."""
        for number in self._tasks:
            production = self._studio.find(number)
            if production and production.film and url == self.url + production.film.path:
                return await self._studio.draw(last_frame, production.film.file)
        return await end_of_video("video_url", url)

    def _shot(self, order: Order, pictures: tuple[Picture, ...]) -> Shot:
        ratio = pictures[0].width / pictures[0].height if pictures else ratio_of(order.ratio)
        width, height = frame_size(order.resolution, ratio)
        return Shot(
            mode=order.mode,
            prompt=order.prompt,
            seed=self._rng.randint(0, MAX_SEED) if order.seed is None else order.seed,
            seconds=order.seconds,
            width=even(width),
            height=even(height),
            pictures=pictures,
            audio=order.audio,
            # The picture that an extension begins with has words on it already.
            lettered=order.mode != "video",
        )

    async def _status(self, request: web.Request) -> dict[str, Any]:
        number = number_of(request.query.get("task_id", ""))
        task = None if number is None else self._tasks.get(number)
        production = None if task is None else self._studio.find(task.number)
        if task is None or production is None:
            raise invalid("task_id", "is not that of a task")
        return status(task, production, base_url=self.url, now=monotonic())


def _credentials(api_key: str, auth: Auth) -> frozenset[str]:
    forms = {"bearer": f"Bearer {api_key}", "bare": api_key}
    return frozenset(forms.values()) if auth == "both" else frozenset({forms[auth]})


async def _json(request: web.Request) -> Any:
    if request.content_type != "application/json":
        raise invalid("body", "is not JSON")
    try:
        return await request.json()
    except ValueError as error:
        raise invalid("body", "is not JSON") from error
