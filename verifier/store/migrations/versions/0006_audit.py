"""The audit chain of each tenant, and the signed head of each chain."""

import sqlalchemy as sa
from alembic import op

from verifier.store import append_only

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXTS = (
    "moment",
    "actor_kind",
    "actor_id",
    "action",
    "subject",
    "details",
    "key_id",
    "previous",
    "hash",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_audit_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name=op.f("pk_audit")),
    )
    op.create_index(
        "ix_audit_tenant_id_subject_moment", "audit", ["tenant_id", "subject", "moment"], unique=False
    )
    op.create_table(
        "audit_heads",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_audit_heads_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_audit_heads")),
    )
    for statement in append_only.CREATE_FIRST[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in append_only.DROP_FIRST[op.get_bind().dialect.name]:
        op.execute(statement)
    for table in ("audit_heads", "audit"):
        op.drop_table(table)
