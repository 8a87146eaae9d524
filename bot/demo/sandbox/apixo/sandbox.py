"""APIXO's HTTP API over a studio that renders real videos.

Both revisions are served side by side, each under its model's name (see revisions).

What a prompt asks for is in `bot.demo.sandbox.wishes.PROMPT_WORDS`: `#moderated` and `#failed`
end with state "failed" and the revision's failCode, `#refused` with HTTP 403 at once for the newer
model and as `#moderated` for the older one, which documents no such answer. After `#gone` the task
is not found any more, and no callback comes. A picture with a magenta middle pixel does not pass.

A task is "pending" while its picture is being fetched, which begins when the order has been
answered; a text order is "processing" at once. A picture that cannot be had makes the task fail.

Not documented, and assumed: the prices; that a failed task is refunded; that every error has the
HTTP status of its code; HTTP 404 for an unknown model or task, and for another model's task; that
too many tasks at once are answered like too many requests, without Retry-After; the exact waits
between callbacks.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from time import monotonic
from typing import Any

from aiohttp import web

from bot.demo.sandbox.apixo import oddities
from bot.demo.sandbox.apixo.answers import Task, bad, code_of, envelope, number_of, status
from bot.demo.sandbox.apixo.inputs import Unusable, picture_at
from bot.demo.sandbox.apixo.orders import MAX_SEED, Order, order_key, read_order
from bot.demo.sandbox.apixo.refusal import Refusal
from bot.demo.sandbox.apixo.revisions import REVISIONS, Failure, Revision
from bot.demo.sandbox.base import Sandbox
from bot.demo.sandbox.books import Amount, Books, TooPoor
from bot.demo.sandbox.callbacks import Attempt, Callbacks
from bot.demo.sandbox.frame import frame_size, ratio_of
from bot.demo.sandbox.pace import Pace
from bot.demo.sandbox.server import Dialect
from bot.demo.sandbox.shot import Picture, Shot, even
from bot.demo.sandbox.studio import FULL_SIZE, Craft, Production
from bot.demo.sandbox.wishes import Ending, Wish, wish_of

PREFIX = "/api/v1"
CALLS = ("generate", "status", "balance", "media")
CALLBACK_RETRIES_S = (30.0, 60.0, 120.0)
# Of the usual time: a task whose picture cannot be had does not take long.
_AT_ONCE = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the account may do. `requests_per_second` None is no limit.

    The model's page promises 1000 tasks at once, the general one 10 to a paying account.
    """

    max_running: int = 10
    requests_per_second: float | None = None


GENEROUS = Plan()


