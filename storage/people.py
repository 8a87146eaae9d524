"""What people have chosen for themselves, wherever they meet the bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select

from storage.database import Database, uninterrupted
from storage.jobs import Choices
from storage.rows import options_column, options_of
from storage.standings import write_down
from storage.tables import people

REMEMBERED = 10_000
"""People whose choices are kept in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What one person chose; None: nothing."""

    language: str | None = None
    choices: Choices | None = None


@uninterrupted
class People:
    """Those who have chosen something; of all others nothing is stored here."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, Chosen] = {}

    async def language(self, user_id: int) -> str | None:
        """The language that a person chose; None: none. Wanted for every update."""
        return (await self._chosen(user_id)).language

    async def choices(self, user_id: int) -> Choices | None:
        """The options and the provider that a person prefers; None: none. Wanted for every job."""
        return (await self._chosen(user_id)).choices

    async def choose(self, user_id: int, language: str, *, now: datetime) -> None:
        """Keep a person's language in place of the one before."""
        await self._keep(user_id, {"language": language}, now)

    async def prefer(self, user_id: int, choices: Choices | None, *, now: datetime) -> None:
        """Keep what a person prefers in place of what was before; None: nothing any more."""
        preferred = {
            "options": options_column(choices.options) if choices else None,
            "provider": choices.provider if choices else None,
        }
        await self._keep(user_id, preferred, now)

    async def forget(self, user_id: int, *, now: datetime) -> None:
        """Drop what a person chose. What the admins decided about them stays."""
        await self._keep(user_id, dict.fromkeys(("language", "options", "provider")), now)

    async def _keep(self, user_id: int, choice: Mapping[str, Any], now: datetime) -> None:
        async with self._database.transaction() as connection:
            await write_down(connection, user_id, choice, now)
        self._known.pop(user_id, None)

    async def _chosen(self, user_id: int) -> Chosen:
        if user_id in self._known:
            return self._known[user_id]
        wanted = select(people.c.language, people.c.options, people.c.provider)
        async with self._database.transaction() as connection:
            rows = await connection.execute(wanted.where(people.c.user_id == user_id))
            chosen = _chosen_in(rows.mappings().one_or_none())
            self._remember(user_id, chosen)  # before anybody else can choose
        return chosen

    def _remember(self, user_id: int, chosen: Chosen) -> None:
        """Unless another process could change it."""
        if not self._database.single_process:
            return
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[user_id] = chosen


def _chosen_in(row: RowMapping | None) -> Chosen:
    if row is None:
        return Chosen()
    choices = None
    if row["options"] is not None or row["provider"] is not None:
        options = options_of(row["options"] or {})
        choices = Choices(options=options, provider=row["provider"])
    return Chosen(language=row["language"], choices=choices)
