"""What people have chosen for themselves, wherever they meet the bot."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Database, uninterrupted
from storage.tables import people

REMEMBERED = 10_000
"""People whose choice is kept in memory."""


@uninterrupted
class People:
    """Those who have chosen something; of all others nothing is stored here."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, str | None] = {}

    async def language(self, user_id: int) -> str | None:
        """The language that a person chose; None: none. Wanted for every update."""
        if user_id in self._known:
            return self._known[user_id]
        async with self._database.transaction() as connection:
            theirs = select(people.c.language).where(people.c.user_id == user_id)
            chosen: str | None = await connection.scalar(theirs)
            self._remember(user_id, chosen)  # before anybody else can choose
        return chosen

    async def choose(self, user_id: int, language: str, *, now: datetime) -> None:
        """Keep a person's choice in place of the one before."""
        choice = {"language": language, "seen_at": now}
        async with self._database.transaction() as connection:
            dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
            new = dialect.insert(people).values(user_id=user_id, **choice)
            await connection.execute(
                new.on_conflict_do_update(index_elements=["user_id"], set_=choice)
            )
        self._remember(user_id, language)

    async def forget(self, user_id: int) -> None:
        """Drop what a person chose."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(people).where(people.c.user_id == user_id))
            self._known.pop(user_id, None)

    def _remember(self, user_id: int, language: str | None) -> None:
        """Unless another process could change it."""
        if not self._database.single_process:
            return
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[user_id] = language
