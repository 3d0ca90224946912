"""The tables of bank payments. What may happen once only is a constraint here. No queries.

Batches and statements are the service's own account's, so that they name no tenant.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from verifier.store.columns import Moment, metadata

STATES = "'ordered', 'exported', 'sent', 'named', 'given_up', 'returned', 'awaited', 'credited'"
ORDERED = text("state = 'ordered'")
AWAITED = text("state = 'awaited'")

bank_batches = Table(
    "bank_batches",
    metadata,
    Column("id", String, primary_key=True),
    Column("made_at", Moment, nullable=False),
    Column("size", Integer, nullable=False),
    Column("written_at", Moment),
)

bank_payments = Table(
    "bank_payments",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("employer_id", String, nullable=False),
    Column("proof_id", String, nullable=False),
    Column("way", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reference", String(11), nullable=False, unique=True),
    Column("made_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("batch_id", ForeignKey("bank_batches.id")),
    Column("booked_on", Date),
    Column("reason", String),
    Column("named_at", Moment),
    # The employer's name, amounts and accounts; and by a keyed mark whose payment is waited for.
    Column("sealed", LargeBinary, nullable=False),
    Column("name_mark", LargeBinary, nullable=False),
    ForeignKeyConstraint(["proof_id", "tenant_id"], ["proofs.id", "proofs.tenant_id"]),
    CheckConstraint("way IN ('we_pay', 'they_pay')", name="way"),
    CheckConstraint(f"state IN ({STATES})", name="state"),
    CheckConstraint("(way = 'they_pay') = (state IN ('awaited', 'credited'))", name="of_way"),
    CheckConstraint("state <> 'exported' OR batch_id IS NOT NULL", name="batch_id"),
    CheckConstraint("wrong >= 0", name="wrong"),
    Index("ix_bank_payments_proof_id", "proof_id"),
    Index("ix_bank_payments_employer_id_made_at", "employer_id", "made_at"),
    Index("ix_bank_payments_batch_id_id", "batch_id", "id"),
    Index("ix_bank_payments_ordered", "id", sqlite_where=ORDERED, postgresql_where=ORDERED),
    Index("ix_bank_payments_awaited", "name_mark", sqlite_where=AWAITED, postgresql_where=AWAITED),
)

# One row: the key of the marks below. It is nobody's but the service's, as the statements are.
bank_books = Table(
    "bank_books",
    metadata,
    Column("id", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

# What a clerk handed in and what became of it: `outcome` is of numbers, codes and the bank's references.
bank_statements = Table(
    "bank_statements",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("imported_at", Moment, nullable=False),
    Column("who", String, nullable=False),
    Column("outcome", JSON, nullable=False),
)

# Every row of every statement, once, as two keyed marks: `id` of which row it is, `content` of what it said.
statement_entries = Table(
    "statement_entries",
    metadata,
    Column("id", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("noted_at", Moment, nullable=False),
)

# What a row said that belongs to a payment, until it is followed up, which deletes it here.
statement_matches = Table(
    "statement_matches",
    metadata,
    Column("entry_id", ForeignKey("statement_entries.id"), primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("employer_id", String, nullable=False),
    Column("proof_id", String, nullable=False),
    Column("payment_id", String, nullable=False),
    Column("by_reference", Boolean, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    ForeignKeyConstraint(["proof_id", "tenant_id"], ["proofs.id", "proofs.tenant_id"]),
    Index("ix_statement_matches_proof_id", "proof_id"),
    Index("ix_statement_matches_employer_id", "tenant_id", "employer_id", "entry_id"),
)
