"""Alerts for each admin, and no index of open jobs

SQLite never used that index: it cannot see that a state compared with a parameter is an open one.
The alerts that were open are told once more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("jobs_open")
    op.drop_table("alerts")
    op.create_table(
        "alerts",
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("trouble", sa.String(length=32), nullable=False),
        sa.Column("admin_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("provider", "trouble", "admin_id"),
    )
