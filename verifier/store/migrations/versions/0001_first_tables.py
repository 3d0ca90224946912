"""The first tables: tenants and keys, cases, evidence, readings, tasks, decisions, replies."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _tenants()
    _cases()
    _replies()
    _tenant_keys()
    _decisions()
    _evidence()
    _readings()
    _tasks()


def downgrade() -> None:
    for table in ("tasks", "readings", "evidence", "decisions", "tenant_keys", "replies", "cases", "tenants"):
        op.drop_table(table)


def _tenants() -> None:
    op.create_table(
        "tenants",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("account_type", sa.String(), nullable=False),
        sa.Column("declared_name", sa.String(), nullable=False),
        sa.Column("declared_code", sa.String(), nullable=False),
        sa.Column("declared_person", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.CheckConstraint("(state = 'open') = (submitted_at IS NULL)", name=op.f("ck_cases_submitted_at")),
        sa.CheckConstraint(
            "state IN ('open', 'submitted', 'verified', 'escalated', 'rejected')", name=op.f("ck_cases_state")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_cases_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("id", "tenant_id", name=op.f("uq_cases_id_tenant_id")),
    )
    op.create_index("ix_cases_tenant_id_id", "cases", ["tenant_id", "id"], unique=False)


def _replies() -> None:
    op.create_table(
        "replies",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("response", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_replies_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "key", name=op.f("pk_replies")),
    )
    op.create_index("ix_replies_expires_at", "replies", ["expires_at"], unique=False)


def _tenant_keys() -> None:
    op.create_table(
        "tenant_keys",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_tenant_keys_tenant_id")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_tenant_keys")),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("waived", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "outcome <> 'rejected' OR decided_by <> 'policy'", name=op.f("ck_decisions_rejected_by_a_person")
        ),
        sa.CheckConstraint(
            "outcome IN ('verified', 'escalated', 'rejected')", name=op.f("ck_decisions_outcome")
        ),
        sa.CheckConstraint("round >= 1", name=op.f("ck_decisions_round")),
        sa.ForeignKeyConstraint(
            ["case_id", "tenant_id"],
            ["cases.id", "cases.tenant_id"],
            name=op.f("fk_decisions_case_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("case_id", "round", name=op.f("uq_decisions_case_id_round")),
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("declared_media_type", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "tenant_id"],
            ["cases.id", "cases.tenant_id"],
            name=op.f("fk_evidence_case_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("id", "case_id", "tenant_id", name=op.f("uq_evidence_id_case_id_tenant_id")),
    )
    op.create_index("ix_evidence_case_id", "evidence", ["case_id"], unique=False)


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("evidence_id", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_readings_evidence_id")),
        sa.PrimaryKeyConstraint("evidence_id", "reader", name=op.f("pk_readings")),
    )


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("evidence_id", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'claimed') = (lease_until IS NOT NULL)", name=op.f("ck_tasks_lease_until")
        ),
        sa.CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", name=op.f("ck_tasks_failure")),
        sa.CheckConstraint("state IN ('queued', 'claimed', 'done', 'failed')", name=op.f("ck_tasks_state")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_tasks_attempts")),
        sa.ForeignKeyConstraint(
            ["evidence_id", "case_id", "tenant_id"],
            ["evidence.id", "evidence.case_id", "evidence.tenant_id"],
            name=op.f("fk_tasks_evidence_id_case_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("evidence_id", "reader", name=op.f("uq_tasks_evidence_id_reader")),
    )
    op.create_index("ix_tasks_case_id", "tasks", ["case_id"], unique=False)
    op.create_index("ix_tasks_state_asked_at", "tasks", ["state", "asked_at"], unique=False)
