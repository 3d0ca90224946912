"""Whether the database is a sandbox's, and by how much its clock is ahead. None that exists is one."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sandbox",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ahead_seconds", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_sandbox_id")),
        sa.CheckConstraint("ahead_seconds >= 0", name=op.f("ck_sandbox_ahead_seconds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox")),
    )


def downgrade() -> None:
    """Refused for a sandbox: without its row it would pass for a service whose decisions are real."""
    if op.get_bind().execute(sa.text("SELECT 1 FROM sandbox")).first() is not None:
        raise RuntimeError("this database is a sandbox's, which nothing would say any more")
    op.drop_table("sandbox")
