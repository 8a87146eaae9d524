"""The gateway's parameters, read as FastAPI reads them.

A form's empty field counts as absent, a query's does not. Where orders are read from is what the
gateway's relatives disagree on: its own code takes forms, others JSON or the query. A picture
always comes in a form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

from bot.demo.sandbox.fingerprint import fingerprint
from bot.demo.sandbox.gateway.refusal import HttpRefusal, field_error, missing
from bot.demo.sandbox.shot import Picture

Encoding = Literal["form", "json", "query"]

OWNER_FIELDS = ("app_bundle_id", "apphud_user_id")
ORDER_FIELDS = (*OWNER_FIELDS, "prompt")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order whose fields are there; `file` is that of a picture order."""

    owner: tuple[str, str]
    prompt: str
    file: bytes | None = None

    def key(self, picture: Picture | None) -> str:
        """The same for everything that is the same order, as there is no idempotency key."""
        fields: dict[str, Any] = dict(zip(ORDER_FIELDS, (*self.owner, self.prompt), strict=True))
        return fingerprint(fields | ({"picture": picture.sha256} if picture else {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What get_status is asked."""

    owner: tuple[str, str]
    video_id: int


@dataclass(slots=True)
class _Reader:
    """Reads the fields of one place ("body" or "query"), and collects what is wrong with them."""

    place: str
    fields: Mapping[str, Any]
    empty_is_missing: bool = False
    errors: list[Mapping[str, Any]] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A string that must be there."""
        value = self.fields.get(name)
        if name not in self.fields or (self.empty_is_missing and value == ""):
            self.errors.append(missing(self.place, name))
        elif not isinstance(value, str):
            message = "Input should be a valid string"
            self.errors.append(field_error((self.place, name), "string_type", message))
        else:
            return value
        return ""

    def whole(self, name: str) -> int:
        """A whole number, written in digits."""
        written = self.text(name)
        if written.isascii() and written.isdecimal() and len(written) < 20:
            return int(written)
        if name in self.fields:
            message = "Input should be a valid integer, unable to parse string as an integer"
            self.errors.append(field_error((self.place, name), "int_parsing", message))
        return 0

    def owner(self) -> tuple[str, str]:
        """Who asks."""
        app, user = OWNER_FIELDS
        return self.text(app), self.text(user)


async def read_text_order(request: web.Request, encoding: Encoding) -> Order:
    """The order of text2video. Raises HttpRefusal, 422, naming every field that is wrong."""
    reader = await _reader(request, encoding)
    order = Order(owner=reader.owner(), prompt=reader.text("prompt"))
    _check(reader.errors)
    return order


async def read_picture_order(request: web.Request, encoding: Encoding, file_field: str) -> Order:
    """The order of image2video, likewise."""
    reader = await _reader(request, "query" if encoding == "query" else "form")
    owner, prompt = reader.owner(), reader.text("prompt")
    file = _file(await _form(request), file_field, reader.errors)
    _check(reader.errors)
    return Order(owner=owner, prompt=prompt, file=file)


def read_question(request: web.Request) -> Question:
    """What get_status is asked. Raises HttpRefusal, 422."""
    reader = _Reader(place="query", fields=request.query)
    question = Question(owner=reader.owner(), video_id=reader.whole("video_id"))
    _check(reader.errors)
    return question


async def _reader(request: web.Request, encoding: Encoding) -> _Reader:
    if encoding == "query":
        return _Reader(place="query", fields=request.query)
    if encoding == "json":
        return _Reader(place="body", fields=await _object(request))
    return _Reader(place="body", fields=await _form(request), empty_is_missing=True)


async def _form(request: web.Request) -> Mapping[str, Any]:
    return await request.post() if request.content_type in _FORMS else {}


async def _object(request: web.Request) -> Mapping[str, Any]:
    """What is no JSON object has none of the fields; FastAPI says so in other words."""
    if request.content_type != "application/json":
        return {}
    try:
        sent = await request.json()
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _file(form: Mapping[str, Any], name: str, errors: list[Mapping[str, Any]]) -> bytes:
    sent = form.get(name)
    if isinstance(sent, web.FileField):
        sent.file.seek(0)
        return sent.file.read()
    if sent is None:
        errors.append(missing("body", name))
    else:
        message = "Value error, Expected UploadFile, received: <class 'str'>"
        errors.append(field_error(("body", name), "value_error", message))
    return b""


def _check(errors: Sequence[Mapping[str, Any]]) -> None:
    if errors:
        raise HttpRefusal(422, errors)
