"""Proofs of control, the links that lead applicants to them, and the risk of an account."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
UNSETTLED = sa.text("state IN ('open', 'pending', 'review')")


def upgrade() -> None:
    with op.batch_alter_table("employers") as employers:
        employers.add_column(sa.Column("risk", sa.String(), nullable=False, server_default="ordinary"))
        employers.create_check_constraint(op.f("ck_employers_risk"), "risk IN ('ordinary', 'high')")
    _proofs()
    _applicant_links()


def downgrade() -> None:
    op.drop_table("applicant_links")
    op.drop_table("proofs")
    with op.batch_alter_table("employers") as employers:
        employers.drop_constraint(op.f("ck_employers_risk"), type_="check")
        employers.drop_column("risk")


def _proofs() -> None:
    op.create_table(
        "proofs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("recruiter_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("valid_until", MOMENT, nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'pending', 'review', 'proven', 'unproven', 'expired')",
            name=op.f("ck_proofs_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('open', 'pending', 'review')) = (settled_at IS NULL)",
            name=op.f("ck_proofs_settled_at"),
        ),
        sa.CheckConstraint(
            "(state = 'proven') = (valid_until IS NOT NULL)", name=op.f("ck_proofs_valid_until")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id", "tenant_id"],
            ["employers.id", "employers.tenant_id"],
            name=op.f("fk_proofs_employer_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
        sa.UniqueConstraint("id", "tenant_id", name=op.f("uq_proofs_id_tenant_id")),
    )
    op.create_index("ix_proofs_employer_id_id", "proofs", ["employer_id", "id"], unique=False)
    op.create_index(
        "ix_proofs_waiting",
        "proofs",
        ["state", "id"],
        unique=False,
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )


def _applicant_links() -> None:
    op.create_table(
        "applicant_links",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("recruiter_id", sa.String(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id", "tenant_id"],
            ["employers.id", "employers.tenant_id"],
            name=op.f("fk_applicant_links_employer_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_applicant_links_token_hash")),
    )
    op.create_index("ix_applicant_links_employer_id", "applicant_links", ["employer_id"], unique=False)
