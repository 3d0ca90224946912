"""The tables of the gate. What may happen once only is a constraint here. No queries."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from verifier.store.columns import Moment, metadata

STOPPED = "state IN ('suspended', 'revoked', 'closed')"
IN_FORCE = text("token_id IS NOT NULL AND redeemed_at IS NULL AND revoked_at IS NULL")
REDEEMED = text("redeemed_at IS NOT NULL")
ALLOWED = text("token_id IS NOT NULL")
CLEARED = text("cleared_at IS NOT NULL")

employers = Table(
    "employers",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    Column("reference", String, nullable=False),
    Column("account_type", String, nullable=False),
    Column("state", String, nullable=False),
    Column("since", Moment, nullable=False),
    Column("opened_at", Moment, nullable=False),
    # No foreign key: cases name their employer by one already.
    Column("case_id", String),
    Column("verified_until", Moment),
    Column("ground", String),
    Column("scope", String),
    Column("links_cleared_at", Moment),
    Column("appealed_at", Moment),
    Column("risk", String, nullable=False, server_default="ordinary"),
    UniqueConstraint("tenant_id", "reference"),
    UniqueConstraint("id", "tenant_id"),
    CheckConstraint(
        "state IN ('pending', 'verified', 'review', 'suspended', 'revoked', 'closed')", name="state"
    ),
    # Nobody is verified without a case and an end.
    CheckConstraint(
        "state <> 'verified' OR (case_id IS NOT NULL AND verified_until IS NOT NULL)", name="verified"
    ),
    CheckConstraint("(state = 'review') = (ground IS NOT NULL)", name="ground"),
    CheckConstraint("risk IN ('ordinary', 'high')", name="risk"),
    CheckConstraint(f"appealed_at IS NULL OR {STOPPED}", name="appealed_at"),
    Index("ix_employers_tenant_id_id", "tenant_id", "id"),
)

employer_entries = Table(
    "employer_entries",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("employer_id", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("what", String, nullable=False),
    Column("state", String, nullable=False),
    Column("who", String, nullable=False),
    Column("ground", String),
    Column("about", String),
    Column("words", String, nullable=False),
    ForeignKeyConstraint(["employer_id", "tenant_id"], ["employers.id", "employers.tenant_id"]),
    # Only a person stops an employer, or lets it go on.
    CheckConstraint(
        "what NOT IN ('stopped', 'restored', 'links_cleared', 'text_cleared') "
        "OR who NOT IN ('policy', 'site')",
        name="by_a_person",
    ),
    Index("ix_employer_entries_employer_id_id", "employer_id", "id"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("employer_id", String, primary_key=True),
    Column("recruiter_id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("left_at", Moment),
    ForeignKeyConstraint(["employer_id", "tenant_id"], ["employers.id", "employers.tenant_id"]),
    ForeignKeyConstraint(["recruiter_id", "tenant_id"], ["recruiters.id", "recruiters.tenant_id"]),
    CheckConstraint("left_at >= joined_at", name="left_at"),
    Index("ix_memberships_recruiter_id", "recruiter_id"),
)

permits = Table(
    "permits",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    # As they were asked for: whoever is not there is refused, and that is kept, too.
    Column("employer_id", String, nullable=False),
    Column("recruiter_id", String, nullable=False),
    Column("job_digest", String(64), nullable=False),
    Column("device", String(64)),
    Column("answer", String, nullable=False),
    Column("needs", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("policy_version", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("token_id", String),
    Column("redeemed_at", Moment),
    Column("revoked_at", Moment),
    Column("cleared_at", Moment),
    UniqueConstraint("token_id"),
    CheckConstraint("answer IN ('allow', 'step_up', 'deny')", name="answer"),
    CheckConstraint("(answer = 'allow') = (token_id IS NOT NULL)", name="token_id"),
    CheckConstraint(
        "redeemed_at IS NULL OR (token_id IS NOT NULL AND revoked_at IS NULL)", name="redeemed_at"
    ),
    CheckConstraint("revoked_at IS NULL OR token_id IS NOT NULL", name="revoked_at"),
    # Partial, so that each holds only what its question is about.
    Index(
        "ix_permits_in_force",
        "tenant_id",
        "employer_id",
        "expires_at",
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    ),
    Index(
        "ix_permits_devices",
        "tenant_id",
        "recruiter_id",
        "device",
        sqlite_where=REDEEMED,
        postgresql_where=REDEEMED,
    ),
    Index(
        "ix_permits_allowed",
        "tenant_id",
        "recruiter_id",
        "asked_at",
        sqlite_where=ALLOWED,
        postgresql_where=ALLOWED,
    ),
    Index(
        "ix_permits_cleared",
        "tenant_id",
        "employer_id",
        "job_digest",
        sqlite_where=CLEARED,
        postgresql_where=CLEARED,
    ),
)

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("id", String, primary_key=True),
    Column("private", LargeBinary, nullable=False),  # sealed
    Column("public", LargeBinary(32), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("active_from", Moment, nullable=False),
    Column("published_until", Moment),
)

account_traits = Table(
    "account_traits",
    metadata,
    Column("tenant_id", String, primary_key=True),
    Column("employer_id", String, primary_key=True),
    # The head of a keyed hash: which values are equal can be told, what they are cannot.
    Column("mark", LargeBinary(16), primary_key=True),
    Column("kind", String, nullable=False),
    Column("since", Moment, nullable=False),
    ForeignKeyConstraint(["employer_id", "tenant_id"], ["employers.id", "employers.tenant_id"]),
    # All that the search for links reads, in the order in which it reads it.
    Index("ix_account_traits_links", "tenant_id", "mark", "since", "employer_id"),
)

blocks = Table(
    "blocks",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("mark", LargeBinary(16), nullable=False),
    Column("reason", String, nullable=False),
    Column("until", Moment, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("added_by", String, nullable=False),
    # No foreign key: the entry outlives the account that it was taken from.
    Column("employer_id", String),
    Column("appealed_at", Moment),
    Column("ended_at", Moment),
    Column("ended_by", String),
    CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by"),
    Index("ix_blocks_tenant_id_mark", "tenant_id", "mark"),
    Index("ix_blocks_tenant_id_id", "tenant_id", "id"),
)
