"""Every request that reached a sandbox, for tests that count, pace and compare them."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.demo.faults import CallName, Handler
from bot.demo.sandbox.bell import Bell

KEPT_CALLS = 20_000
_DECODED_BYTES = 64_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of a form."""

    filename: str
    content_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, and what it was answered.

    `headers` have small letters and lack the secret ones; `query` and `body` lack secret fields.
    `body` is the decoded JSON, or a form's fields, or the raw bytes. `at` is on the monotonic
    clock, in seconds, when the request had come in whole. `status` is None until it is answered,
    and when the connection broke; `code` is what the dialect's body says beside the HTTP status.
    """

    number: int
    name: str
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    at: float
    status: int | None = None
    code: int | str | None = None


class Recorder:
    """Keeps the newest calls."""

    def __init__(
        self,
        *,
        name_of: CallName,
        code_of: Callable[[Any], int | str | None],
        secret_headers: frozenset[str],
        secret_fields: frozenset[str] = frozenset(),
        rung: Bell,
    ) -> None:
        self._name_of = name_of
        self._code_of = code_of
        self._secret_headers = secret_headers
        self._secret_fields = secret_fields
        self._rung = rung
        self._calls: dict[int, Call] = {}
        self._count = 0

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls in the order in which they came."""
        return tuple(self._calls.values())

    async def record(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Write a request down, carry it out, and write down the answer."""
        call = await self._noted(request)
        try:
            response = await handler(request)
        finally:
            await _close_files(request)
        transport = request.transport
        if transport is not None and not transport.is_closing():
            code = self._code_of(_decoded_answer(response))
            self._calls[call.number] = replace(call, status=response.status, code=code)
        self._rung.ring()
        return response

    async def _noted(self, request: web.Request) -> Call:
        body = await _decoded_body(request)
        self._count += 1
        call = Call(
            number=self._count,
            name=self._name_of(request),
            method=request.method,
            path=request.path,
            query=self._cleaned(dict(request.query)),
            headers={
                name.lower(): value
                for name, value in request.headers.items()
                if name.lower() not in self._secret_headers
            },
            body=self._cleaned(body),
            at=time.monotonic(),
        )
        self._calls[call.number] = call
        self._calls.pop(call.number - KEPT_CALLS, None)
        self._rung.ring()
        return call

    def _cleaned(self, value: Any) -> Any:
        """The value without its secret fields, however deep they are."""
        if isinstance(value, dict):
            kept = {k: v for k, v in value.items() if k.lower() not in self._secret_fields}
            return {name: self._cleaned(inner) for name, inner in kept.items()}
        if isinstance(value, list):
            return [self._cleaned(inner) for inner in value]
        # What could not be decoded cannot be cleaned.
        unread = isinstance(value, bytes) and self._secret_fields
        return b"" if unread else value


async def _decoded_body(request: web.Request) -> Any:
    """Both kinds of body stay readable for the handler: aiohttp keeps them."""
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        return {name: _part(value) for name, value in form.items()}
    raw = await request.read()
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(parse_qsl(raw.decode(errors="replace"), keep_blank_values=True))
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw


async def _close_files(request: web.Request) -> None:
    """aiohttp forgets those of a request that was broken off."""
    if request.content_type.startswith("multipart/"):
        for value in (await request.post()).values():
            if isinstance(value, web.FileField):
                value.file.close()


def _part(value: str | bytes | bytearray | web.FileField) -> str | Part:
    if not isinstance(value, web.FileField):
        return value if isinstance(value, str) else value.decode(errors="replace")
    raw = value.file.read()
    value.file.seek(0)
    return Part(
        filename=value.filename,
        content_type=value.content_type,
        size_bytes=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def _decoded_answer(response: web.StreamResponse) -> Any:
    if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return None
    if response.content_type != "application/json" or len(response.body) > _DECODED_BYTES:
        return None
    try:
        return json.loads(response.body)
    except ValueError:
        return None
