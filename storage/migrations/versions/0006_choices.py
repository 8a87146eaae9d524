"""Choices"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("album_id", sa.String(length=64), nullable=True),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat_id", "message_id", name="proposals_message"),
    )
    op.create_index("proposals_of_user", "proposals", ["user_id"])
    op.add_column("people", sa.Column("options", sa.JSON(), nullable=True))
    op.add_column("people", sa.Column("provider", sa.String(length=32), nullable=True))
    op.add_column("people", sa.Column("per_day", sa.Integer(), nullable=True))
    op.add_column("people", sa.Column("banned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("jobs", sa.Column("file_key", sa.String(length=64), nullable=True))
    op.add_column(
        "jobs", sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index(
        "jobs_file",
        "jobs",
        ["file_key"],
        sqlite_where=sa.text("file_key IS NOT NULL"),
        postgresql_where=sa.text("file_key IS NOT NULL"),
    )
