"""The clip that the platform's URLs lead to before there is a video: real, and nobody's."""

import asyncio
import tempfile
from functools import cache
from pathlib import Path

from aiohttp import web

from bot.demo.sandbox.render import render
from bot.demo.sandbox.shelf import PREFIX
from bot.demo.sandbox.shot import Shot

PATH = PREFIX + "/openapi/default.mp4"
_SHOT = Shot(mode="text", prompt="", seed=0, seconds=1, width=64, height=36, fps=4, lettered=False)


async def serve(_request: web.Request) -> web.Response:
    """The clip; an aiohttp handler for PATH."""
    return web.Response(body=await asyncio.to_thread(clip), content_type="video/mp4")


@cache
def clip() -> bytes:
    """The whole file. Blocking."""
    with tempfile.TemporaryDirectory(prefix="sandbox-") as folder:
        file = Path(folder) / "default.mp4"
        render(_SHOT, file)
        return file.read_bytes()
