"""The tables of field visits: the order, the answers, the photographs. No queries."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
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

ITEMS = (
    "item IN ('entrance_sign', 'front_desk', 'people_at_work', 'licence_on_wall', 'business_matches', "
    "'spoke_to_firm')"
)
PLACED = "(latitude IS NULL) = (longitude IS NULL)"

visits = Table(
    "visits",
    metadata,
    Column("proof_id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("employer_id", String, nullable=False),
    Column("agent_id", ForeignKey("staff.id"), nullable=False),
    Column("ordered_by", String, nullable=False),
    Column("ordered_at", Moment, nullable=False),
    Column("firm", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("address", String, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("datum", String),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("nonce", String, nullable=False),
    Column("submitted_at", Moment),
    # Who signed, as what, what they said and their strokes; sealed.
    Column("countersignature", LargeBinary),
    UniqueConstraint("proof_id", "tenant_id"),
    ForeignKeyConstraint(["proof_id", "tenant_id"], ["proofs.id", "proofs.tenant_id"]),
    CheckConstraint(PLACED, name="placed"),
    CheckConstraint("(latitude IS NULL) = (datum IS NULL)", name="datum"),
    CheckConstraint("starts_at < ends_at", name="appointment"),
    Index("ix_visits_agent_id_starts_at", "agent_id", "starts_at"),
    Index("ix_visits_employer_id", "employer_id"),
)

visit_answers = Table(
    "visit_answers",
    metadata,
    Column("proof_id", String, primary_key=True),
    Column("item", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("answer", String, nullable=False),
    Column("note", String, nullable=False),
    Column("answered_at", Moment, nullable=False),
    ForeignKeyConstraint(["proof_id", "tenant_id"], ["visits.proof_id", "visits.tenant_id"]),
    CheckConstraint(ITEMS, name="item"),
    CheckConstraint("answer IN ('yes', 'no', 'unsure')", name="answer"),
)

visit_photos = Table(
    "visit_photos",
    metadata,
    Column("proof_id", String, primary_key=True),
    Column("id", String(36), primary_key=True),  # the device made it
    Column("tenant_id", String, nullable=False),
    Column("item", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("skew_ms", Integer, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("accuracy", Float),
    Column("no_place", String),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("look", LargeBinary(8), nullable=False),
    ForeignKeyConstraint(["proof_id", "tenant_id"], ["visits.proof_id", "visits.tenant_id"]),
    CheckConstraint(ITEMS, name="item"),
    CheckConstraint(PLACED, name="placed"),
    CheckConstraint("(latitude IS NULL) = (no_place IS NOT NULL)", name="no_place"),
    Index("ix_visit_photos_tenant_id_sha256", "tenant_id", "sha256"),
)
