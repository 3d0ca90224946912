"""Pictures that readers draw of evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("evidence_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id", "case_id", "tenant_id"],
            ["evidence.id", "evidence.case_id", "evidence.tenant_id"],
            name=op.f("fk_pictures_evidence_id_case_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("evidence_id", "kind", name=op.f("pk_pictures")),
    )
    op.create_index("ix_pictures_case_id", "pictures", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("pictures")
