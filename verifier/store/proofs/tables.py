"""The tables of proofs. What may happen once only is a constraint here. No queries."""

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from verifier.store.columns import Moment, metadata
from verifier.store.proofs import bank_tables, visit_tables
from verifier.store.proofs.mail_tables import mail_messages, mail_outbox

UNSETTLED: Final = "state IN ('open', 'pending', 'review')"

proofs = Table(
    "proofs",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("employer_id", String, nullable=False),
    Column("recruiter_id", String),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("policy_version", String, nullable=False),
    Column("settled_at", Moment),
    Column("valid_until", Moment),
    Column("decided_by", String),
    Column("findings", JSON, nullable=False),
    Column("words", String, nullable=False),
    UniqueConstraint("id", "tenant_id"),
    ForeignKeyConstraint(["employer_id", "tenant_id"], ["employers.id", "employers.tenant_id"]),
    CheckConstraint("state IN ('open', 'pending', 'review', 'proven', 'unproven', 'expired')", name="state"),
    CheckConstraint(f"({UNSETTLED}) = (settled_at IS NULL)", name="settled_at"),
    CheckConstraint("(state = 'proven') = (valid_until IS NOT NULL)", name="valid_until"),
    Index("ix_proofs_employer_id_id", "employer_id", "id"),
    Index("ix_proofs_waiting", "state", "id", sqlite_where=text(UNSETTLED), postgresql_where=text(UNSETTLED)),
)

applicant_links = Table(
    "applicant_links",
    metadata,
    Column("id", String, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("tenant_id", String, nullable=False),
    Column("employer_id", String, nullable=False),
    Column("recruiter_id", String),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    ForeignKeyConstraint(["employer_id", "tenant_id"], ["employers.id", "employers.tenant_id"]),
    Index("ix_applicant_links_employer_id", "employer_id"),
)


def _of_a_proof() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["proof_id", "tenant_id"], ["proofs.id", "proofs.tenant_id"])


office_videos = Table(
    "office_videos",
    metadata,
    Column("proof_id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("employer_id", String, nullable=False),
    Column("word", String, nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("length", BigInteger),
    Column("received", BigInteger, nullable=False),
    Column("finished_at", Moment),
    Column("reading", JSON(none_as_null=True)),
    Column("trouble", String),
    _of_a_proof(),
)

# Hashes of frames, in hex, by which the same film is found under another employer.
office_video_marks = Table(
    "office_video_marks",
    metadata,
    Column("proof_id", String, primary_key=True),
    Column("at", Integer, primary_key=True, autoincrement=False),
    Column("tenant_id", String, nullable=False),
    Column("mark", String(64), nullable=False),
    _of_a_proof(),
    Index("ix_office_video_marks_tenant_id", "tenant_id"),
)

office_video_parts = Table(
    "office_video_parts",
    metadata,
    Column("proof_id", String, primary_key=True),
    Column("start", BigInteger, primary_key=True, autoincrement=False),
    Column("tenant_id", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    _of_a_proof(),
    Index("ix_office_video_parts_tenant_id_sha256", "tenant_id", "sha256"),
)

office_video_strips = Table(
    "office_video_strips",
    metadata,
    Column("proof_id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    _of_a_proof(),
    Index("ix_office_video_strips_tenant_id_sha256", "tenant_id", "sha256"),
)

OF_A_PROOF: Final[tuple[Table, ...]] = (
    office_video_marks,
    office_video_strips,
    office_video_parts,
    office_videos,
    bank_tables.statement_matches,
    bank_tables.bank_payments,
    visit_tables.visit_photos,
    visit_tables.visit_answers,
    visit_tables.visits,
    mail_outbox,
    mail_messages,
)
"""What the kinds keep of their proofs, by a column `proof_id`; children first. They go with the proof."""
