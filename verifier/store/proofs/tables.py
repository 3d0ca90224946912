"""The tables of proofs. What may happen once only is a constraint here. No queries."""

from typing import Final

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    UniqueConstraint,
    text,
)

from verifier.store.columns import Moment, metadata
from verifier.store.proofs import bank_tables, visit_tables

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

OF_A_PROOF: Final[tuple[Table, ...]] = (
    bank_tables.statement_matches,
    bank_tables.bank_payments,
    visit_tables.visit_photos,
    visit_tables.visit_answers,
    visit_tables.visits,
)
"""What the kinds keep of their proofs, by a column `proof_id`; children first. They go with the proof."""
