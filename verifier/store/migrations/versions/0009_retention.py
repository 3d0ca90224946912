"""Receipts of what was purged, where chains begin, tenants' own times, and the indices that a purge asks."""

import sqlalchemy as sa
from alembic import op

from verifier.store import append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
INDICES = (
    ("evidence", ["tenant_id", "sha256"]),
    ("pictures", ["tenant_id", "sha256"]),
    ("portraits", ["tenant_id", "sha256"]),
    ("film_batches", ["tenant_id", "sha256"]),
    ("kept_frames", ["tenant_id", "sha256"]),
    ("likeness_keys", ["evidence_id"]),
    ("deliveries", ["event_id"]),
    ("recruiters", ["case_id"]),
    ("film_marks", ["attempt_id"]),
)


def upgrade() -> None:
    op.create_table(
        "audit_beginnings",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_audit_beginnings_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_audit_beginnings")),
    )
    op.create_table(
        "retention_receipts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_retention_receipts_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_receipts")),
    )
    op.create_index(
        "ix_retention_receipts_tenant_id_id", "retention_receipts", ["tenant_id", "id"], unique=False
    )
    op.create_table(
        "tenant_retention",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("evidence_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("evidence_days >= 1", name=op.f("ck_tenant_retention_evidence_days")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_tenant_retention_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_tenant_retention")),
    )
    for table, columns in INDICES:
        op.create_index(_name(table, columns), table, columns, unique=False)
    kind = op.get_bind().dialect.name
    for statement in (*append_only.DROP_FIRST[kind], *append_only.CREATE[kind]):
        op.execute(statement)


def downgrade() -> None:
    """Refused once a chain was pruned: an older version would take it for cut off."""
    if op.get_bind().execute(sa.text("SELECT 1 FROM audit_beginnings LIMIT 1")).first() is not None:
        raise RuntimeError(
            "a chain begins later than at its first entry, which an older version does not know"
        )
    kind = op.get_bind().dialect.name
    for statement in (*append_only.DROP[kind], *append_only.CREATE_FIRST[kind]):
        op.execute(statement)
    for table, columns in INDICES:
        op.drop_index(_name(table, columns), table)
    for table in ("tenant_retention", "retention_receipts", "audit_beginnings"):
        op.drop_table(table)


def _name(table: str, columns: list[str]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"
