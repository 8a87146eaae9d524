"""A finished video's bytes, streamed from its provider: never whole in memory, never endless."""

from collections.abc import AsyncIterator

import httpx
from httpx_aiohttp import HttpxAiohttpClient

from bot.chat import Chunks, VideoSourceError

MP4_MARK = b"ftyp"
"""Stands at byte 4 of every MP4."""


class VideoTooLargeError(VideoSourceError):
    """The video has more bytes than the chat takes."""


class Downloads:
    """Opens videos by URL. Signed URLs stay in here: no error carries one."""

    def __init__(self, *, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        timeout = httpx.Timeout(30.0, connect=10.0)
        self._client = HttpxAiohttpClient(timeout=timeout, follow_redirects=True, max_redirects=3)

    def chunks(self, url: str) -> Chunks:
        """The bytes behind a URL, opened anew at each call.

        Reading raises VideoSourceError for an answer other than 200, a body that is no MP4 or ends
        early, and VideoTooLargeError for one above the limit.
        """
        return lambda: self._read(url)

    async def _read(self, url: str) -> AsyncIterator[bytes]:
        try:
            async with self._client.stream("GET", url) as answer:
                if answer.status_code != 200:
                    raise VideoSourceError(f"HTTP {answer.status_code}")
                async for chunk in self._checked(answer):
                    yield chunk
        except httpx.HTTPError as error:
            raise VideoSourceError(type(error).__name__) from None  # its text may hold the URL

    async def _checked(self, answer: httpx.Response) -> AsyncIterator[bytes]:
        head, size = b"", 0
        async for chunk in answer.aiter_bytes(64 * 1024):
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

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
