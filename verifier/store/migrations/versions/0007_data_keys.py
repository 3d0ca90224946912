"""The tenants' own keys, each sealed by the master key. The service makes them for tenants that it has."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "data_keys",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint("purpose IN ('data', 'marks', 'chain')", name=op.f("ck_data_keys_purpose")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_data_keys_number")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_data_keys_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "purpose", "number", name=op.f("pk_data_keys")),
    )


def downgrade() -> None:
    """Refused once anything was sealed under them: without these rows it could never be opened again."""
    if op.get_bind().execute(sa.text("SELECT 1 FROM data_keys LIMIT 1")).first() is not None:
        raise RuntimeError("data is sealed under the tenants' keys, which this would remove")
    op.drop_table("data_keys")
