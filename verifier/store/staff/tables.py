"""The tables of staff and their sign-in. Secrets are hashes, keyed marks or sealed. No queries."""

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from verifier.store.columns import Moment, metadata

staff = Table(
    "staff",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("display_name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("tenants", JSON(none_as_null=True)),
    Column("language", String, nullable=False),
    Column("invited_at", Moment, nullable=False),
    Column("joined_at", Moment),
    Column("disabled_at", Moment),
    Column("away_until", Moment),
    UniqueConstraint("name"),
    CheckConstraint(
        "role IN ('reviewer', 'lead', 'auditor', 'administrator', 'agent', 'finance')", name="role"
    ),
)

staff_credentials = Table(
    "staff_credentials",
    metadata,
    Column("member_id", ForeignKey("staff.id"), primary_key=True),
    Column("password_hash", String),
    Column("totp", LargeBinary),
    Column("totp_step", BigInteger),
    CheckConstraint("(totp IS NULL) = (totp_step IS NULL)", name="totp_step"),
)

staff_recovery_codes = Table(
    "staff_recovery_codes",
    metadata,
    Column("member_id", ForeignKey("staff.id"), primary_key=True),
    Column("code_hash", String, primary_key=True),
    Column("used_at", Moment),
)

staff_passkeys = Table(
    "staff_passkeys",
    metadata,
    Column("id", String, primary_key=True),
    Column("member_id", ForeignKey("staff.id"), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("signatures", BigInteger, nullable=False),
    Column("name", String, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index("ix_staff_passkeys_member_id_added_at", "member_id", "added_at"),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("member_id", ForeignKey("staff.id"), nullable=False),
    Column("token_hash", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("method", String),
    Column("began_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("seed", LargeBinary),
    Column("challenge", LargeBinary),
    UniqueConstraint("token_hash"),
    CheckConstraint("stage IN ('joining', 'password', 'full')", name="stage"),
    # Nobody is in without having completed a sign-in.
    CheckConstraint("(stage = 'full') = (method IS NOT NULL)", name="method"),
    Index("ix_staff_sessions_member_id_stage_id", "member_id", "stage", "id"),
)

staff_tickets = Table(
    "staff_tickets",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("member_id", ForeignKey("staff.id"), nullable=False),
    Column("purpose", String, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    CheckConstraint("purpose IN ('join', 'demo')", name="purpose"),
    Index("ix_staff_tickets_member_id", "member_id"),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", String, primary_key=True),
    Column("mark", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_sign_in_failures_mark_at", "mark", "at"),
    Index("ix_sign_in_failures_at", "at"),
)
