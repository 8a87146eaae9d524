"""Calling a client back: a POST with JSON, tried again for as long as it is not taken."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from bot.demo.sandbox.bell import Bell

Headers = Mapping[str, str]

_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One POST. `path` is its URL's, `status` None when no whole answer came in time.

    `taken` says that the answer was the one that the service asks for, and no other POST follows.
    """

    path: str
    status: int | None
    taken: bool


class Callbacks:
    """Posts in the background. `retries_s` are the waits after the first, second… failed attempt.

    `expected_body` is the exact body that a client has to answer with, beside HTTP 200. `rung`
    rings after every attempt.
    """

    def __init__(
        self,
        *,
        rung: Bell,
        retries_s: Sequence[float],
        answer_s: float = 30.0,
        expected_body: bytes | None = None,
    ) -> None:
        self._rung = rung
        self._retries_s = tuple(retries_s)
        self._timeout = aiohttp.ClientTimeout(total=answer_s)
        self._expected_body = expected_body
        self._attempts: list[Attempt] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every POST that has been answered or has failed, in order."""
        return tuple(self._attempts)

    def post(self, url: str, body: bytes, headers: Callable[[], Headers] = dict) -> None:
        """Call back, now and later. `headers` is asked anew for every attempt."""
        task = asyncio.create_task(self._post(url, body, headers), name="callback")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _post(self, url: str, body: bytes, headers: Callable[[], Headers]) -> None:
        for wait_s in (0.0, *self._retries_s):
            await asyncio.sleep(wait_s)
            attempt = await self._attempt(url, body, _JSON | dict(headers()))
            self._attempts.append(attempt)
            self._rung.ring()
            if attempt.taken:
                return

    async def _attempt(self, url: str, body: bytes, headers: Headers) -> Attempt:
        path = urlsplit(url).path
        try:
            # Redirects are not followed: nothing documents that a service would.
            async with (
                aiohttp.ClientSession(timeout=self._timeout) as client,
                client.post(url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                said = await answer.read()
                expected = self._expected_body
                taken = answer.status == 200 and expected in (None, said)
                return Attempt(path=path, status=answer.status, taken=taken)
        except (TimeoutError, aiohttp.ClientError, ValueError):
            return Attempt(path=path, status=None, taken=False)

    async def stop(self) -> None:
        """Give up whatever is still being tried."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
