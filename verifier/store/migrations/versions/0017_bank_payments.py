"""Bank payments, the batches they leave in, and the rows of statements that tell of them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATES = "'ordered', 'exported', 'sent', 'named', 'given_up', 'returned', 'awaited', 'credited'"
ORDERED = sa.text("state = 'ordered'")
AWAITED = sa.text("state = 'awaited'")


def upgrade() -> None:
    op.create_table(
        "bank_batches",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_batches")),
    )
    op.create_table(
        "bank_books",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_books")),
    )
    op.create_table(
        "statement_entries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_entries")),
    )
    _payments()
    _matches()


def downgrade() -> None:
    for table in ("statement_matches", "bank_payments", "statement_entries", "bank_books", "bank_batches"):
        op.drop_table(table)


def _payments() -> None:
    op.create_table(
        "bank_payments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("proof_id", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reference", sa.String(11), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=True),
        sa.Column("booked_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("named_at", MOMENT, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name_mark", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("way IN ('we_pay', 'they_pay')", name=op.f("ck_bank_payments_way")),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_bank_payments_state")),
        sa.CheckConstraint(
            "(way = 'they_pay') = (state IN ('awaited', 'credited'))", name=op.f("ck_bank_payments_of_way")
        ),
        sa.CheckConstraint(
            "state <> 'exported' OR batch_id IS NOT NULL", name=op.f("ck_bank_payments_batch_id")
        ),
        sa.CheckConstraint("wrong >= 0", name=op.f("ck_bank_payments_wrong")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["bank_batches.id"], name=op.f("fk_bank_payments_batch_id_bank_batches")
        ),
        sa.ForeignKeyConstraint(
            ["proof_id", "tenant_id"],
            ["proofs.id", "proofs.tenant_id"],
            name=op.f("fk_bank_payments_proof_id_tenant_id_proofs"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_payments")),
        sa.UniqueConstraint("reference", name=op.f("uq_bank_payments_reference")),
    )
    op.create_index("ix_bank_payments_proof_id", "bank_payments", ["proof_id"])
    op.create_index("ix_bank_payments_employer_id_made_at", "bank_payments", ["employer_id", "made_at"])
    op.create_index("ix_bank_payments_batch_id_id", "bank_payments", ["batch_id", "id"])
    for name, column, where in (
        ("ix_bank_payments_ordered", "id", ORDERED),
        ("ix_bank_payments_awaited", "name_mark", AWAITED),
    ):
        op.create_index(name, "bank_payments", [column], sqlite_where=where, postgresql_where=where)


def _matches() -> None:
    op.create_table(
        "statement_matches",
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("proof_id", sa.String(), nullable=False),
        sa.Column("payment_id", sa.String(), nullable=False),
        sa.Column("by_reference", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["statement_entries.id"],
            name=op.f("fk_statement_matches_entry_id_statement_entries"),
        ),
        sa.ForeignKeyConstraint(
            ["proof_id", "tenant_id"],
            ["proofs.id", "proofs.tenant_id"],
            name=op.f("fk_statement_matches_proof_id_tenant_id_proofs"),
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_statement_matches")),
    )
    op.create_index("ix_statement_matches_proof_id", "statement_matches", ["proof_id"])
    op.create_index(
        "ix_statement_matches_employer_id", "statement_matches", ["tenant_id", "employer_id", "entry_id"]
    )
