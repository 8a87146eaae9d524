"""Files that Telegram fetches itself when a bot gives it a URL."""

import mimetypes
from pathlib import PurePosixPath

import aiohttp
import yarl

from bot.demo.botapi.files import MEGABYTE, FileStore, FileType, Upload
from bot.demo.botapi.refusals import bad_request

TIMEOUT_S = 20.0
_LIMITS = {"Photo": 5 * MEGABYTE}
_LIMIT = 20 * MEGABYTE
_TYPES: dict[str, frozenset[str]] = {
    "Photo": frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"}),
    "Video": frozenset({"video/mp4"}),
    "Document": frozenset({"application/pdf", "application/zip", "image/gif"}),
}
"""By URL: https://core.telegram.org/bots/api#sending-files."""


def is_url(value: str) -> bool:
    """Whether Telegram would read this as a URL and not as a file_id, which has no dot."""
    return "." in value or "://" in value


async def fetch(url: str, wanted: FileType, store: FileStore) -> Upload:
    """Get a file; it never stands in memory as a whole. Raises Refused."""
    target = _target(url)
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(target) as answer:
            if answer.status != 200:
                raise bad_request("Failed to get HTTP URL content")
            if answer.content_type not in _TYPES[wanted]:
                raise bad_request("Wrong type of the web page content")
            return await _received(answer, wanted, store)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise bad_request("Failed to get HTTP URL content") from error


def _target(url: str) -> yarl.URL:
    try:
        target = yarl.URL(url if "://" in url else f"http://{url}")
    except ValueError as error:
        raise bad_request("Wrong HTTP URL specified") from error
    if target.scheme not in ("http", "https"):
        raise bad_request("Invalid file HTTP URL specified: Unsupported URL protocol")
    if not target.host:
        raise bad_request("Invalid file HTTP URL specified: URL host is empty")
    return target


async def _received(answer: aiohttp.ClientResponse, wanted: FileType, store: FileStore) -> Upload:
    intake = store.intake()
    whole = False
    try:
        async for chunk in answer.content.iter_chunked(65536):
            intake.write(chunk)
            if intake.size > _LIMITS.get(wanted, _LIMIT):
                raise bad_request("Failed to get HTTP URL content")
        whole = intake.size > 0
    finally:
        if not whole:
            intake.discard()
    if not whole:
        raise bad_request("Wrong file identifier/HTTP URL specified")
    name = PurePosixPath(answer.url.path).name or "file"
    if "." not in name:
        name += mimetypes.guess_extension(answer.content_type) or ""
    return Upload(intake.finish(), name, answer.content_type)
