"""Logins at providers that have accounts instead of keys: one session each, seldom renewed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select, update

from storage.database import Database, uninterrupted
from storage.insertion import insert_into
from storage.tables import sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A provider's login. `token` is None while there is none."""

    token: str | None
    login_after: datetime
    """No login before this."""


@uninterrupted
class Sessions:
    """The session of each provider."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, provider: str) -> Session | None:
        """The session; None when there never was one."""
        async with self._database.transaction() as connection:
            wanted = select(sessions).where(sessions.c.provider == provider)
            row = (await connection.execute(wanted)).mappings().one_or_none()
        return Session(token=row["token"], login_after=row["login_after"]) if row else None

    async def claim_login(self, provider: str, *, now: datetime, next_after: datetime) -> bool:
        """Whether the caller, and nobody else before `next_after`, may log in now.

        A login ends the session before it, so its token goes with the claim.
        """
        async with self._database.transaction() as connection:
            new = insert_into(connection, sessions).values(
                provider=provider, login_after=next_after
            )
            if (await connection.execute(new.on_conflict_do_nothing())).rowcount:
                return True
            due = and_(sessions.c.provider == provider, sessions.c.login_after <= now)
            claim = update(sessions).where(due).values(login_after=next_after, token=None)
            return bool((await connection.execute(claim)).rowcount)

    async def keep(self, provider: str, token: str) -> None:
        """Store the token of a login."""
        change = update(sessions).where(sessions.c.provider == provider).values(token=token)
        async with self._database.transaction() as connection:
            await connection.execute(change)

    async def drop(self, provider: str, token: str | None, *, login_after: datetime) -> None:
        """This token is worth nothing any more, and a new one is not to be asked for before.

        Changes nothing when another one has been kept meanwhile. None: there was no token.
        """
        same_token = sessions.c.token.is_not_distinct_from(token)
        same = and_(sessions.c.provider == provider, same_token)
        change = update(sessions).where(same).values(token=None, login_after=login_after)
        async with self._database.transaction() as connection:
            await connection.execute(change)
