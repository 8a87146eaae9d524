"""A method call as the bot sent it. To Telegram every parameter is a string."""

import json
import mimetypes
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, MultipartReader, web

from bot.demo.botapi.files import MAX_UPLOAD_BYTES, FileStore, Upload
from bot.demo.botapi.refusals import bad_request, entity_too_large

MAX_FIELD_BYTES = 1024 * 1024
FORM_OVERHEAD_BYTES = 1024 * 1024
_KEPT_AS_TEXT = frozenset(
    {
        "text",
        "caption",
        "name",
        "description",
        "short_description",
        "callback_query_id",
        "inline_query_id",
        "next_offset",
        "secret_token",
        "file_id",
        "photo",
        "video",
        "document",
    }
)


@dataclass(slots=True)
class Query:
    """One call: its method as it was written, its parameters and the files that came with it."""

    method: str
    params: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A parameter; empty when it is not there."""
        return self.params.get(name, "")

    def has(self, name: str) -> bool:
        """Whether the parameter is there and not empty."""
        return bool(self.params.get(name))

    def flag(self, name: str) -> bool:
        """A yes or no."""
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def integer(
        self, name: str, default: int = 0, *, low: int | None = None, high: int | None = None
    ) -> int:
        """A number, moved into the bounds; what is no number counts as the default."""
        value = whole_number(self.text(name), default)
        value = value if low is None else max(low, value)
        return value if high is None else min(high, value)

    def decoded(self, name: str, *, complaint: str) -> Any:
        """A parameter that is JSON; None when it is not there. Raises Refused: the complaint."""
        if not self.has(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError as error:
            raise bad_request(complaint) from error

    def for_reading(self) -> dict[str, Any]:
        """The parameters for a test to look at: numbers as numbers, JSON as what it says."""
        return {
            name: value if name in _KEPT_AS_TEXT else _loosely(value)
            for name, value in self.params.items()
        }


def whole_number(text: str, default: int = 0) -> int:
    """A number that may have spaces around it."""
    try:
        return int(text.strip())
    except ValueError:
        return default


def _loosely(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def query_of_json(method: str, body: Any) -> Query:
    """A call whose parameters stand in a JSON object."""
    if not isinstance(body, dict):
        raise bad_request("object expected")
    params = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in body.items()
        if value is not None
    }
    return Query(method, params)


async def read_query(request: web.Request, store: FileStore) -> Query:
    """Decode a request: query string, form, multipart form or JSON; files go to the disk as they
    come.

    Raises Refused.
    """
    query = Query(request.match_info["method"], dict(request.query))
    if (request.content_length or 0) > MAX_UPLOAD_BYTES + FORM_OVERHEAD_BYTES:
        raise entity_too_large()
    if request.content_type == "multipart/form-data":
        await _read_multipart(request, store, query)
    elif request.content_type == "application/json":
        query.params |= query_of_json(query.method, await _json_body(request)).params
    elif request.body_exists:
        form = await _form(request)
        query.params |= {name: value for name, value in form.items() if isinstance(value, str)}
    return query


async def _json_body(request: web.Request) -> Any:
    try:
        return json.loads(await request.read() or b"{}")
    except web.HTTPRequestEntityTooLarge as error:
        raise entity_too_large() from error
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error


async def _form(request: web.Request) -> Any:
    try:
        return await request.post()
    except web.HTTPRequestEntityTooLarge as error:
        raise entity_too_large() from error


async def _read_multipart(request: web.Request, store: FileStore, query: Query) -> None:
    try:
        await _read_parts(await request.multipart(), store, query)
    except ValueError as error:
        raise bad_request("can't parse multipart form") from error


async def _read_parts(parts: MultipartReader, store: FileStore, query: Query) -> None:
    left = MAX_UPLOAD_BYTES
    async for part in parts:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        if part.filename is None:
            query.params[part.name] = await _field(part)
        else:
            upload = await _file(part, store, left)
            left -= upload.file.size
            query.uploads[part.name] = upload


async def _field(part: BodyPartReader) -> str:
    value = bytearray()
    while chunk := await part.read_chunk(65536):
        value += chunk
        if len(value) > MAX_FIELD_BYTES:
            raise entity_too_large()
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error


async def _file(part: BodyPartReader, store: FileStore, left: int) -> Upload:
    intake = store.intake()
    whole = False
    try:
        while chunk := await part.read_chunk(65536):
            intake.write(chunk)
            if intake.size > left:
                raise entity_too_large()
        whole = True
    finally:
        if not whole:
            intake.discard()
    name = part.filename or "file"
    kind = part.headers.get("Content-Type", "").partition(";")[0].strip()
    if kind in ("", "application/octet-stream"):
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Upload(intake.finish(), name, kind)
