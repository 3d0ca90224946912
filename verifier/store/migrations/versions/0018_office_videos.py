"""Films of offices: their parts, marks and filmstrips; tasks about proofs."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = ("office_video_marks", "office_video_strips", "office_video_parts", "office_videos")
ABOUT = (
    "(evidence_id IS NULL) = (case_id IS NULL) AND (attempt_id IS NULL) = (session_id IS NULL) "
    "AND (evidence_id IS NULL) <> (attempt_id IS NULL)"
)
NEW_ABOUT = (
    "(evidence_id IS NULL) = (case_id IS NULL) AND (attempt_id IS NULL) = (session_id IS NULL) "
    "AND (CASE WHEN evidence_id IS NULL THEN 0 ELSE 1 END) "
    "+ (CASE WHEN attempt_id IS NULL THEN 0 ELSE 1 END) "
    "+ (CASE WHEN proof_id IS NULL THEN 0 ELSE 1 END) = 1"
)


def upgrade() -> None:
    _videos()
    _parts()
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("proof_id", sa.String(), nullable=True))
        tasks.drop_constraint(op.f("ck_tasks_about_one_thing"), type_="check")
        tasks.create_check_constraint(op.f("ck_tasks_about_one_thing"), NEW_ABOUT)
        tasks.create_foreign_key(
            op.f("fk_tasks_proof_id_tenant_id"), "proofs", ["proof_id", "tenant_id"], ["id", "tenant_id"]
        )
        tasks.create_unique_constraint(op.f("uq_tasks_proof_id_reader"), ["proof_id", "reader"])


def downgrade() -> None:
    with op.batch_alter_table("tasks") as tasks:
        tasks.drop_constraint(op.f("uq_tasks_proof_id_reader"), type_="unique")
        tasks.drop_constraint(op.f("fk_tasks_proof_id_tenant_id"), type_="foreignkey")
        tasks.drop_constraint(op.f("ck_tasks_about_one_thing"), type_="check")
        tasks.create_check_constraint(op.f("ck_tasks_about_one_thing"), ABOUT)
        tasks.drop_column("proof_id")
    for table in TABLES:
        op.drop_table(table)


def _of_a_proof(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["proof_id", "tenant_id"],
        ["proofs.id", "proofs.tenant_id"],
        name=op.f(f"fk_{table}_proof_id_tenant_id"),
    )


def _videos() -> None:
    op.create_table(
        "office_videos",
        sa.Column("proof_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=True),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("reading", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        _of_a_proof("office_videos"),
        sa.PrimaryKeyConstraint("proof_id", name=op.f("pk_office_videos")),
    )
    op.create_table(
        "office_video_marks",
        sa.Column("proof_id", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        _of_a_proof("office_video_marks"),
        sa.PrimaryKeyConstraint("proof_id", "at", name=op.f("pk_office_video_marks")),
    )
    op.create_index("ix_office_video_marks_tenant_id", "office_video_marks", ["tenant_id"], unique=False)


def _parts() -> None:
    op.create_table(
        "office_video_parts",
        sa.Column("proof_id", sa.String(), nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _of_a_proof("office_video_parts"),
        sa.PrimaryKeyConstraint("proof_id", "start", name=op.f("pk_office_video_parts")),
    )
    op.create_table(
        "office_video_strips",
        sa.Column("proof_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _of_a_proof("office_video_strips"),
        sa.PrimaryKeyConstraint("proof_id", name=op.f("pk_office_video_strips")),
    )
    for table in ("office_video_parts", "office_video_strips"):
        op.create_index(f"ix_{table}_tenant_id_sha256", table, ["tenant_id", "sha256"], unique=False)
