"""Field visits: the role of those who go, the orders, the answers, the photographs."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROLES = "role IN ('reviewer', 'lead', 'auditor', 'administrator')"
NEW_ROLES = "role IN ('reviewer', 'lead', 'auditor', 'administrator', 'agent')"
ITEMS = (
    "item IN ('entrance_sign', 'front_desk', 'people_at_work', 'licence_on_wall', 'business_matches', "
    "'spoke_to_firm')"
)
PLACED = "(latitude IS NULL) = (longitude IS NULL)"


def upgrade() -> None:
    _roles(NEW_ROLES)
    _visits()
    _visit_answers()
    _visit_photos()


def downgrade() -> None:
    for table in ("visit_photos", "visit_answers", "visits"):
        op.drop_table(table)
    _roles(ROLES)


def _roles(known: str) -> None:
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint(op.f("ck_staff_role"), type_="check")
        staff.create_check_constraint(op.f("ck_staff_role"), known)


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("proof_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("ordered_by", sa.String(), nullable=False),
        sa.Column("ordered_at", MOMENT, nullable=False),
        sa.Column("firm", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("datum", sa.String(), nullable=True),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("countersignature", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(PLACED, name=op.f("ck_visits_placed")),
        sa.CheckConstraint("(latitude IS NULL) = (datum IS NULL)", name=op.f("ck_visits_datum")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_visits_appointment")),
        sa.ForeignKeyConstraint(["agent_id"], ["staff.id"], name=op.f("fk_visits_agent_id")),
        sa.ForeignKeyConstraint(
            ["proof_id", "tenant_id"],
            ["proofs.id", "proofs.tenant_id"],
            name=op.f("fk_visits_proof_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("proof_id", name=op.f("pk_visits")),
        sa.UniqueConstraint("proof_id", "tenant_id", name=op.f("uq_visits_proof_id_tenant_id")),
    )
    op.create_index("ix_visits_agent_id_starts_at", "visits", ["agent_id", "starts_at"], unique=False)
    op.create_index("ix_visits_employer_id", "visits", ["employer_id"], unique=False)


def _visit_answers() -> None:
    op.create_table(
        "visit_answers",
        sa.Column("proof_id", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.CheckConstraint(ITEMS, name=op.f("ck_visit_answers_item")),
        sa.CheckConstraint("answer IN ('yes', 'no', 'unsure')", name=op.f("ck_visit_answers_answer")),
        sa.ForeignKeyConstraint(
            ["proof_id", "tenant_id"],
            ["visits.proof_id", "visits.tenant_id"],
            name=op.f("fk_visit_answers_proof_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("proof_id", "item", name=op.f("pk_visit_answers")),
    )


def _visit_photos() -> None:
    op.create_table(
        "visit_photos",
        sa.Column("proof_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("skew_ms", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("accuracy", sa.Float(), nullable=True),
        sa.Column("no_place", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("look", sa.LargeBinary(8), nullable=False),
        sa.CheckConstraint(ITEMS, name=op.f("ck_visit_photos_item")),
        sa.CheckConstraint(PLACED, name=op.f("ck_visit_photos_placed")),
        sa.CheckConstraint(
            "(latitude IS NULL) = (no_place IS NOT NULL)", name=op.f("ck_visit_photos_no_place")
        ),
        sa.ForeignKeyConstraint(
            ["proof_id", "tenant_id"],
            ["visits.proof_id", "visits.tenant_id"],
            name=op.f("fk_visit_photos_proof_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("proof_id", "id", name=op.f("pk_visit_photos")),
    )
    op.create_index("ix_visit_photos_tenant_id_sha256", "visit_photos", ["tenant_id", "sha256"], unique=False)
