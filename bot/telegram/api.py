"""A small client of the Bot API, for what the bot says and fetches.

aiogram, which brings and handles the updates, takes seconds to import; what a restarted bot owes to
people does not wait for it.

ApiError
├── Refusal   Telegram says no
└── NoAnswer  nothing that can be read came back; it may have been done all the same
"""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import httpx
from pydantic import SecretStr


class ApiError(Exception):
    """Base of what a call may raise. Its text holds no address: that would hold the token."""


class Refusal(ApiError):  # noqa: N818 (facts, and named like facts)
    """`said` is Telegram's description in small letters: most things are told apart by it alone."""

    def __init__(
        self,
        code: int,
        said: str = "",
        *,
        retry_after_s: int | None = None,
        moved_to: int | None = None,
    ) -> None:
        super().__init__(f"HTTP {code}")
        self.code = code
        self.said = said
        self.retry_after_s = retry_after_s
        self.moved_to = moved_to


class NoAnswer(ApiError):  # noqa: N818
    """A connection that failed, a time-out, a proxy's page."""


class Api:
    """Calls methods by https://core.telegram.org/bots/api#making-requests. Ended by `close`.

    `timeout_s`: for the whole of a call, the file with it.
    """

    def __init__(self, base_url: str, token: SecretStr) -> None:
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, *, timeout_s: float, **parameters: Any) -> Any:
        """The result of a method. Parameters that are None are left out. Raises ApiError."""
        given = {name: value for name, value in parameters.items() if value is not None}
        return await self._result(method, timeout_s, json=given)

    async def upload(
        self, method: str, file: AsyncIterator[bytes], *, timeout_s: float, **parameters: Any
    ) -> Any:
        """The same with a video that other parameters name attach://video. Raises ApiError."""
        form = aiohttp.FormData()
        for name, value in parameters.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        form.add_field("video", file, filename="video.mp4", content_type="video/mp4")
        return await self._result(method, timeout_s, data=form)

    async def download(self, path: str, *, timeout_s: float) -> AsyncIterator[bytes]:
        """The bytes of a file of getFile, in chunks. Raises NoAnswer."""
        url = f"{self._base_url}/file/bot{self._token.get_secret_value()}/{path}"
        try:
            async with self._open().get(url, timeout=_within(timeout_s)) as answer:
                if answer.status != 200:
                    raise NoAnswer(f"HTTP {answer.status}")
                async for chunk in answer.content.iter_chunked(64 * 1024):
                    yield chunk
        except (aiohttp.ClientError, OSError) as error:  # a time-out is an OSError
            raise NoAnswer(type(error).__name__) from None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _result(self, method: str, timeout_s: float, **body: Any) -> Any:
        url = f"{self._base_url}/bot{self._token.get_secret_value()}/{method}"
        try:
            async with self._open().post(url, timeout=_within(timeout_s), **body) as answer:
                said = await answer.json(content_type=None)
                code = answer.status
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NoAnswer(type(error).__name__) from None
        if not isinstance(said, dict) or "ok" not in said:
            raise NoAnswer(f"HTTP {code}")
        if said["ok"] is not True:
            raise _refusal(said, code)
        return said.get("result")

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(ssl=httpx.create_ssl_context())
            self._session = aiohttp.ClientSession(connector=connector)
        return self._session


def _within(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds)


def _refusal(said: Mapping[str, Any], code: int) -> Refusal:
    about = said.get("parameters")
    parameters: Mapping[str, Any] = about if isinstance(about, dict) else {}
    return Refusal(
        code,
        str(said.get("description") or "").lower(),
        retry_after_s=_whole(parameters.get("retry_after")),
        moved_to=_whole(parameters.get("migrate_to_chat_id")),
    )


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None
