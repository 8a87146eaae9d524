"""What a message can show: photos, videos, documents, stickers."""

from dataclasses import dataclass, replace

from bot.demo.botapi.files import FileStore, FileType, StoredFile, suffix_of, unique_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoSize:
    """One of the sizes that Telegram makes of a picture, always a JPEG."""

    file_id: str
    file: StoredFile
    width: int
    height: int
    type: FileType = "Photo"

    @property
    def file_unique_id(self) -> str:
        """The same for the same bytes."""
        return unique_id(self.file, self.type)

    @property
    def content(self) -> bytes:
        """The JPEG."""
        return self.file.content


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture in all its sizes, the smallest first."""

    sizes: tuple[PhotoSize, ...]

    @property
    def largest(self) -> PhotoSize:
        """The size that a bot takes."""
        return self.sizes[-1]

    @property
    def file(self) -> StoredFile:
        """The largest size's file."""
        return self.largest.file

    @property
    def file_id(self) -> str:
        """The largest size's file_id."""
        return self.largest.file_id

    @property
    def file_unique_id(self) -> str:
        """The largest size's file_unique_id."""
        return self.largest.file_unique_id

    @property
    def content(self) -> bytes:
        """The largest size's JPEG."""
        return self.file.content

    @property
    def width(self) -> int:
        """Of the largest size, in pixels."""
        return self.largest.width

    @property
    def height(self) -> int:
        """Of the largest size, in pixels."""
        return self.largest.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file as it was sent."""

    file_id: str
    file: StoredFile
    name: str
    mime_type: str
    thumbnail: PhotoSize | None = None

    @property
    def file_unique_id(self) -> str:
        """The same for the same bytes."""
        return unique_id(self.file, "Document")

    @property
    def content(self) -> bytes:
        """The bytes as they were sent."""
        return self.file.content


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """An MP4. Sizes in pixels, `duration` in whole seconds."""

    file_id: str
    file: StoredFile
    name: str
    mime_type: str
    width: int
    height: int
    duration: int
    thumbnail: PhotoSize | None = None
    cover: tuple[PhotoSize, ...] = ()

    @property
    def file_unique_id(self) -> str:
        """The same for the same bytes."""
        return unique_id(self.file, "Video")

    @property
    def content(self) -> bytes:
        """The bytes as they were sent."""
        return self.file.content


@dataclass(frozen=True, slots=True, kw_only=True)
class Sticker:
    """A sticker: by its name a still picture (.webp), an animation (.tgs) or a film (.webm)."""

    file_id: str
    file: StoredFile
    name: str

    @property
    def file_unique_id(self) -> str:
        """The same for the same bytes."""
        return unique_id(self.file, "Sticker")

    @property
    def content(self) -> bytes:
        """The bytes as they were sent."""
        return self.file.content

    @property
    def is_animated(self) -> bool:
        """Whether it moves as an animation."""
        return self.name.endswith(".tgs")

    @property
    def is_video(self) -> bool:
        """Whether it moves as a film."""
        return self.name.endswith(".webm")


Media = Photo | Video | Document | Sticker


def reissued(media: Media, store: FileStore) -> Media:
    """The same media for another message: the same files under new file_ids."""
    if isinstance(media, Photo):
        sizes = (
            replace(size, file_id=store.issue(size.file, "Photo", ".jpg")) for size in media.sizes
        )
        return Photo(sizes=tuple(sizes))
    if isinstance(media, Sticker):
        suffix = suffix_of(media.name, "")
        return replace(media, file_id=store.issue(media.file, "Sticker", suffix))
    kind: FileType = "Video" if isinstance(media, Video) else "Document"
    suffix = suffix_of(media.name, media.mime_type)
    return replace(media, file_id=store.issue(media.file, kind, suffix))


def is_same(one: Media | None, other: Media | None) -> bool:
    """Whether two messages would show the very same thing."""
    if one is None or other is None:
        return one is other
    return type(one) is type(other) and one.file_unique_id == other.file_unique_id
