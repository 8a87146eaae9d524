"""SQLite stores whose schema is made already: making it takes longer than many a test."""

import asyncio
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from storage.store import Store


def with_schema(folder: Path) -> str:
    """The address of an empty store in a folder."""
    file = folder / "bot.db"
    file.write_bytes(_empty())
    return f"sqlite:///{file}"


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "bot.db"
        maker = Thread(target=lambda: asyncio.run(_make(file)))  # a loop may be running here
        maker.start()
        maker.join()
        return file.read_bytes()


async def _make(file: Path) -> None:
    store = await Store.open(f"sqlite:///{file}")
    await store.close()
