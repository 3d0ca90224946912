"""The tables, one schema for SQLite and PostgreSQL. What may happen once only is a constraint here.

Those of face sessions are in `store.faces.tables`, those of the gate in `store.gate.tables`,
those of proofs in `store.proofs.tables`, those of retention in `store.retention.tables`,
those of the reviewers' work in `store.review.tables`,
those of seekers in `store.seekers.tables`, those of staff in `store.staff.tables`.
A migration in `migrations/versions` creates them; a test compares the two. No queries here.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
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
from verifier.store.faces import tables as faces
from verifier.store.gate import tables as gate
from verifier.store.proofs import tables as proofs
from verifier.store.proofs import visit_tables as visiting
from verifier.store.retention import tables as retention
from verifier.store.review import tables as review
from verifier.store.seekers import tables as seekers
from verifier.store.staff import tables as staff

__all__ = [
    "Moment",
    "faces",
    "gate",
    "metadata",
    "proofs",
    "retention",
    "review",
    "seekers",
    "staff",
    "visiting",
]

# One row where the database is a sandbox's, none in any other; see verifier.sandbox.
sandbox = Table(
    "sandbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
    Column("ahead_seconds", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="id"),
    CheckConstraint("ahead_seconds >= 0", name="ahead_seconds"),
)

tenants = Table(
    "tenants",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("created_at", Moment, nullable=False),
)

# A tenant's own keys, each sealed by the master key, which is not here; see verifier.store.envelope.
data_keys = Table(
    "data_keys",
    metadata,
    Column("tenant_id", ForeignKey("tenants.id"), primary_key=True),
    Column("purpose", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
    # When all that the tenant has was found to be under this key; null while that is not so.
    Column("settled_at", Moment),
    CheckConstraint("purpose IN ('data', 'marks', 'chain')", name="purpose"),
    CheckConstraint("number >= 1", name="number"),
)

tenant_keys = Table(
    "tenant_keys",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("prefix", String, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("expires_at", Moment),
    Column("last_used_at", Moment),
    UniqueConstraint("id"),
    Index("ix_tenant_keys_tenant_id", "tenant_id"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    Column("account_type", String, nullable=False),
    Column("declared_name", String, nullable=False),
    Column("declared_code", String, nullable=False),
    Column("declared_person", String, nullable=False),
    Column("declared_address", String),
    Column("declared_phone", String),
    Column("declared_bank_account", String),
    Column("declared_website", String),
    Column("declared_agent", String),
    Column("reference", String),
    Column("state", String, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("employer_id", String),
    # Unique together so that other tables can point at both: no row can name a case of another tenant.
    UniqueConstraint("id", "tenant_id"),
    CheckConstraint(
        "state IN ('open', 'submitted', 'verified', 'escalated', 'rejected', 'returned')", name="state"
    ),
    CheckConstraint("(state = 'open') = (submitted_at IS NULL)", name="submitted_at"),
    ForeignKeyConstraint(["employer_id", "tenant_id"], ["employers.id", "employers.tenant_id"]),
    Index("ix_cases_tenant_id_id", "tenant_id", "id"),
    # What reviewers search by. Part of a name is looked for in all of a state, which the index alone answers.
    Index("ix_cases_declared_code", "declared_code"),
    Index("ix_cases_reference", "reference"),
    Index("ix_cases_state_declared_name", "state", "declared_name"),
    Index("ix_cases_employer_id_id", "employer_id", "id"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("media_type", String, nullable=False),
    Column("declared_media_type", String),
    Column("size", Integer, nullable=False),
    Column("added_at", Moment, nullable=False),
    UniqueConstraint("id", "case_id", "tenant_id"),
    ForeignKeyConstraint(["case_id", "tenant_id"], ["cases.id", "cases.tenant_id"]),
    Index("ix_evidence_case_id", "case_id"),
    # Here and below: whether a file is named by any row still.
    Index("ix_evidence_tenant_id_sha256", "tenant_id", "sha256"),
)

readings = Table(
    "readings",
    metadata,
    Column("evidence_id", ForeignKey("evidence.id"), primary_key=True),
    Column("reader", String, primary_key=True),
    Column("engine", String, nullable=False),
    Column("version", String, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    # JSON and not JSONB: the text comes back as it was stored, the order of the fields included.
    Column("body", JSON, nullable=False),
    Column("recorded_at", Moment, nullable=False),
)

pictures = Table(
    "pictures",
    metadata,
    Column("evidence_id", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    ForeignKeyConstraint(
        ["evidence_id", "case_id", "tenant_id"], ["evidence.id", "evidence.case_id", "evidence.tenant_id"]
    ),
    Index("ix_pictures_case_id", "case_id"),
    Index("ix_pictures_tenant_id_sha256", "tenant_id", "sha256"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("case_id", String),
    Column("evidence_id", String),
    Column("reader", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Moment),
    Column("claimed_by", String),
    Column("failure", String),
    Column("session_id", String),
    Column("attempt_id", String),
    Column("proof_id", String),
    UniqueConstraint("evidence_id", "reader"),
    UniqueConstraint("attempt_id"),
    UniqueConstraint("proof_id", "reader"),
    ForeignKeyConstraint(["proof_id", "tenant_id"], ["proofs.id", "proofs.tenant_id"]),
    ForeignKeyConstraint(
        ["attempt_id", "session_id", "tenant_id"],
        ["face_attempts.id", "face_attempts.session_id", "face_attempts.tenant_id"],
    ),
    # A task is about one thing: evidence of a case, the film of a session, or a proof.
    CheckConstraint(
        "(evidence_id IS NULL) = (case_id IS NULL) AND (attempt_id IS NULL) = (session_id IS NULL) "
        "AND (CASE WHEN evidence_id IS NULL THEN 0 ELSE 1 END) "
        "+ (CASE WHEN attempt_id IS NULL THEN 0 ELSE 1 END) "
        "+ (CASE WHEN proof_id IS NULL THEN 0 ELSE 1 END) = 1",
        name="about_one_thing",
    ),
    ForeignKeyConstraint(
        ["evidence_id", "case_id", "tenant_id"], ["evidence.id", "evidence.case_id", "evidence.tenant_id"]
    ),
    CheckConstraint("state IN ('queued', 'claimed', 'done', 'failed')", name="state"),
    CheckConstraint("(state = 'claimed') = (lease_until IS NOT NULL)", name="lease_until"),
    CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", name="failure"),
    CheckConstraint("attempts >= 0", name="attempts"),
    Index("ix_tasks_case_id", "case_id"),
    # What the sweep asks every few seconds.
    Index("ix_tasks_state_asked_at", "state", "asked_at"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    Column("policy_version", String, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("waived", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    # What a person said with it; null for the policy.
    Column("ruling", JSON(none_as_null=True)),
    # A case is decided once a round, whatever the processes do.
    UniqueConstraint("case_id", "round"),
    ForeignKeyConstraint(["case_id", "tenant_id"], ["cases.id", "cases.tenant_id"]),
    CheckConstraint("outcome IN ('verified', 'escalated', 'rejected')", name="outcome"),
    # Only a person rejects, and a person says why.
    CheckConstraint("decided_by = 'policy' OR ruling IS NOT NULL", name="ruling"),
    CheckConstraint("outcome <> 'rejected' OR decided_by <> 'policy'", name="rejected_by_a_person"),
    CheckConstraint("round >= 1", name="round"),
)

likenesses = Table(
    "likenesses",
    metadata,
    # The hashes are kept under this number in `likeness_hashes`; see verifier.store.hashes.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("evidence_id", String, nullable=False),
    Column("tenant_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    UniqueConstraint("evidence_id"),
    ForeignKeyConstraint(
        ["evidence_id", "case_id", "tenant_id"], ["evidence.id", "evidence.case_id", "evidence.tenant_id"]
    ),
    Index("ix_likenesses_case_id", "case_id"),
)

likeness_keys = Table(
    "likeness_keys",
    metadata,
    Column("tenant_id", String, primary_key=True),
    # A keyed hash: which values are equal can be told, what they are cannot.
    Column("mark", LargeBinary(32), primary_key=True),
    Column("evidence_id", ForeignKey("likenesses.evidence_id"), primary_key=True),
    Column("case_id", String, nullable=False),
    Index("ix_likeness_keys_evidence_id", "evidence_id"),
)

replies = Table(
    "replies",
    metadata,
    Column("tenant_id", ForeignKey("tenants.id"), primary_key=True),
    Column("key", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("response", LargeBinary),
    Column("expires_at", Moment, nullable=False),
    Index("ix_replies_expires_at", "expires_at"),
)

events = Table(
    "events",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    Column("type", String, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("subject", String, nullable=False),
    Column("told", JSON, nullable=False),
    UniqueConstraint("id", "tenant_id"),
    Index("ix_events_tenant_id_id", "tenant_id", "id"),
    Index("ix_events_subject", "subject"),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    Column("url", String, nullable=False),
    Column("types", JSON, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("old_secret", LargeBinary),
    Column("old_secret_until", Moment),
    UniqueConstraint("id", "tenant_id"),
    CheckConstraint("(old_secret IS NULL) = (old_secret_until IS NULL)", name="old_secret_until"),
    Index("ix_webhooks_tenant_id_id", "tenant_id", "id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("webhook_id", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("attempted_at", Moment),
    Column("lease_until", Moment),
    Column("status", Integer),
    Column("trouble", String),
    ForeignKeyConstraint(["webhook_id", "tenant_id"], ["webhooks.id", "webhooks.tenant_id"]),
    ForeignKeyConstraint(["event_id", "tenant_id"], ["events.id", "events.tenant_id"]),
    CheckConstraint("state IN ('waiting', 'claimed', 'delivered', 'dead')", name="state"),
    CheckConstraint("(state = 'claimed') = (lease_until IS NOT NULL)", name="lease_until"),
    CheckConstraint("attempts >= 0", name="attempts"),
    Index("ix_deliveries_webhook_id_id", "webhook_id", "id"),
    Index("ix_deliveries_event_id", "event_id"),
    # What couriers ask twice a second.
    Index("ix_deliveries_state_due_at", "state", "due_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("tenant_id", ForeignKey("tenants.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    # Texts throughout, the moment too: what was hashed is what is kept, to the letter.
    Column("moment", String, nullable=False),
    Column("actor_kind", String, nullable=False),
    Column("actor_id", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("details", String, nullable=False),
    Column("key_id", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    # Asked before somebody is given data: whether that was recorded lately.
    Index("ix_audit_tenant_id_subject_moment", "tenant_id", "subject", "moment"),
)

# Where a chain begins whose first entries were purged; signed, and triggers let nothing else go.
audit_beginnings = Table(
    "audit_beginnings",
    metadata,
    Column("tenant_id", ForeignKey("tenants.id"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String, nullable=False),
    Column("mark", String, nullable=False),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("tenant_id", ForeignKey("tenants.id"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String, nullable=False),
    Column("mark", String, nullable=False),
)
