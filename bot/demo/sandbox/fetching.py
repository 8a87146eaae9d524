"""Fetching what a client's order points to, as a service does: from outside, and not for ever."""

from dataclasses import dataclass

import aiohttp

_TIMEOUT = aiohttp.ClientTimeout(total=10.0)
_CHUNK_BYTES = 65_536


class NotFetched(Exception):  # noqa: N818 (an answer, and named like one)
    """Nothing usable came from the address; the text says why, without the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A whole body and its media type, such as "image/jpeg"."""

    body: bytes
    content_type: str


async def fetched(url: str, *, max_bytes: int) -> Fetched:
    """What an http(s) address gives. Redirects are not followed. Raises NotFetched."""
    if not url.startswith(("http://", "https://")):
        raise NotFetched("not an http address")
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as client,
            client.get(url, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise NotFetched(f"HTTP {answer.status}")
            body = bytearray()
            async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
                body += chunk
                if len(body) > max_bytes:
                    raise NotFetched("too large")
            return Fetched(body=bytes(body), content_type=answer.content_type)
    except (TimeoutError, aiohttp.ClientError, ValueError) as error:
        raise NotFetched(type(error).__name__) from error
