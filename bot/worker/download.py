"""A finished video's bytes, streamed from its provider: never whole in memory, never endless.

VideoSourceError
├── VideoTooLargeError    it has more bytes than the chat takes
└── VideoOutOfReachError  its bytes do not come, or too slowly; they may for somebody else
"""

import asyncio
from collections.abc import AsyncIterator, Collection
from datetime import timedelta

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport, HttpxAiohttpClient

from bot.chat import Chunks, VideoSourceError
from bot.clock import Clock
from bot.worker.public import AddressGate, GatedResolver

MP4_MARK = b"ftyp"
"""Stands at byte 4 of every MP4."""
OPENED_WITHIN_S = 60
"""How long a server and those that it redirects to may take until the body begins."""


class VideoTooLargeError(VideoSourceError):
    """The video has more bytes than the chat takes."""


class VideoOutOfReachError(VideoSourceError):
    """The video may well be there, but its bytes do not come here."""


class Downloads:
    """Opens videos by URL. Signed URLs stay in here: no error carries one.

    `named_hosts` may have private addresses, as the operator's settings name them; see `public`.
    A source that after `patience` gives less than `min_bytes_per_s` on average is too slow, and so
    is one that is waited for longer than `longest`. Time that the receiver takes is not counted.
    """

    def __init__(
        self,
        *,
        max_bytes: int,
        clock: Clock,
        named_hosts: Collection[str] = (),
        min_bytes_per_s: int = 16_000,
        patience: timedelta = timedelta(seconds=20),
        longest: timedelta = timedelta(minutes=3),
    ) -> None:
        self._max_bytes = max_bytes
        self._clock = clock
        self._min_bytes_per_s = min_bytes_per_s
        self._patience = patience
        self._longest = longest
        gate = AddressGate(named_hosts)
        # With a transport of its own the client uses no proxy: one would connect unseen.
        self._client = HttpxAiohttpClient(
            timeout=httpx.Timeout(30.0, connect=10.0),
            follow_redirects=True,
            max_redirects=3,
            transport=AiohttpTransport(client=lambda: _gated(gate)),
            event_hooks={"request": [gate.check]},
        )

    def chunks(self, url: str) -> Chunks:
        """The bytes behind a URL, opened anew at each call.

        Reading raises VideoSourceError for an answer that says no, an address that is not to be
        visited, a body that is no MP4 or ends early; VideoTooLargeError for one above the limit,
        and VideoOutOfReachError for a server that is in trouble, cut off or slow.
        """
        return lambda: self._read(url)

    async def _read(self, url: str) -> AsyncIterator[bytes]:
        try:
            answer = await self._opened(url)
            try:
                async for chunk in self._checked(answer):
                    yield chunk
            finally:
                await answer.aclose()
        except TimeoutError:
            raise VideoOutOfReachError("no answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:  # its text may hold the URL
            raise VideoOutOfReachError(type(error).__name__) from None

    async def _opened(self, url: str) -> httpx.Response:
        async with asyncio.timeout(OPENED_WITHIN_S):
            answer = await self._client.send(self._client.build_request("GET", url), stream=True)
        if answer.status_code != 200:
            await answer.aclose()
            said_no = 400 <= answer.status_code < 500 and answer.status_code not in {408, 429}
            kind = VideoSourceError if said_no else VideoOutOfReachError
            raise kind(f"HTTP {answer.status_code}")
        return answer

    async def _checked(self, answer: httpx.Response) -> AsyncIterator[bytes]:
        head, size = b"", 0
        async for chunk in self._paced(answer):
            size += len(chunk)
            if size > self._max_bytes:
                raise VideoTooLargeError(f"more than {self._max_bytes} bytes")
            if len(head) < 8:
                head += chunk[:8]
                if len(head) >= 8 and head[4:8] != MP4_MARK:
                    raise VideoSourceError("not an MP4")
            yield chunk
        if len(head) < 8:
            raise VideoSourceError("no video in the answer")
        declared = answer.headers.get("content-length", "")
        if declared.isdigit() and "content-encoding" not in answer.headers and size < int(declared):
            raise VideoSourceError("shorter than declared")

    async def _paced(self, answer: httpx.Response) -> AsyncIterator[bytes]:
        """The body's chunks as they come."""
        waited, size = timedelta(0), 0
        asked_at = self._clock.now()
        async for chunk in answer.aiter_bytes():  # by a size of ours, a slow one would be gathered
            waited += self._clock.now() - asked_at
            size += len(chunk)
            if self._is_slow(size, waited):
                raise VideoOutOfReachError("too slow")
            yield chunk
            asked_at = self._clock.now()

    def _is_slow(self, size: int, waited: timedelta) -> bool:
        at_least = self._min_bytes_per_s * waited.total_seconds()
        return waited > self._longest or (waited > self._patience and size < at_least)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _gated(gate: AddressGate) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(resolver=GatedResolver(gate), ssl=httpx.create_ssl_context())
    return aiohttp.ClientSession(connector=connector)
