"""Runs inside the bot's process: kills it at a commit. The product has no switch for it."""

import asyncio
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import structlog
from sqlalchemy import Connection, Engine, Pool, event

from bot.__main__ import main as bot_main

When = Literal["before", "after"]
STATELESS = ("Inbox", "Claims.void_leases", "Alerts")
"""What these write is the same, wherever the job is."""
CLEARING = ("forget_old", "Forgetting.rewrite")
"""Drop what nobody needs, now and then: no chain meets it at the same point again."""


def main(journal: Path, when: When, only: Sequence[str] = ()) -> int:
    """The bot, killed at its first commit that the journal does not name yet.

    `only`: nothing but commits with these names kills.
    """
    Axe(journal, when, only).hang()
    return bot_main([])


class Axe:
    """Falls just before or just after a commit that wrote something, and writes its name down."""

    def __init__(self, journal: Path, when: When, only: Sequence[str]) -> None:
        self._journal = journal
        self._when = when
        self._only = only
        self._met = set(visited(journal))
        self._changes = 0
        self._falls = False

    def hang(self) -> None:
        """From now on every engine of this process stands under it."""
        event.listen(Engine, "commit", self._before)
        event.listen(Pool, "checkin", self._after)

    def _before(self, connection: Connection) -> None:
        changes = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
        wrote, self._changes = changes > self._changes, changes
        if wrote and self._is_new(name := _name(connection)):
            self._meet(name)

    def _is_new(self, name: str) -> bool:
        clears = any(one in name for one in CLEARING)
        return name not in self._met and not clears and name in (self._only or [name])

    def _meet(self, name: str) -> None:
        with self._journal.open("a") as journal:
            journal.write(f"{name}\n")
        self._met.add(name)
        self._falls = True
        if self._when == "before":
            self._fall()

    def _after(self, *_connection: Any) -> None:
        """A connection is given back right after the commit, before anything else is done."""
        if self._falls:
            self._fall()

    def _fall(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def visited(journal: Path) -> list[str]:
    """The names of the commits at which lives have ended, in order."""
    return journal.read_text().splitlines() if journal.exists() else []


def _name(connection: Connection) -> str:
    """Who writes, in which lane, and the state in which the job is by then."""
    task = asyncio.current_task()
    coroutine: Any = task and task.get_coro()
    writer = coroutine.__qualname__
    if writer.startswith(STATELESS):
        return str(writer)
    lane = structlog.contextvars.get_contextvars().get("lane")
    state = connection.exec_driver_sql("SELECT max(state) FROM jobs").scalar()
    return " ".join(filter(None, [lane, writer, state and f"({state})"]))
