"""Likenesses of pages, the marks of what they are known by, and what cases declare besides."""

import sqlalchemy as sa
from alembic import op

from verifier.store import hashes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DECLARED = ("declared_address", "declared_phone", "declared_bank_account")


def upgrade() -> None:
    for column in DECLARED:
        op.add_column("cases", sa.Column(column, sa.String(), nullable=True))
    _likenesses()
    _likeness_keys()
    for statement in hashes.CREATE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for table in (hashes.TABLE, "likeness_keys", "likenesses"):
        op.drop_table(table)
    for column in DECLARED:
        op.drop_column("cases", column)


def _likenesses() -> None:
    op.create_table(
        "likenesses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("evidence_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id", "case_id", "tenant_id"],
            ["evidence.id", "evidence.case_id", "evidence.tenant_id"],
            name=op.f("fk_likenesses_evidence_id_case_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likenesses")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_likenesses_evidence_id")),
    )
    op.create_index("ix_likenesses_case_id", "likenesses", ["case_id"], unique=False)


def _likeness_keys() -> None:
    op.create_table(
        "likeness_keys",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        sa.Column("evidence_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["likenesses.evidence_id"], name=op.f("fk_likeness_keys_evidence_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "mark", "evidence_id", name=op.f("pk_likeness_keys")),
    )
