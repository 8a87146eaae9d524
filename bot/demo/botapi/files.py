"""Every file that Telegram keeps: its bytes on disk, and the ids that lead to it.

The same bytes are one file and have one `file_unique_id`; each message has its own `file_id`s.
"""

import base64
import hashlib
import itertools
import mimetypes
import secrets
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MEGABYTE = 1024 * 1024
MAX_UPLOAD_BYTES = 50 * MEGABYTE
MAX_DOWNLOAD_BYTES = 20 * MEGABYTE
"""Of getFile; https://core.telegram.org/bots/api#getfile."""

FileType = Literal["Photo", "Video", "Document", "Sticker", "Thumbnail"]

_ID_STARTS: Mapping[str, tuple[str, str]] = {
    "Photo": ("AgACAgI", "AQAD"),
    "Video": ("BAACAgI", "AgAD"),
    "Document": ("BQACAgI", "AgAD"),
    "Sticker": ("CAACAgI", "AgAD"),
    "Thumbnail": ("AAMCAgA", "AQAD"),
}
_FOLDERS: Mapping[str, str] = {
    "Photo": "photos",
    "Video": "videos",
    "Document": "documents",
    "Sticker": "stickers",
    "Thumbnail": "thumbnails",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes on disk. Two with the same bytes are equal."""

    sha256: str
    size: int
    path: Path

    @property
    def content(self) -> bytes:
        """All of it."""
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request, or that Telegram fetched from a URL."""

    file: StoredFile
    name: str
    mime_type: str


@dataclass(frozen=True, slots=True)
class Issued:
    """What a file_id stands for."""

    type: FileType
    file: StoredFile
    file_path: str


class Intake:
    """A file on its way to the store, written as it comes, so that it is never whole in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / f"incoming-{secrets.token_hex(8)}"
        self._out = self._path.open("wb")
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Add what came."""
        self._out.write(chunk)
        self._hash.update(chunk)
        self.size += len(chunk)

    def finish(self) -> StoredFile:
        """The whole file, in its place."""
        self._out.close()
        sha256 = self._hash.hexdigest()
        path = self._path.replace(self._folder / sha256)
        return StoredFile(sha256=sha256, size=self.size, path=path)

    def discard(self) -> None:
        """Forget what came so far."""
        self._out.close()
        self._path.unlink(missing_ok=True)


class FileStore:
    """The files, in a folder of their own that goes when the store is no longer used."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="botapi-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._issued: dict[str, Issued] = {}
        self._numbers = itertools.count()
        self._paths: dict[tuple[str, FileType], str] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._by_hash: dict[str, StoredFile] = {}

    def intake(self) -> Intake:
        """Begin to receive a file."""
        return Intake(self._folder)

    def add(self, content: bytes) -> StoredFile:
        """Keep these bytes."""
        intake = self.intake()
        intake.write(content)
        return intake.finish()

    def issue(self, file: StoredFile, kind: FileType, suffix: str) -> str:
        """A new file_id for a file; `suffix` is how its download path ends (".mp4")."""
        start, _ = _ID_STARTS[kind]
        file_id = start + secrets.token_urlsafe(45)
        self._by_hash[file.sha256] = file
        key = (file.sha256, kind)
        if key not in self._paths:
            self._paths[key] = f"{_FOLDERS[kind]}/file_{next(self._numbers)}{suffix}"
            self._by_path[self._paths[key]] = file
        self._issued[file_id] = Issued(kind, file, self._paths[key])
        return file_id

    def find(self, file_id: str) -> Issued | None:
        """What this file_id was given out for."""
        return self._issued.get(file_id)

    def at(self, file_path: str) -> StoredFile | None:
        """The file behind a download path."""
        return self._by_path.get(file_path)

    def by_hash(self, sha256: str) -> StoredFile | None:
        """A file that some message shows."""
        return self._by_hash.get(sha256)


def unique_id(file: StoredFile, kind: FileType) -> str:
    """The file_unique_id: the same for the same bytes."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(file.sha256)[:12]).decode()
    return _ID_STARTS[kind][1] + digest


def suffix_of(name: str, mime_type: str) -> str:
    """How a file's download path ends."""
    return Path(name).suffix or mimetypes.guess_extension(mime_type) or ""
