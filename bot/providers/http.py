"""The one way to a provider's HTTP API: paced, bounded, and with its errors told apart.

For a purchase everything hangs on whether a broken request was sent, so the transport's own
exception is looked at: httpx-aiohttp gives ConnectTimeout also for a connection that broke after
the request had left.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

import aiohttp
import httpx
from httpx_aiohttp import HttpxAiohttpClient

from bot.providers.budget import Budget
from bot.providers.errors import Fault, ProviderError, Refused, Unclear, Unreachable

MAX_ANSWER_BYTES = 1_000_000
MAX_PAUSE_S = 300.0
"""However long a provider asks for with Retry-After, it is asked again after this."""
BUSY_PAUSE_S = 5.0

_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `json` is the decoded body, or None when it is not JSON."""

    status: int
    headers: Mapping[str, str]
    json: Any

    @property
    def retry_after_s(self) -> float | None:
        """The Retry-After header when it counts seconds."""
        try:
            return min(max(0.0, float(self.headers.get("retry-after", ""))), MAX_PAUSE_S)
        except ValueError:
            return None


class Content(TypedDict, total=False):
    """What a request carries. `body` goes as JSON; `form` and `files` may go together."""

    body: Any
    form: Mapping[str, str]
    query: Mapping[str, str]
    files: Mapping[str, tuple[str, bytes, str]]


class ProviderHttp:
    """A client for the base address of one `provider`, by its name."""

    def __init__(
        self,
        *,
        provider: str,
        base_url: str,
        budget: Budget,
        total_s: float = 90.0,
    ) -> None:
        self.provider = provider
        self._budget = budget
        self._total_s = total_s
        self._client = HttpxAiohttpClient(
            base_url=base_url,
            timeout=httpx.Timeout(30.0, connect=10.0),
            follow_redirects=False,
        )

    async def turn(self) -> None:
        """Come back when the next request may go out: its slot of the budget has come."""
        await self._budget.slot()

    async def request(
        self, method: str, path: str, *, headers: Mapping[str, str], **content: Unpack[Content]
    ) -> Answer:
        """Wait for a turn, then `send`."""
        await self.turn()
        return await self.send(method, path, headers=headers, **content)

    async def send(
        self, method: str, path: str, *, headers: Mapping[str, str], **content: Unpack[Content]
    ) -> Answer:
        """Send one request now, in a turn that was waited for before.

        Raises Unreachable when it certainly never left, else Unclear when no whole answer came.
        """
        sending = self._client.build_request(
            method,
            path,
            headers=dict(headers),
            json=content.get("body"),
            data=content.get("form"),
            params=content.get("query"),
            files=content.get("files"),
        )
        try:
            async with asyncio.timeout(self._total_s):
                return await self._sent(sending)
        except TimeoutError as error:
            raise Unclear(self.provider, f"no whole answer in {self._total_s:.0f} s") from error
        except httpx.HTTPError as error:
            raise self._broken(error) from error

    async def _sent(self, sending: httpx.Request) -> Answer:
        answer = await self._client.send(sending, stream=True)
        try:
            body = await self._read(answer)
        finally:
            await answer.aclose()
        return Answer(answer.status_code, answer.headers, _decoded(body))

    async def _read(self, answer: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                raise Unclear(self.provider, "the answer is too large")
        return bytes(body)

    def _broken(self, error: httpx.HTTPError) -> ProviderError:
        kind = type(error.__cause__ or error).__name__
        if isinstance(error.__cause__, _NOT_SENT):
            return Unreachable(self.provider, kind)
        return Unclear(self.provider, kind)

    async def refusal(self, answer: Answer) -> ProviderError:
        """What an answer means that is none of the API's own: by its HTTP status alone.

        A 429 slows the whole provider, not only the one who met it.
        """
        detail = f"HTTP {answer.status}"
        if answer.status == 429:
            pause_s = answer.retry_after_s or BUSY_PAUSE_S
            await self._budget.pause(pause_s)
            return Refused(self.provider, detail, fault=Fault.BUSY, retry_after_s=pause_s)
        if 300 <= answer.status < 500 and answer.status != 408:
            fault = _FAULTS.get(answer.status, Fault.BAD_REQUEST)
            return Refused(self.provider, detail, fault=fault)
        return Unclear(self.provider, f"{detail} without a usable body")

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


_FAULTS = {
    401: Fault.BAD_KEY,
    402: Fault.NO_CREDITS,
    403: Fault.NOT_ALLOWED,
    404: Fault.NOT_FOUND,
    413: Fault.PICTURE_UNFIT,
}


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):  # a UnicodeDecodeError, too
        return None
