"""A real PostgreSQL for tests."""

import asyncpg


async def emptied(address: str) -> str:
    """The address again, of a database without a table."""
    connection = await asyncpg.connect(address)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()
    return address
