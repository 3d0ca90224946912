"""The tables of the reviewers' work. What may happen once only is a constraint here. No queries."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from verifier.store.columns import Moment, metadata

WAITS = text("ended_at IS NULL")

escalations = Table(
    "escalations",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("account_type", String, nullable=False),
    Column("risk", Integer, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("assignee", String),
    Column("claimed_until", Moment),
    Column("first_word", JSON(none_as_null=True)),
    # Who said it, again, so that the queue need not look into the word.
    Column("first_by", String),
    Column("ended_at", Moment),
    Column("ended_by", String),
    UniqueConstraint("id", "tenant_id"),
    ForeignKeyConstraint(["case_id", "tenant_id"], ["cases.id", "cases.tenant_id"]),
    CheckConstraint("risk BETWEEN 1 AND 3", name="risk"),
    CheckConstraint("version >= 1", name="version"),
    CheckConstraint("claimed_until IS NULL OR assignee IS NOT NULL", name="claimed_until"),
    CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by"),
    CheckConstraint("(first_by IS NULL) OR (first_word IS NOT NULL)", name="first_by"),
    # The same person never says both words.
    CheckConstraint("ended_by IS NULL OR first_by IS NULL OR ended_by <> first_by", name="four_eyes"),
    Index("ix_escalations_case_id", "case_id"),
    # A case waits once.
    Index("uq_escalations_waiting", "case_id", unique=True, sqlite_where=WAITS, postgresql_where=WAITS),
    # The queue's order, and all that is counted of it, so that counting reads the index alone.
    Index(
        "ix_escalations_queue",
        *("due_at", "risk", "id", "ended_at", "tenant_id", "opened_at", "claimed_until", "first_by"),
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    ),
)

# What waits, by each of its reasons: the queue's order within a reason. It goes when the escalation ends.
escalation_reasons = Table(
    "escalation_reasons",
    metadata,
    Column("code", String, primary_key=True),
    Column("escalation_id", ForeignKey("escalations.id"), primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("risk", Integer, nullable=False),
    Index("ix_escalation_reasons_escalation_id", "escalation_id"),
    Index("ix_escalation_reasons_queue", "code", "due_at", "risk", "escalation_id", "tenant_id"),
)

notes = Table(
    "notes",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("who", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("words", String, nullable=False),
    ForeignKeyConstraint(["case_id", "tenant_id"], ["cases.id", "cases.tenant_id"]),
    Index("ix_notes_case_id_id", "case_id", "id"),
)

document_requests = Table(
    "document_requests",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("wanted", JSON, nullable=False),
    Column("grounds", JSON, nullable=False),
    Column("words", String, nullable=False),
    Column("replaces", JSON, nullable=False),
    Column("answered_at", Moment),
    ForeignKeyConstraint(["case_id", "tenant_id"], ["cases.id", "cases.tenant_id"]),
    Index("ix_document_requests_case_id_id", "case_id", "id"),
)

saved_views = Table(
    "saved_views",
    metadata,
    Column("id", String, primary_key=True),
    Column("staff_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("query", String, nullable=False),
    UniqueConstraint("staff_id", "name"),
)

viewings = Table(
    "viewings",
    metadata,
    Column("id", String, primary_key=True),
    Column("staff_id", String, nullable=False),
    Column("tenant_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("seen", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("what", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("words", String, nullable=False),
    ForeignKeyConstraint(["case_id", "tenant_id"], ["cases.id", "cases.tenant_id"]),
    CheckConstraint("seen IN ('case', 'revealed', 'picture')", name="seen"),
    # Nothing is revealed without a reason.
    CheckConstraint("seen <> 'revealed' OR reason <> ''", name="reason"),
    Index("ix_viewings_staff_id_at", "staff_id", "at"),
    Index("ix_viewings_case_id_at", "case_id", "at"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", String, primary_key=True),
    Column("staff_id", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("measured", Integer, nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("settled_by", String),
    Column("settled_at", Moment),
    Column("words", String, nullable=False),
    CheckConstraint("(settled_by IS NULL) = (settled_at IS NULL)", name="settled_by"),
    # Nobody settles an alert about themselves.
    CheckConstraint("settled_by IS NULL OR settled_by <> staff_id", name="settled_by_another"),
    Index("ix_alerts_staff_id_rule_id", "staff_id", "rule", "id"),
)
