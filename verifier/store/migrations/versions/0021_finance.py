"""The role of finance clerks, and the statements that they handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ROLES = "role IN ('reviewer', 'lead', 'auditor', 'administrator', 'agent')"
NEW_ROLES = "role IN ('reviewer', 'lead', 'auditor', 'administrator', 'agent', 'finance')"


def upgrade() -> None:
    _roles(NEW_ROLES)
    op.create_table(
        "bank_statements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statements")),
    )


def downgrade() -> None:
    op.drop_table("bank_statements")
    _roles(ROLES)


def _roles(known: str) -> None:
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint(op.f("ck_staff_role"), type_="check")
        staff.create_check_constraint(op.f("ck_staff_role"), known)
