"""Insertions that know what to do about a row that is there already."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert_into(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insertion with `on_conflict_…`, which both engines have and SQL itself has not."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insertion: postgresql.Insert | sqlite.Insert = dialect.insert(table)
    return insertion
