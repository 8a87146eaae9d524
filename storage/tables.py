"""The schema. `migrations/` brings a database here step by step; a test holds both together."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC datetime in both engines; SQLite itself keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone: it would be read back as another time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        if value is None:
            return None
        known: datetime = value
        return known.replace(tzinfo=UTC) if known.tzinfo is None else known.astimezone(UTC)


metadata = MetaData()

# SQLite counts up by itself only for a column of type INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("sender_key", BigInteger, nullable=False),
    Column("payload", Text, nullable=True),
    Column("received_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("handled_at", UtcTime, nullable=True),
)
unhandled = inbox.c.handled_at.is_(None)
Index(
    "inbox_unhandled",
    inbox.c.sender_key,
    inbox.c.update_id,
    sqlite_where=unhandled,
    postgresql_where=unhandled,
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("origin", String(200), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("message_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("language", String(35)),
    Column("album_id", String(64)),
    Column("request", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("line_at", UtcTime),
    Column("due_at", UtcTime),
    Column("likely_at", UtcTime),
    Column("card_due_at", UtcTime),
    Column("lease", String(36)),
    Column("lease_until", UtcTime),
    Column("attempts", Integer, nullable=False),
    Column("misses", Integer, nullable=False, server_default="0"),
    Column("card_id", BigInteger),
    Column("card_face", String(16)),
    Column("provider", String(32)),
    Column("options", JSON(none_as_null=True)),
    Column("passed_over", JSON(none_as_null=True)),
    Column("uploads", JSON(none_as_null=True)),
    Column("uploads_at", String(32)),
    Column("submit_key", String(36)),
    Column("submitting_at", UtcTime),
    Column("submission_id", String(200)),
    Column("submitted_at", UtcTime),
    Column("pace_key", String(100)),
    Column("outcome", JSON(none_as_null=True)),
    Column("outcome_at", UtcTime),
    Column("generated_s", Float),
    Column("file_ref", String(200)),
    Column("file_key", String(64)),
    Column("hidden", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("origin", name="jobs_origin"),
)
# Closed jobs have no due time, unless they wait to be forgotten, so these three hold little else
# than the open ones. SQLite uses such an index only for a query that says the same `IS NOT NULL`,
# or compares the column.
_due, _card_due = jobs.c.due_at.is_not(None), jobs.c.card_due_at.is_not(None)
_album = jobs.c.album_id.is_not(None)
_timed = jobs.c.generated_s.is_not(None)
_leased = jobs.c.lease.is_not(None)
_shown = jobs.c.file_key.is_not(None)
Index(
    "jobs_due",
    jobs.c.state,
    jobs.c.provider,
    jobs.c.due_at,
    sqlite_where=_due,
    postgresql_where=_due,
)
Index(
    "jobs_likely",
    jobs.c.provider,
    jobs.c.likely_at,
    sqlite_where=_due,
    postgresql_where=_due,
)
Index("jobs_card_due", jobs.c.card_due_at, sqlite_where=_card_due, postgresql_where=_card_due)
Index("jobs_leased", jobs.c.lease_until, sqlite_where=_leased, postgresql_where=_leased)
Index("jobs_of_user", jobs.c.user_id, jobs.c.created_at)
Index("jobs_album", jobs.c.chat_id, jobs.c.album_id, sqlite_where=_album, postgresql_where=_album)
Index("jobs_file", jobs.c.file_key, sqlite_where=_shown, postgresql_where=_shown)
Index("jobs_pace", jobs.c.pace_key, jobs.c.outcome_at, sqlite_where=_timed, postgresql_where=_timed)

waiting = Table(
    "waiting_pictures",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
    Column("picture", String(200), nullable=False),
    Column("last_picture", String(200)),
    Column("album_id", String(64)),
    Column("since", UtcTime, nullable=False),
)

budgets = Table(
    "budgets",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("next_at", UtcTime, nullable=False),
)

hosted = Table(
    "hosted_pictures",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("job_id", RowId, nullable=False),
    Column("jpeg", LargeBinary, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index("hosted_pictures_of_job", "job_id"),
)

nonces = Table(
    "nonces",
    metadata,
    Column("nonce", String(100), primary_key=True),
    Column("seen_at", UtcTime, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("token", Text),
    Column("login_after", UtcTime, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("trouble", String(32), primary_key=True),
    Column("admin_id", BigInteger, primary_key=True, autoincrement=False),
    Column("facts", JSON, nullable=False),
    Column("claimed_at", UtcTime, nullable=False),
    Column("told_at", UtcTime),
)

people = Table(
    "people",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(8)),
    Column("options", JSON(none_as_null=True)),
    Column("provider", String(32)),
    Column("per_day", Integer),
    Column("banned_at", UtcTime),
    Column("seen_at", UtcTime, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("message_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("album_id", String(64)),
    Column("request", JSON, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    UniqueConstraint("chat_id", "message_id", name="proposals_message"),
    Index("proposals_of_user", "user_id"),
)

switched_off = Table(
    "switched_off",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("off_at", UtcTime, nullable=False),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("admin_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("language", String(35)),
    Column("html", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("line_id", BigInteger),
    Column("total", Integer, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("blocked", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("lease", String(36)),
    Column("lease_until", UtcTime),
    UniqueConstraint("admin_id", "message_id", name="broadcasts_message"),
)
