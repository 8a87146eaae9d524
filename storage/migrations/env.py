"""Alembic's entry: runs the migrations on the connection that the store hands over."""

from typing import Any, Literal

from alembic import context

from storage.tables import UtcTime, metadata


def plain_types(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """A migration names no type of the project: it must mean the same for ever."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
