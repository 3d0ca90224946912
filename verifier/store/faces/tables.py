"""The tables of face sessions. What may happen once only is a constraint here. No queries."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from verifier.store.columns import Moment, metadata

recruiters = Table(
    "recruiters",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    Column("reference", String, nullable=False),
    Column("case_id", String),
    Column("added_at", Moment, nullable=False),
    UniqueConstraint("tenant_id", "reference"),
    UniqueConstraint("id", "tenant_id"),
    ForeignKeyConstraint(["case_id", "tenant_id"], ["cases.id", "cases.tenant_id"]),
    Index("ix_recruiters_case_id", "case_id"),
)

portraits = Table(
    "portraits",
    metadata,
    Column("recruiter_id", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("media_type", String, nullable=False),
    Column("added_at", Moment, nullable=False),
    ForeignKeyConstraint(["recruiter_id", "tenant_id"], ["recruiters.id", "recruiters.tenant_id"]),
    CheckConstraint("kind IN ('selfie', 'identity_document')", name="kind"),
    Index("ix_portraits_tenant_id_sha256", "tenant_id", "sha256"),
)

face_sessions = Table(
    "face_sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("recruiter_id", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("browser_hash", String(64)),
    Column("consent_version", String),
    Column("consent_language", String),
    Column("consent_text_sha256", String(64)),
    Column("consent_given_at", Moment),
    Column("consent_keeps_frames", Boolean),
    Column("way", String),
    Column("locked", Boolean, nullable=False),
    Column("ended_at", Moment),
    UniqueConstraint("token_hash"),
    UniqueConstraint("id", "tenant_id"),
    ForeignKeyConstraint(["recruiter_id", "tenant_id"], ["recruiters.id", "recruiters.tenant_id"]),
    CheckConstraint("purpose IN ('enrol', 'reauthenticate')", name="purpose"),
    CheckConstraint(
        "state IN ('waiting', 'active', 'analysing', 'verified', 'review', 'rejected', 'expired')",
        name="state",
    ),
    CheckConstraint(
        "(state IN ('verified', 'rejected', 'expired')) = (ended_at IS NOT NULL)", name="ended_at"
    ),
    # Nobody is filmed without a consent.
    CheckConstraint(
        "state NOT IN ('active', 'analysing') OR (consent_given_at IS NOT NULL AND browser_hash IS NOT NULL)",
        name="consent",
    ),
    CheckConstraint("way IN ('video_call', 'bank_and_mail', 'site_visit')", name="way"),
    Index("ix_face_sessions_tenant_id_id", "tenant_id", "id"),
    Index("ix_face_sessions_recruiter_id_id", "recruiter_id", "id"),
    # What the gate asks before every posting.
    Index("ix_face_sessions_recruiter_id_state_ended_at", "recruiter_id", "state", "ended_at"),
    # What the sweep asks every second.
    Index("ix_face_sessions_state_expires_at", "state", "expires_at"),
)

face_attempts = Table(
    "face_attempts",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("session_id", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("nonce", String, nullable=False),
    Column("steps", JSON, nullable=False),
    Column("length", Integer, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("session_id", "number"),
    UniqueConstraint("nonce"),
    UniqueConstraint("id", "session_id", "tenant_id"),
    ForeignKeyConstraint(["session_id", "tenant_id"], ["face_sessions.id", "face_sessions.tenant_id"]),
    CheckConstraint("number >= 1", name="number"),
)

film_batches = Table(
    "film_batches",
    metadata,
    Column("attempt_id", ForeignKey("face_attempts.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("times", JSON, nullable=False),
    Column("size", Integer, nullable=False),
    # The SHA-256s of the frames, one after another, gone with the frames.
    Column("digests", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False),
    Index("ix_film_batches_tenant_id_sha256", "tenant_id", "sha256"),
)

film_readings = Table(
    "film_readings",
    metadata,
    Column("attempt_id", ForeignKey("face_attempts.id"), primary_key=True),
    Column("body", JSON, nullable=False),
)

kept_frames = Table(
    "kept_frames",
    metadata,
    Column("attempt_id", String, primary_key=True),
    Column("at", Integer, primary_key=True),
    Column("session_id", String, nullable=False),
    Column("tenant_id", String, nullable=False),
    Column("label", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("kept_at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["attempt_id", "session_id", "tenant_id"],
        ["face_attempts.id", "face_attempts.session_id", "face_attempts.tenant_id"],
    ),
    Index("ix_kept_frames_session_id", "session_id"),
    Index("ix_kept_frames_kept_at", "kept_at"),
    Index("ix_kept_frames_tenant_id_sha256", "tenant_id", "sha256"),
)

face_decisions = Table(
    "face_decisions",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("session_id", String, nullable=False),
    Column("attempt_id", String),
    Column("outcome", String, nullable=False),
    Column("policy_version", String, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("waived", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("words", String, nullable=False),
    # A film is decided once, whatever the processes do.
    UniqueConstraint("attempt_id"),
    ForeignKeyConstraint(["session_id", "tenant_id"], ["face_sessions.id", "face_sessions.tenant_id"]),
    ForeignKeyConstraint(
        ["attempt_id", "session_id", "tenant_id"],
        ["face_attempts.id", "face_attempts.session_id", "face_attempts.tenant_id"],
    ),
    CheckConstraint("outcome IN ('verified', 'retry', 'review', 'rejected')", name="outcome"),
    # Only a person rejects.
    CheckConstraint("outcome <> 'rejected' OR decided_by <> 'policy'", name="rejected_by_a_person"),
    Index("ix_face_decisions_session_id_id", "session_id", "id"),
)

# No column here says whose face it is: `place` and `owner` are keyed hashes under the key of the templates.
face_templates = Table(
    "face_templates",
    metadata,
    Column("place", LargeBinary(32), primary_key=True),
    Column("engine", String, primary_key=True),
    Column("owner", LargeBinary(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("enrolled_at", Moment),
    Index("ix_face_templates_owner", "owner"),
)

film_marks = Table(
    "film_marks",
    metadata,
    Column("tenant_id", String, primary_key=True),
    # The head of a keyed hash of a frame's SHA-256: it tells which frames are equal and not what they show.
    Column("mark", LargeBinary(16), primary_key=True),
    Column("attempt_id", ForeignKey("face_attempts.id"), primary_key=True),
    Index("ix_film_marks_attempt_id", "attempt_id"),
)

face_erasures = Table(
    "face_erasures",
    metadata,
    Column("tenant_id", ForeignKey("tenants.id"), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("due_at", Moment, nullable=False),
    Index("ix_face_erasures_due_at", "due_at"),
)
