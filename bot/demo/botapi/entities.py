"""Formatted text as Telegram keeps it: text, and entities counted in UTF-16 units.

Follows td/telegram/MessageEntity.cpp of https://github.com/tdlib/td.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from bot.demo.botapi.people import User
from bot.demo.botapi.refusals import bad_request

SPLITTABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
VERBATIM = frozenset({"code", "pre"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
FOUND_BY_TELEGRAM = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
)
_PRIORITIES = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_COMMAND = re.compile(r"(?<![\w/<>])/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?!\B|[/<>])")
_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,:;!?)\]}]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_EMPTY = re.compile(
    "[\\s\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufffc\ufeff\u00a0\U000e0000-\U000e007f]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One stretch of formatted text; `offset` and `length` in UTF-16 units.

    A text_mention names a `user_id`; `user` is filled in when Telegram knows who that is.
    """

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    user_id: int | None = None
    user: User | None = None

    @property
    def end(self) -> int:
        """Where the text after it begins."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with its entities."""

    text: str = ""
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """How long Telegram says that a text is."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut_out(text: str, entity: Entity) -> str:
    """The stretch of text that an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * entity.offset : 2 * entity.end].decode("utf-16-le", "surrogatepass")


def is_blank(text: str) -> bool:
    """Whether a text shows nothing."""
    return _EMPTY.fullmatch(text) is not None


def tidied(text: str, entities: Iterable[Entity] = ()) -> Formatted:
    """What Telegram keeps of a message: cleaned, trimmed, entities nested, commands found."""
    text, kept = _cleaned(text, [entity for entity in entities if entity.length > 0])
    text, kept = _trimmed(text, kept)
    if is_blank(text):
        return Formatted()
    nested = _nested(kept)
    found = [
        entity for entity in find_entities(text) if not any(_touch(entity, own) for own in nested)
    ]
    return Formatted(text, tuple(_nested([*nested, *found])))


def find_entities(text: str) -> Iterator[Entity]:
    """The commands and the web addresses in a text."""
    for kind, pattern in (("bot_command", _COMMAND), ("url", _URL)):
        for match in pattern.finditer(text):
            offset = utf16_length(text[: match.start()])
            yield Entity(type=kind, offset=offset, length=utf16_length(match[0]))


def entities_from(given: Any) -> list[Entity]:
    """Entities that a bot gave as JSON; those that Telegram finds itself are left out."""
    if not isinstance(given, list):
        return []
    return [entity for item in given if (entity := _entity_from(item)) is not None]


def _entity_from(item: Any) -> Entity | None:
    if not isinstance(item, dict):
        raise bad_request("Can't parse MessageEntity: expected an Object")
    for field in ("offset", "length", "type"):
        if field not in item:
            raise bad_request(f"Can't parse MessageEntity: Can't find field \"{field}\"")
    kind = str(item["type"])
    if kind in FOUND_BY_TELEGRAM:
        return None
    if kind not in _PRIORITIES:
        raise bad_request("Can't parse MessageEntity: Unsupported type specified")
    return Entity(
        type=kind,
        offset=int(item["offset"]),
        length=int(item["length"]),
        url=item.get("url"),
        language=item.get("language") or None,
        user_id=item["user"].get("id") if isinstance(item.get("user"), dict) else None,
        custom_emoji_id=item.get("custom_emoji_id"),
    )


def _cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    clean = _CONTROLS.sub(" ", text)
    removed = [utf16_length(clean[: match.start()]) for match in _DROPPED.finditer(clean)]

    def moved(offset: int) -> int:
        return offset - sum(place < offset for place in removed)

    return _DROPPED.sub("", clean), [
        replace(
            entity, offset=moved(entity.offset), length=moved(entity.end) - moved(entity.offset)
        )
        for entity in entities
    ]


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Ends lose spaces and newlines; the beginning only up to the first entity, as at Telegram."""
    text = text.rstrip(" \n")
    whole = utf16_length(text)
    kept = [
        replace(entity, length=min(entity.end, whole) - entity.offset)
        for entity in entities
        if 0 <= entity.offset < whole
    ]
    kept = [entity for entity in kept if cut_out(text, entity).strip(" \n")]
    spaces = len(text) - len(text.lstrip(" \n"))
    start = min([spaces, *(entity.offset for entity in kept)])
    return text[start:], [replace(entity, offset=entity.offset - start) for entity in kept]


def _sorted(entities: Iterable[Entity]) -> list[Entity]:
    return sorted(
        entities,
        key=lambda entity: (entity.offset, -entity.length, _PRIORITIES.get(entity.type, 50)),
    )


def _touch(one: Entity, other: Entity) -> bool:
    overlap = one.offset < other.end and other.offset < one.end
    return overlap and other.type not in SPLITTABLE | QUOTES


def _nested(entities: Sequence[Entity]) -> list[Entity]:
    """Entities of which any two lie apart or one inside the other."""
    ordered = _sorted(entities)
    solid = _apart([entity for entity in ordered if entity.type not in SPLITTABLE | QUOTES])
    quotes = _apart([entity for entity in ordered if entity.type in QUOTES])
    solid = [entity for entity in solid if not any(_cross(entity, quote) for quote in quotes)]
    # Code cuts first: what is left of a style may then cross something that it went around.
    fixed = sorted([*quotes, *solid], key=lambda entity: entity.type not in VERBATIM)
    styles = _cut_at([entity for entity in ordered if entity.type in SPLITTABLE], fixed)
    return _sorted([*quotes, *solid, *styles])


def _apart(ordered: Sequence[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in ordered:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _cross(one: Entity, other: Entity) -> bool:
    overlap = one.offset < other.end and other.offset < one.end
    inside = other.offset <= one.offset and one.end <= other.end
    return overlap and not inside


def _cut_at(styles: Sequence[Entity], fixed: Sequence[Entity]) -> list[Entity]:
    """Styles in pieces: cut where they would cross something, and left out inside code."""
    pieces: list[Entity] = []
    for style in styles:
        rest = [style]
        for other in (*fixed, *pieces):
            rest = [part for piece in rest for part in _parted(piece, other)]
        pieces += rest
    return pieces


def _parted(piece: Entity, other: Entity) -> Iterator[Entity]:
    if other.type == piece.type and other.offset <= piece.offset and piece.end <= other.end:
        return
    borders = [place for place in (other.offset, other.end) if piece.offset < place < piece.end]
    if len(borders) == 2 and other.type not in VERBATIM:
        borders = []  # it lies inside the piece
    places = [piece.offset, *borders, piece.end]
    for start, end in pairwise(places):
        inside = other.offset <= start and end <= other.end
        if not (inside and other.type in VERBATIM):
            yield replace(piece, offset=start, length=end - start)
