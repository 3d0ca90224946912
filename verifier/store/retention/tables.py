"""The tables of receipts for what was purged, and of the times that sites chose. No queries."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from verifier.store.columns import Moment, metadata

receipts = Table(
    "retention_receipts",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    # Canonical JSON, as text: what was signed is what is kept, to the letter.
    Column("body", String, nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_retention_receipts_tenant_id_id", "tenant_id", "id"),
)

times = Table(
    "tenant_retention",
    metadata,
    Column("tenant_id", ForeignKey("tenants.id"), primary_key=True),
    Column("evidence_days", Integer, nullable=False),
    CheckConstraint("evidence_days >= 1", name="evidence_days"),
)
