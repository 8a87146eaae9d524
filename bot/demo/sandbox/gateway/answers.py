"""The gateway's answers."""

import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.demo.sandbox.gateway.refusal import HttpRefusal
from bot.demo.sandbox.studio import Production
from bot.demo.sandbox.wishes import Ending

RUNNING = "Generating"
DONE = "Generation successful"
WORDS: Mapping[Ending | None, str] = {
    None: RUNNING,
    Ending.VIDEO: DONE,
    Ending.GONE: "Deleted",
    Ending.MODERATED: "Contents moderation failed",
    Ending.FAILED: "Generation failed",
}
_PASSED_ON = re.compile(r"Pixverse error (\d+):")


def submitted(number: int) -> web.Response:
    """An order was taken."""
    return web.json_response({"video_id": number})


def status(production: Production, url: str) -> web.Response:
    """How a video stands; the URL is told only of a finished one."""
    said = {"status": WORDS[production.ending]}
    return web.json_response(said | ({"url": url} if production.ending is Ending.VIDEO else {}))


def refused(refusal: HttpRefusal) -> web.Response:
    """FastAPI's error."""
    wait_s = refusal.retry_after_s
    headers = {"Retry-After": str(wait_s)} if wait_s else {}
    return web.json_response({"detail": refusal.detail}, status=refusal.status, headers=headers)


def code_of(decoded: Any) -> int | str | None:
    """The platform's code where an error was passed on."""
    detail = decoded.get("detail") if isinstance(decoded, dict) else None
    found = _PASSED_ON.match(detail) if isinstance(detail, str) else None
    return int(found[1]) if found else None
