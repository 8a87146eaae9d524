"""What comes in with a call."""

from typing import Any

from aiohttp import web

from bot.demo.sandbox.pixverse.refusal import Refusal


async def json_of(request: web.Request) -> Any:
    """The decoded body. Raises Refusal when it is not JSON, or not said to be."""
    if request.content_type != "application/json":
        raise Refusal(400017, "the body is not JSON")
    try:
        return await request.json()
    except ValueError as error:
        raise Refusal(400017, "the body is not JSON") from error


async def image_of(request: web.Request) -> bytes:
    """The file that image/upload was sent. Raises Refusal."""
    form = await request.post()
    if "image_url" in form or "image" not in form:
        raise Refusal(400017 if "image_url" in form else 400011, "image")
    field = form["image"]
    if not isinstance(field, web.FileField):
        raise Refusal(400013, "image")
    field.file.seek(0)
    return field.file.read()
