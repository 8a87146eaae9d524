"""Answers that no documentation promises and every client meets: common to all dialects."""

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bot.demo.faults import Effect, Handler, Hold, answer, cut, cut_midway, drip

OVERSIZED_BYTES = 1_500_000
MP4_START = b"\x00\x00\x00\x18ftypisom"
PRIVATE_URL = "http://127.0.0.2:9/video.mp4"
"""Of the client's own machine, which no service has to know; nothing listens there."""

PAGE = """<!DOCTYPE html>
<html><head><title>{title}</title></head>
<body><center><h1>{title}</h1></center><hr><center>nginx</center></body></html>
"""
_TITLES = {404: "404 Not Found", 413: "413 Request Entity Too Large", 502: "502 Bad Gateway"}


def page(status: int, *, retry_after_s: int | None = None) -> Effect:
    """A proxy's HTML page with this HTTP status, and the call is not carried out."""
    headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
    title = _TITLES.get(status, f"{status} Error")
    return answer(status, body=PAGE.format(title=title), headers=headers)


def lost(instead: Effect) -> Effect:
    """The call is carried out, but this is what the client gets."""

    async def effect(request: web.Request, handler: Handler) -> web.StreamResponse:
        await handler(request)
        return await instead(request, handler)

    return effect


def body_changed(change: Callable[[bytes], bytes]) -> Effect:
    """The true answer with another body, and a Content-Length that fits."""

    async def effect(request: web.Request, handler: Handler) -> web.StreamResponse:
        whole = await handler(request)
        if not isinstance(whole, web.Response) or not isinstance(whole.body, bytes):
            return whole
        body = change(whole.body)
        return web.Response(status=whole.status, body=body, content_type=whole.content_type)

    return effect


def truncated() -> Effect:
    """Half of the true body, as if that were all."""
    return body_changed(lambda whole: whole[: len(whole) // 2])


def oversized() -> Effect:
    """The true body, still well-formed JSON, behind OVERSIZED_BYTES of blanks."""
    return body_changed(lambda whole: b" " * OVERSIZED_BYTES + whole)


def json_instead(value: Any) -> Effect:
    """JSON that is well-formed and of the wrong kind."""
    # `answer(json=None)` would mean that there is no JSON.
    text = "null" if value is None else None
    return answer(json=value, body=text or b"", content_type="application/json")


def redirect(to: str = "/elsewhere") -> Effect:
    """HTTP 302 to a place where nothing is."""
    return answer(302, headers={"Location": to})


def endless(content_type: str = "application/json", *, start: bytes = b"") -> Effect:
    """A body without a length that goes on until the client hangs up."""

    async def effect(request: web.Request, _handler: Handler) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": content_type})
        await stream.prepare(request)
        try:
            await stream.write(start)
            while True:
                await stream.write(b" " * 65_536)
                await asyncio.sleep(0)
        except ConnectionError:  # the client has had enough
            return stream

    return effect


COMMON: Mapping[str, Callable[[], Effect]] = {
    "html_502": lambda: page(502),
    "html_502_after": lambda: lost(page(502)),
    "empty": lambda: answer(200, content_type="application/json"),
    "truncated": truncated,
    "broken_off": cut_midway,
    "oversized": oversized,
    "endless": endless,
    "slow": lambda: drip(seconds_per_chunk=0.2, chunk_bytes=4),
    "stall": Hold,
    "stall_after": lambda: Hold(carried_out=True),
    "cut": cut,
    "cut_after": lambda: cut(carried_out=True),
    "redirect": redirect,
    "json_list": lambda: json_instead([1, 2, 3]),
    "json_number": lambda: json_instead(42),
    "json_null": lambda: json_instead(None),
    "video_empty": lambda: answer(200, content_type="video/mp4"),
    "video_is_html": lambda: answer(
        body=PAGE.format(title="Not a video"), content_type="video/mp4"
    ),
    "video_short": cut_midway,
    "video_slow": lambda: drip(seconds_per_chunk=0.1, chunk_bytes=16_384),
    "video_crawls": lambda: drip(seconds_per_chunk=1.0, chunk_bytes=1),
    "video_endless": lambda: endless("video/mp4", start=MP4_START),
    "video_private": lambda: redirect(PRIVATE_URL),
}
"""Faults by name. `stall` stands until the switches are cleared."""

HTTP_PATTERN = re.compile(r"http_([3-5]\d\d)(?:_retry_(\d+))?")


def common_fault(name: str) -> Effect | None:
    """A fault of COMMON, or `http_<status>` with or without `_retry_<seconds>`; else None."""
    if name in COMMON:
        return COMMON[name]()
    if (found := HTTP_PATTERN.fullmatch(name)) is None:
        return None
    retry_after_s = None if found[2] is None else int(found[2])
    return page(int(found[1]), retry_after_s=retry_after_s)
