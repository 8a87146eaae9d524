"""Finished files, served under paths that nobody can guess."""

import asyncio
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

PREFIX = "/media"


@dataclass(frozen=True, slots=True)
class Item:
    """A file on the shelf. `path` is that of its URL."""

    path: str
    file: Path
    content_type: str

    @property
    def size_bytes(self) -> int:
        """The length of the file."""
        return self.file.stat().st_size


class Shelf:
    """Files in a folder of their own, which goes when the shelf is cleared away."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._items: dict[str, Item] = {}

    def open(self) -> None:
        """Make the folder."""
        self._folder = tempfile.TemporaryDirectory(prefix="sandbox-", ignore_cleanup_errors=True)

    def clear_away(self) -> None:
        """Delete the folder."""
        if self._folder is not None:
            self._folder.cleanup()

    def place(self, suffix: str, content_type: str) -> Item:
        """A place for a file that the caller writes; it can be fetched as soon as it is there."""
        if self._folder is None:
            raise RuntimeError("the shelf is not open")
        name = secrets.token_urlsafe(24) + suffix
        item = Item(f"{PREFIX}/{name}", Path(self._folder.name) / name, content_type)
        self._items[name] = item
        return item

    @property
    def routes(self) -> list[web.AbstractRouteDef]:
        """What a server adds to serve the shelf; the call's name is `media`."""
        return [web.get(PREFIX + "/{name}", self._serve, name="media")]

    async def _serve(self, request: web.Request) -> web.Response:
        item = self._items.get(request.match_info["name"])
        if item is None or not item.file.exists():
            raise web.HTTPNotFound
        return _cut_out(request, await asyncio.to_thread(item.file.read_bytes), item.content_type)


def _cut_out(request: web.Request, whole: bytes, content_type: str) -> web.Response:
    """The file, or the one range that is asked for; HEAD is aiohttp's.

    If-Range needs no look: a file never changes.
    """
    headers = {"Accept-Ranges": "bytes", "Content-Type": content_type}
    try:
        asked = request.http_range
    except ValueError:  # several ranges, or nonsense: both may be answered with the whole
        return web.Response(body=whole, headers=headers)
    if asked.start is None and asked.stop is None:
        return web.Response(body=whole, headers=headers)
    start, stop, _ = asked.indices(len(whole))
    if start >= stop:
        headers["Content-Range"] = f"bytes */{len(whole)}"
        return web.Response(status=416, headers=headers)
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(whole)}"
    return web.Response(status=206, body=whole[start:stop], headers=headers)
