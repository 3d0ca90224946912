"""The tables of seekers, grants and reads. What may happen once only is a constraint here. No queries."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from verifier.store.columns import Moment, metadata

READ_ALLOWED = text("token_id IS NOT NULL")
READ_STOPPED = text("stopped")
READ_MARKED = text("marked_at IS NOT NULL")

seekers = Table(
    "seekers",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    Column("reference", String, nullable=False),
    Column("added_at", Moment, nullable=False),
    UniqueConstraint("tenant_id", "reference"),
    UniqueConstraint("id", "tenant_id"),
)

resume_grants = Table(
    "resume_grants",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("seeker_id", String, nullable=False),
    Column("employer_id", String, nullable=False),
    Column("recruiter_id", String),
    Column("purpose", String, nullable=False),
    Column("resume", String, nullable=False),
    Column("text_version", String, nullable=False),
    Column("text_language", String, nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("agreed_at", Moment, nullable=False),
    Column("agreed_way", String, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Column("withdrawn_way", String),
    ForeignKeyConstraint(["seeker_id", "tenant_id"], ["seekers.id", "seekers.tenant_id"]),
    ForeignKeyConstraint(["employer_id", "tenant_id"], ["employers.id", "employers.tenant_id"]),
    CheckConstraint(
        "purpose IN ('this_application', 'recruitment_with_employer', 'talent_pool')", name="purpose"
    ),
    CheckConstraint("agreed_way IN ('site', 'page')", name="agreed_way"),
    CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_way IS NULL)", name="withdrawn_way"),
    Index("ix_resume_grants_seeker_id_id", "seeker_id", "id"),
    Index("ix_resume_grants_employer_id", "employer_id"),
)

resume_reads = Table(
    "resume_reads",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    # As they were asked for: whoever is not there is refused, and that is kept, too.
    Column("grant_id", String),
    Column("seeker_id", String),
    Column("employer_id", String, nullable=False),
    Column("recruiter_id", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("resume", String, nullable=False),
    Column("answer", String, nullable=False),
    Column("needs", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("policy_version", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("token_id", String, unique=True),
    Column("face_session_id", String),
    Column("face_at", Moment),
    Column("stopped", Boolean, nullable=False),
    Column("contacted_at", Moment),
    Column("marked_at", Moment),
    Column("marked_length", Integer),
    Column("mail_alias", String(64)),
    Column("phone_alias", String(64)),
    CheckConstraint("answer IN ('allow', 'step_up', 'deny')", name="answer"),
    CheckConstraint("(answer = 'allow') = (token_id IS NOT NULL)", name="token_id"),
    # Nobody reads without a grant and a seeker.
    CheckConstraint(
        "token_id IS NULL OR (grant_id IS NOT NULL AND seeker_id IS NOT NULL)", name="by_a_grant"
    ),
    CheckConstraint("(face_session_id IS NULL) = (face_at IS NULL)", name="face_at"),
    CheckConstraint("contacted_at IS NULL OR token_id IS NOT NULL", name="contacted_at"),
    CheckConstraint("(marked_at IS NULL) = (marked_length IS NULL)", name="marked_length"),
    # Partial, so that each holds only what its question is about.
    Index(
        "ix_resume_reads_recruiter",
        "tenant_id",
        "recruiter_id",
        "asked_at",
        "contacted_at",
        sqlite_where=READ_ALLOWED,
        postgresql_where=READ_ALLOWED,
    ),
    Index(
        "ix_resume_reads_employer",
        "tenant_id",
        "employer_id",
        "asked_at",
        sqlite_where=READ_ALLOWED,
        postgresql_where=READ_ALLOWED,
    ),
    Index(
        "ix_resume_reads_stopped",
        "tenant_id",
        "recruiter_id",
        "asked_at",
        sqlite_where=READ_STOPPED,
        postgresql_where=READ_STOPPED,
    ),
    Index(
        "ix_resume_reads_marked",
        "tenant_id",
        "marked_length",
        sqlite_where=READ_MARKED,
        postgresql_where=READ_MARKED,
    ),
    Index("ix_resume_reads_seeker_id_id", "seeker_id", "id"),
    Index("ix_resume_reads_grant_id_id", "grant_id", "id"),
    Index("ix_resume_reads_mail_alias", "mail_alias"),
    Index("ix_resume_reads_phone_alias", "phone_alias"),
)

seeker_links = Table(
    "seeker_links",
    metadata,
    Column("id", String, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("tenant_id", String, nullable=False),
    Column("seeker_id", String, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("employer_id", String),
    Column("recruiter_id", String),
    Column("purpose", String),
    Column("resume", String),
    Column("offered_until", Moment),
    ForeignKeyConstraint(["seeker_id", "tenant_id"], ["seekers.id", "seekers.tenant_id"]),
    CheckConstraint("(employer_id IS NULL) = (purpose IS NULL)", name="purpose"),
    CheckConstraint("(employer_id IS NULL) = (resume IS NULL)", name="resume"),
    CheckConstraint("(employer_id IS NULL) = (offered_until IS NULL)", name="offered_until"),
    Index("ix_seeker_links_seeker_id", "seeker_id"),
)

seeker_complaints = Table(
    "seeker_complaints",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("seeker_id", String, nullable=False),
    Column("employer_id", String, nullable=False),
    Column("read_id", String),
    Column("reason", String, nullable=False),
    Column("words", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("settled_by", String),
    Column("settled_at", Moment),
    Column("found", String, nullable=False),
    ForeignKeyConstraint(["seeker_id", "tenant_id"], ["seekers.id", "seekers.tenant_id"]),
    CheckConstraint("(settled_by IS NULL) = (settled_at IS NULL)", name="settled_by"),
    Index("ix_seeker_complaints_seeker_id", "seeker_id"),
    Index("ix_seeker_complaints_tenant_id_id", "tenant_id", "id"),
)
