"""parse_mode=HTML, read byte by byte as Telegram does, so that its complaints name the same place.

Follows parse_html in td/telegram/MessageEntity.cpp of https://github.com/tdlib/td.
"""

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from bot.demo.botapi.entities import Entity, Formatted
from bot.demo.botapi.refusals import Refused, bad_request

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_SPACES = frozenset(b" \t\r\n\0\v")
_NAME_ENDS = _SPACES | frozenset(b"=>/\"'")
_END = 0
"""A NUL ends the text, as in the original: reading past the end finds it."""


def parse_html(text: str) -> Formatted:
    """Text and entities of a marked-up text. Raises Refused: "can't parse entities: …"."""
    try:
        return _Reader(text.encode() + b"\0").read()
    except _Unreadable as error:
        raise bad_request(f"Can't parse entities: {error}") from error


def checked_link(url: str) -> str | None:
    """A link as Telegram keeps it; None for one that it drops, such as a host without a dot."""
    if url.lower().startswith("tg://"):
        return url
    full = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(full)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or ("." not in host and ":" not in host):
        return None
    person, at, place = parts.netloc.rpartition("@")
    return parts._replace(netloc=person + at + place.lower(), path=parts.path or "/").geturl()


class _Unreadable(Exception):  # noqa: N818 (never leaves this file)
    pass


@dataclass(slots=True)
class _Tag:
    name: str
    begin: int
    argument: str = ""
    offset: int = 0
    position: int = 0


