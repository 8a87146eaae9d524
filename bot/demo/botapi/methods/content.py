"""What a call wants a message to show: its words and its media."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.botapi.chats import Content
from bot.demo.botapi.entities import Formatted, entities_from, tidied, utf16_length
from bot.demo.botapi.fetching import fetch, is_url
from bot.demo.botapi.files import FileType, StoredFile, Upload
from bot.demo.botapi.formatting import parse_html
from bot.demo.botapi.gallery import Gallery
from bot.demo.botapi.media import Media
from bot.demo.botapi.query import Query, query_of_json
from bot.demo.botapi.refusals import Refused, bad_request
from bot.demo.botapi.telegram import Telegram
from bot.demo.botapi.world import MAX_CAPTION_UNITS, MAX_TEXT_UNITS

MAX_RAW_BYTES = 1 << 15
MAX_LENGTH = 10_000
MAX_DURATION_S = 24 * 60 * 60
_ATTACHED = "attach://"
_TYPES: Mapping[str, FileType] = {"photo": "Photo", "video": "Video", "document": "Document"}
_ID_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Media that a call asks for: an upload, or a file_id or URL. Facts are of a video."""

    type: FileType
    upload: Upload | None
    remote: str = ""
    width: int = 0
    height: int = 0
    duration: int = 0
    thumbnail: Upload | None = None
    cover: Upload | None = None


def read_words(telegram: Telegram, query: Query) -> Content:
    """The content of a text message. Raises Refused."""
    if not query.has("text"):
        raise bad_request("Message text is empty")
    given = query.decoded("entities", complaint="Can't parse entities JSON object")
    words = _formatted(query.text("text"), query.text("parse_mode"), given)
    if not words.text:
        raise bad_request("Text must be non-empty")
    preview = query.decoded(
        "link_preview_options", complaint="Can't parse link preview options JSON object"
    )
    return telegram.world.known(
        Content(text=words.text, entities=words.entities, link_preview=preview)
    )


def read_caption(telegram: Telegram, query: Query) -> Content:
    """The content of a media message, still without the media. Raises Refused."""
    given = query.decoded("caption_entities", complaint="Can't parse entities JSON object")
    words = _formatted(query.text("caption"), query.text("parse_mode"), given)
    return telegram.world.known(
        Content(
            text=words.text,
            entities=words.entities,
            has_spoiler=query.flag("has_spoiler"),
            caption_above=query.flag("show_caption_above_media"),
        )
    )


def check_length(content: Content, *, is_caption: bool) -> None:
    """What Telegram measures only when everything else was in order. Raises Refused."""
    units = utf16_length(content.text)
    if is_caption and units > MAX_CAPTION_UNITS:
        raise bad_request("message caption is too long")
    if not is_caption and units > MAX_TEXT_UNITS:
        raise bad_request("message is too long")


def _formatted(text: str, parse_mode: str, entities: Any) -> Formatted:
    if len(text.encode()) > MAX_RAW_BYTES:
        raise bad_request("Text is too long")
    mode = parse_mode.lower()
    if not text or mode in ("", "none"):
        return tidied(text, entities_from(entities))
    if mode in ("markdown", "markdownv2"):
        raise Refused(f"Bad Request: parse_mode {parse_mode} is not supported in the demo")
    if mode != "html":
        raise bad_request("Unsupported parse_mode")
    marked = parse_html(text)
    return tidied(marked.text, marked.entities)


def read_wish(query: Query, kind: FileType) -> Wish:
    """The media of sendPhoto, sendVideo or sendDocument. Raises Refused when there is none."""
    name = kind.lower()
    wish = _wish(query, kind, query.text(name), field_name=name)
    if wish is None:
        raise bad_request(f"There is no {name} in the request")
    return wish


def read_input_media(query: Query) -> tuple[Wish, Query]:
    """The `media` of editMessageMedia, and its fields as if they were parameters of a call."""
    if not query.has("media"):
        raise bad_request('Parameter "media" is required')
    given = query.decoded("media", complaint="Can't parse input media JSON object")
    if not isinstance(given, dict):
        raise bad_request("Can't parse InputMedia: expected an Object")
    kind = _TYPES.get(str(given.get("type", "")))
    if kind is None:
        raise bad_request(f'Can\'t parse InputMedia: type "{given.get("type")}" is unallowed')
    inner = Query(query.method, query_of_json(query.method, given).params, query.uploads)
    wish = _wish(inner, kind, inner.text("media"))
    if wish is None:
        raise bad_request("Can't parse InputMedia: media not found")
    return wish, inner


def _wish(query: Query, kind: FileType, value: str, *, field_name: str = "") -> Wish | None:
    upload = query.uploads.get(value.removeprefix(_ATTACHED) if value else field_name)
    remote = "" if value.startswith(_ATTACHED) else value
    if upload is None and not remote:
        return None
    return Wish(
        type=kind,
        upload=upload if not remote else None,
        remote=remote,
        width=query.integer("width", low=0, high=MAX_LENGTH),
        height=query.integer("height", low=0, high=MAX_LENGTH),
        duration=query.integer("duration", low=0, high=MAX_DURATION_S),
        thumbnail=_attached(query, "thumbnail"),
        cover=_attached(query, "cover"),
    )


def _attached(query: Query, name: str) -> Upload | None:
    """A file that cannot be given by URL: under its own name, or where the parameter points."""
    value = query.text(name)
    return query.uploads.get(value.removeprefix(_ATTACHED) if value else name)


async def obtain(telegram: Telegram, wish: Wish) -> Media:
    """The media: made of an upload, fetched, or found again. Raises Refused."""
    gallery = telegram.world.gallery
    if wish.upload is not None:
        if wish.upload.file.size == 0:
            raise bad_request("file must be non-empty")
        return await asyncio.to_thread(_make, gallery, wish, wish.upload)
    if is_url(wish.remote):
        fetched = await fetch(wish.remote, wish.type, gallery.files)
        return await asyncio.to_thread(_make, gallery, wish, fetched)
    media = gallery.again(wish.remote, wish.type)
    if media is None:
        raise unknown_file(wish.remote)
    return media


def unknown_file(file_id: str) -> Refused:
    """What a file_id is refused with that was never given out."""
    if not set(file_id) <= _ID_LETTERS:
        return bad_request("wrong remote file identifier specified: Wrong character in the string")
    return bad_request("wrong file identifier/HTTP URL specified")


def _make(gallery: Gallery, wish: Wish, upload: Upload) -> Media:
    if wish.type == "Photo":
        return gallery.make_photo(upload.file)
    if wish.type == "Document":
        return gallery.make_document(upload)
    return gallery.make_video(
        upload,
        width=wish.width,
        height=wish.height,
        duration=wish.duration,
        thumbnail=_file_of(wish.thumbnail),
        cover=_file_of(wish.cover),
    )


def _file_of(upload: Upload | None) -> StoredFile | None:
    return None if upload is None else upload.file