class ApixoSandbox(Sandbox):
    """See Sandbox. `balance` is in US dollars. `callbacks` may be changed at any time."""

    def __init__(  # noqa: PLR0913 - every one has a default
        self,
        *,
        api_key: str = "sandbox-key",
        balance: Amount = Decimal("74.87"),
        plan: Plan = GENEROUS,
        generation_s: tuple[float, float] = (6.0, 20.0),
        craft: Craft = FULL_SIZE,
        callbacks: bool = True,
        callback_retries_s: Sequence[float] = CALLBACK_RETRIES_S,
        seed: int | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.callbacks = callbacks
        self.books = Books({"usd": balance})
        self._api_key = api_key
        self._plan = plan
        # Not the server's own pace: its answer is not the service's.
        self._pace = Pace(plan.requests_per_second)
        self._tasks: dict[int, Task] = {}
        self._fetching: dict[int, asyncio.Task[None]] = {}
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
        self._callbacks = Callbacks(rung=self._rung, retries_s=callback_retries_s)

    @staticmethod
    def number_of(task_id: str) -> int:
        """The number by which `finish` and the books know a task. Raises ValueError."""
        if (number := number_of(task_id)) is None:
            raise ValueError(f"not a task's id: {task_id}")
        return number

    @property
    def running(self) -> int:
        """How many tasks have not ended."""
        return self._studio.running + len(self._fetching)

    @property
    def called_back(self) -> tuple[Attempt, ...]:
        """Every callback that was tried."""
        return self._callbacks.attempts

    async def finish(self, number: int, ending: Ending | None = None) -> None:
        """End a task now, once its picture has been fetched."""
        if (fetching := self._fetching.get(number)) is not None:
            await asyncio.wait([fetching])
        await super().finish(number, ending)

    async def stop(self) -> None:
        """See Sandbox; callbacks that were not taken are given up."""
        await self._server.stop()
        for fetching in self._fetching.values():
            fetching.cancel()
        await asyncio.gather(*self._fetching.values(), return_exceptions=True)
        await super().stop()
        await self._callbacks.stop()

    def _ended(self, production: Production) -> None:
        task = self._tasks[production.number]
        if production.ending in (Ending.MODERATED, Ending.FAILED):
            self.books.refund(production.number)
        url = task.order.callback_url
        if url is not None and self.callbacks and production.ending is not Ending.GONE:
            body = envelope(status(task, production, self.url))
            self._callbacks.post(url, json.dumps(body).encode())

    def _routes(self) -> list[web.AbstractRouteDef]:
        generate, ask = self._call(self._generate), self._call(self._status)
        balance = self._call(self._balance)
        return [
            web.post(f"{PREFIX}/generateTask/{{model}}", generate, name="generate"),
            web.get(f"{PREFIX}/statusTask/{{model}}", ask, name="status"),
            web.get(f"{PREFIX}/apikeys/current-balance", balance, name="balance"),
        ]

    def _call(
        self, answering: Callable[[web.Request], Awaitable[Any]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """What stands before every call: the key, the pace, the envelope."""

        async def handler(request: web.Request) -> web.Response:
            try:
                self._admit(request)
                return web.json_response(envelope(await answering(request)))
            except Refusal as refusal:
                return bad(refusal)

        return handler

    def _admit(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {self._api_key}":
            raise Refusal(401)
        if self._pace.refuse(monotonic()) is not None:
            raise Refusal(429)

    async def _balance(self, _request: web.Request) -> float:
        return float(self.books.balance)

    async def _generate(self, request: web.Request) -> dict[str, str]:
        revision, body = _revision(request), await _json(request)
        order = read_order(body, revision)
        wish = wish_of(order.prompt)
        if wish.refused:
            if revision.newer:
                raise Refusal(403)
            wish = replace(wish, ending=Ending.MODERATED)
        if self.running >= self._plan.max_running:
            raise Refusal(429)
        number = self._studio.new_number()
        self._pay(number, order, order_key(body), revision)
        task = Task(number=number, revision=revision, order=order, made_at=datetime.now(UTC))
        self._tasks[number] = task
        self._start(task, wish)
        return {"taskId": task.id}

    def _pay(self, number: int, order: Order, key: str, revision: Revision) -> None:
        try:
            self.books.buy(number=number, what=order.mode, key=key, price=order.price)
        except TooPoor as error:
            raise Refusal(*revision.poor) from error

    def _start(self, task: Task, wish: Wish) -> None:
        if task.order.picture_url is None:
            self._studio.begin(task.number, self._shot(task.order, ()), wish)
            return
        fetching = self._fetched(task, task.order.picture_url, wish)
        name = f"fetch for {task.id}"
        self._fetching[task.number] = asyncio.create_task(fetching, name=name)

    async def _fetched(self, task: Task, url: str, wish: Wish) -> None:
        """Go on with the picture, or fail without it."""
        pictures: tuple[Picture, ...] = ()
        try:
            pictures = (await picture_at(url, task.revision),)
        except Unusable as unusable:
            self._tasks[task.number] = replace(task, failure=unusable.failure)
            moderated = unusable.failure is Failure.PICTURE_MODERATED
            ending = Ending.MODERATED if moderated else Ending.FAILED
            wish = Wish(ending=ending, pace=_AT_ONCE)
        del self._fetching[task.number]
        self._studio.begin(task.number, self._shot(task.order, pictures), wish)
        self._rung.ring()

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
            audio=order.audio_url is not None,
        )

    async def _status(self, request: web.Request) -> dict[str, Any]:
        revision = _revision(request)
        number = number_of(_asked(request))
        task = None if number is None else self._tasks.get(number)
        if task is None or task.revision is not revision:
            raise Refusal(404, "Task not found")
        production = self._studio.find(task.number)
        if production is not None and production.ending is Ending.GONE:
            raise Refusal(404, "Task not found")
        return status(task, production, self.url)


def _asked(request: web.Request) -> str:
    if not (task_id := request.query.get("taskId", "")):
        raise Refusal(400, error="Missing required field: taskId")
    return task_id


def _revision(request: web.Request) -> Revision:
    if (revision := REVISIONS.get(request.match_info["model"])) is None:
        raise Refusal(404, "Model not found")
    return revision


async def _json(request: web.Request) -> Any:
    if request.content_type != "application/json":
        raise Refusal(400)
    try:
        return await request.json()
    except ValueError as error:
        raise Refusal(400) from error