@dataclass(slots=True)
class _Reader:
    raw: bytes
    at: int = 0
    out: bytearray = field(default_factory=bytearray)
    offset: int = 0
    open: list[_Tag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> Formatted:
        while self.at < len(self.raw) - 1:
            if self.raw[self.at] == ord("<"):
                self._tag()
            else:
                self._character()
        if self.open:
            name = self.open[-1].name
            raise _Unreadable(f'Can\'t find end tag corresponding to start tag "{name}"')
        return Formatted(self._decoded(), tuple(map(_without_stray_language, self.entities)))

    def _decoded(self) -> str:
        try:
            return self.out.decode()
        except UnicodeDecodeError:
            raise Refused(
                "Bad Request: can't parse entities: Text contains invalid Unicode characters after"
                " decoding HTML entities, check for unmatched surrogate code units"
            ) from None

    def _character(self) -> None:
        decoded = self._reference() if self.raw[self.at] == ord("&") else None
        if decoded is not None:
            self.offset += 1 + (decoded > "\uffff")
            self.out += decoded.encode(errors="surrogatepass")
            return
        byte = self.raw[self.at]
        if byte & 0xC0 != 0x80:  # the first byte of a character
            self.offset += 1 + (byte >= 0xF0)
        self.out.append(byte)
        self.at += 1

    def _reference(self) -> str | None:
        """The character of a reference such as &lt; or &#60;; the semicolon may be missing."""
        end = self.at + 1
        if self.raw[end] == ord("#"):
            end, decoded = self._number(end + 1)
        else:
            while chr(self.raw[end]).isascii() and chr(self.raw[end]).isalpha():
                end += 1
            decoded = _NAMED.get(self.raw[self.at + 1 : end])
        if decoded is not None:
            self.at = end + (self.raw[end] == ord(";"))
        return decoded

    def _number(self, start: int) -> tuple[int, str | None]:
        base, digits = 10, b"0123456789"
        if self.raw[start] == ord("x"):
            start, base, digits = start + 1, 16, b"0123456789abcdefABCDEF"
        end = start
        while self.raw[end] in digits:
            end += 1
        code = int(self.raw[start:end] or b"0", base)
        is_known = 0 < code < 0x10FFFF and end - self.at < 10
        return end, chr(code) if is_known else None

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.raw[self.at] == ord("/"):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        name = self._until(_SPACES | {ord(">")}).decode(errors="replace").lower()
        if self.raw[self.at] == _END and self.at == len(self.raw) - 1:
            raise _Unreadable(f"Unclosed start tag at byte offset {begin}")
        if name not in _TYPES:
            raise _Unreadable(f'Unsupported start tag "{name}" at byte offset {begin}')
        tag = _Tag(name, begin)
        while self.raw[self.at] != ord(">"):
            self._skip_spaces()
            if self.raw[self.at] == ord(">"):
                break
            self._attribute(tag)
        self.at += 1
        if name == "span" and tag.argument != "spoiler":
            raise _Unreadable(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        tag.offset, tag.position = self.offset, len(self.out)
        self.open.append(tag)

    def _attribute(self, tag: _Tag) -> None:
        name = self._until(_NAME_ENDS).decode(errors="replace")
        place = f'"{tag.name}" at byte offset {tag.begin}'
        if not name:
            raise _Unreadable(f"Empty attribute name in the tag {place}")
        self._skip_spaces()
        if self._is_at_end():
            raise _Unreadable(f"Unclosed start tag {place}")
        if self.raw[self.at] != ord("="):
            _take(tag, name, "1" if name == "expandable" else "")
            return
        self.at += 1
        self._skip_spaces()
        if self._is_at_end():
            raise _Unreadable(f"Unclosed start tag {place}")
        value = self._value()
        if self._is_at_end():
            raise _Unreadable(f"Unclosed start tag at byte offset {tag.begin}")
        _take(tag, name, value)

    def _value(self) -> str:
        quote = self.raw[self.at]
        return self._quoted(quote) if quote in b"'\"" else self._token()

    def _token(self) -> str:
        begin = self.at
        while chr(self.raw[self.at]).isascii() and (
            chr(self.raw[self.at]).isalnum() or self.raw[self.at] in b".-"
        ):
            self.at += 1
        if self.raw[self.at] not in _SPACES | {ord(">")}:
            raise _Unreadable(f"Unexpected end of name token at byte offset {begin}")
        return self.raw[begin : self.at].decode().lower()

    def _quoted(self, quote: int) -> str:
        self.at += 1
        value = bytearray()
        while self.raw[self.at] != quote and not self._is_at_end():
            decoded = self._reference() if self.raw[self.at] == ord("&") else None
            if decoded is None:
                value.append(self.raw[self.at])
                self.at += 1
            else:
                value += decoded.encode(errors="surrogatepass")
        self.at += self.raw[self.at] == quote
        return value.decode(errors="replace")

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise _Unreadable(f"Unexpected end tag at byte offset {begin}")
        self.at += 1
        name = self._until(_SPACES | {ord(">")}).decode(errors="replace").lower()
        self._skip_spaces()
        if self.raw[self.at] != ord(">"):
            raise _Unreadable(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        tag = self.open.pop()
        if name not in ("", tag.name):
            raise _Unreadable(
                f"Unmatched end tag at byte offset {begin},"
                f' expected "</{tag.name}>", found "</{name}>"'
            )
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: _Tag) -> None:
        entity = Entity(type=_TYPES[tag.name], offset=tag.offset, length=self.offset - tag.offset)
        last = self.entities[-1] if self.entities else None
        covers_last = last is not None and (last.offset, last.length) == (
            entity.offset,
            entity.length,
        )
        if tag.name == "a":
            self._close_link(tag, entity)
        elif tag.name == "tg-emoji":
            self._close_emoji(tag, entity)
        elif tag.name == "pre" and last and covers_last and last.type == "code" and last.language:
            self.entities[-1] = replace(last, type="pre")
        elif tag.name == "code" and last and covers_last and last.type == "pre" and tag.argument:
            self.entities[-1] = replace(last, language=tag.argument)
        elif tag.name == "code":
            self.entities.append(replace(entity, language=tag.argument or None))
        elif tag.name == "blockquote" and tag.argument:
            self.entities.append(replace(entity, type="expandable_blockquote"))
        else:
            self.entities.append(entity)

    def _close_link(self, tag: _Tag, entity: Entity) -> None:
        url = tag.argument or self.out[tag.position :].decode(errors="replace")
        user = url.removeprefix("tg://user?id=")
        if user != url and user.isdigit():
            self.entities.append(replace(entity, type="text_mention", user_id=int(user)))
        elif (link := checked_link(url)) is not None:
            self.entities.append(replace(entity, url=link))

    def _close_emoji(self, tag: _Tag, entity: Entity) -> None:
        if not tag.argument.isdigit() or int(tag.argument) == 0:
            raise _Unreadable("Invalid custom emoji identifier specified")
        self.entities.append(replace(entity, custom_emoji_id=tag.argument))

    def _until(self, ends: frozenset[int] | set[int]) -> bytes:
        begin = self.at
        while self.raw[self.at] not in ends:
            self.at += 1
        return self.raw[begin : self.at]

    def _skip_spaces(self) -> None:
        while self.raw[self.at] in _SPACES and not self._is_at_end():
            self.at += 1

    def _is_at_end(self) -> bool:
        return self.at >= len(self.raw) - 1


def _without_stray_language(entity: Entity) -> Entity:
    return replace(entity, language=None) if entity.type == "code" else entity


def _take(tag: _Tag, name: str, value: str) -> None:
    """Keep the one attribute that matters for this tag."""
    if (tag.name, name) in {("a", "href"), ("tg-emoji", "emoji-id")}:
        tag.argument = value
    elif (tag.name, name) == ("blockquote", "expandable"):
        tag.argument = "1"
    elif (tag.name, name) == ("code", "class") and value.startswith("language-"):
        tag.argument = value.removeprefix("language-")
    elif (tag.name, name) == ("span", "class") and value.startswith("tg-"):
        tag.argument = value.removeprefix("tg-")
