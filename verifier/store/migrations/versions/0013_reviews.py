"""The reviewers' work: escalations, notes, requests for documents, what staff looked at; rulings."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "alerts", "viewings", "saved_views", "document_requests", "notes", "escalation_reasons", "escalations",
)  # fmt: skip
STATES = "state IN ('open', 'submitted', 'verified', 'escalated', 'rejected')"
NEW_STATES = "state IN ('open', 'submitted', 'verified', 'escalated', 'rejected', 'returned')"
RULED = "decided_by = 'policy' OR ruling IS NOT NULL"
NORMAL = 2
DUE_HOURS = 24


def upgrade() -> None:
    _escalations()
    _escalation_reasons()
    _notes()
    _document_requests()
    _saved_views()
    _viewings()
    _alerts()
    with op.batch_alter_table("decisions") as decisions:
        decisions.add_column(sa.Column("ruling", sa.JSON(), nullable=True))
        decisions.create_check_constraint(op.f("ck_decisions_ruling"), RULED)
    with op.batch_alter_table("cases") as cases:
        cases.drop_constraint(op.f("ck_cases_state"), type_="check")
        cases.create_check_constraint(op.f("ck_cases_state"), NEW_STATES)
    op.create_index("ix_events_subject", "events", ["subject"], unique=False)
    op.create_index("ix_cases_declared_code", "cases", ["declared_code"], unique=False)
    op.create_index("ix_cases_reference", "cases", ["reference"], unique=False)
    op.create_index("ix_cases_state_declared_name", "cases", ["state", "declared_name"], unique=False)
    _those_that_wait()


def downgrade() -> None:
    op.drop_index("ix_cases_state_declared_name", "cases")
    op.drop_index("ix_cases_reference", "cases")
    op.drop_index("ix_cases_declared_code", "cases")
    op.drop_index("ix_events_subject", "events")
    with op.batch_alter_table("cases") as cases:
        cases.drop_constraint(op.f("ck_cases_state"), type_="check")
        cases.create_check_constraint(op.f("ck_cases_state"), STATES)
    with op.batch_alter_table("decisions") as decisions:
        decisions.drop_constraint(op.f("ck_decisions_ruling"), type_="check")
        decisions.drop_column("ruling")
    for table in TABLES:
        op.drop_table(table)


def _those_that_wait() -> None:
    """Cases that were escalated before there was a queue wait in it."""
    connection = op.get_bind()
    metadata = sa.MetaData()
    names = ("cases", "decisions", "escalations", "escalation_reasons")
    cases, decisions, escalations, reasons = (
        sa.Table(name, metadata, autoload_with=connection) for name in names
    )
    query = (
        sa.select(cases.c.id, cases.c.tenant_id, cases.c.account_type, decisions.c.reasons)
        .add_columns(decisions.c.decided_at)
        .join(decisions, decisions.c.case_id == cases.c.id)
        .where(cases.c.state == "escalated", decisions.c.round == 1)
    )
    for row in connection.execute(query).all():
        codes = list(dict.fromkeys(reason["code"] for reason in row.reasons))
        escalation_id = f"esc_{row.id.partition('_')[2]}"
        place = {
            "tenant_id": row.tenant_id,
            "due_at": row.decided_at + timedelta(hours=DUE_HOURS),
            "risk": NORMAL,
        }
        connection.execute(
            sa.insert(escalations).values(
                id=escalation_id,
                case_id=row.id,
                account_type=row.account_type,
                reasons=codes,
                opened_at=row.decided_at,
                version=1,
                **place,
            )
        )
        if codes:
            connection.execute(
                sa.insert(reasons),
                [{"code": code, "escalation_id": escalation_id, **place} for code in codes],
            )


def _escalations() -> None:
    op.create_table(
        "escalations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("account_type", sa.String(), nullable=False),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("first_word", sa.JSON(), nullable=True),
        sa.Column("first_by", sa.String(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_escalations_ended_by")),
        sa.CheckConstraint(
            "(first_by IS NULL) OR (first_word IS NOT NULL)", name=op.f("ck_escalations_first_by")
        ),
        sa.CheckConstraint(
            "claimed_until IS NULL OR assignee IS NOT NULL", name=op.f("ck_escalations_claimed_until")
        ),
        sa.CheckConstraint(
            "ended_by IS NULL OR first_by IS NULL OR ended_by <> first_by",
            name=op.f("ck_escalations_four_eyes"),
        ),
        sa.CheckConstraint("risk BETWEEN 1 AND 3", name=op.f("ck_escalations_risk")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_escalations_version")),
        sa.ForeignKeyConstraint(
            ["case_id", "tenant_id"],
            ["cases.id", "cases.tenant_id"],
            name=op.f("fk_escalations_case_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
        sa.UniqueConstraint("id", "tenant_id", name=op.f("uq_escalations_id_tenant_id")),
    )
    op.create_index("ix_escalations_case_id", "escalations", ["case_id"], unique=False)
    op.create_index(
        "ix_escalations_queue",
        "escalations",
        ["due_at", "risk", "id", "ended_at", "tenant_id", "opened_at", "claimed_until", "first_by"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_escalations_waiting",
        "escalations",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _escalation_reasons() -> None:
    op.create_table(
        "escalation_reasons",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("escalation_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalations.id"], name=op.f("fk_escalation_reasons_escalation_id")
        ),
        sa.PrimaryKeyConstraint("code", "escalation_id", name=op.f("pk_escalation_reasons")),
    )
    op.create_index(
        "ix_escalation_reasons_escalation_id", "escalation_reasons", ["escalation_id"], unique=False
    )
    op.create_index(
        "ix_escalation_reasons_queue",
        "escalation_reasons",
        ["code", "due_at", "risk", "escalation_id", "tenant_id"],
        unique=False,
    )


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "tenant_id"], ["cases.id", "cases.tenant_id"], name=op.f("fk_notes_case_id_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_case_id_id", "notes", ["case_id", "id"], unique=False)


def _document_requests() -> None:
    op.create_table(
        "document_requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("replaces", sa.JSON(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id", "tenant_id"],
            ["cases.id", "cases.tenant_id"],
            name=op.f("fk_document_requests_case_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_requests")),
    )
    op.create_index("ix_document_requests_case_id_id", "document_requests", ["case_id", "id"], unique=False)


def _saved_views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_saved_views_staff_id_name")),
    )


def _viewings() -> None:
    op.create_table(
        "viewings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint("seen <> 'revealed' OR reason <> ''", name=op.f("ck_viewings_reason")),
        sa.CheckConstraint("seen IN ('case', 'revealed', 'picture')", name=op.f("ck_viewings_seen")),
        sa.ForeignKeyConstraint(
            ["case_id", "tenant_id"],
            ["cases.id", "cases.tenant_id"],
            name=op.f("fk_viewings_case_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewings")),
    )
    op.create_index("ix_viewings_case_id_at", "viewings", ["case_id", "at"], unique=False)
    op.create_index("ix_viewings_staff_id_at", "viewings", ["staff_id", "at"], unique=False)


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("measured", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint("(settled_by IS NULL) = (settled_at IS NULL)", name=op.f("ck_alerts_settled_by")),
        sa.CheckConstraint(
            "settled_by IS NULL OR settled_by <> staff_id", name=op.f("ck_alerts_settled_by_another")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_staff_id_rule_id", "alerts", ["staff_id", "rule", "id"], unique=False)
