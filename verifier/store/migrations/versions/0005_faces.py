"""Face sessions: recruiters, portraits, sessions, films, decisions, templates; and tasks that read films."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEW_SCOPES = ["faces:read", "faces:write", "reviews:write"]
OLD_SCOPES = {"cases:read", "cases:write", "events:read", "webhooks:write", "keys:write"}
EVERY_SCOPE = ["cases:read", "cases:write", *NEW_SCOPES, "events:read", "webhooks:write", "keys:write"]

ABOUT_ONE_THING = (
    "(evidence_id IS NULL) = (case_id IS NULL) AND (attempt_id IS NULL) = (session_id IS NULL) "
    "AND (evidence_id IS NULL) <> (attempt_id IS NULL)"
)
TABLES = (
    "face_erasures", "film_marks", "face_templates", "face_decisions", "kept_frames", "film_readings",
    "film_batches", "face_attempts", "face_sessions", "portraits", "recruiters",
)  # fmt: skip


def upgrade() -> None:
    _recruiters()
    _sessions()
    _attempts()
    _films()
    _decisions()
    _templates()
    _tasks()
    _scopes(lambda scopes: EVERY_SCOPE if set(scopes) >= OLD_SCOPES else scopes)


def downgrade() -> None:
    _scopes(lambda scopes: [scope for scope in scopes if scope not in NEW_SCOPES])
    op.execute("DELETE FROM tasks WHERE attempt_id IS NOT NULL")
    with op.batch_alter_table("tasks") as tasks:
        tasks.drop_constraint(op.f("ck_tasks_about_one_thing"), type_="check")
        tasks.drop_constraint(op.f("fk_tasks_attempt_id_session_id_tenant_id"), type_="foreignkey")
        tasks.drop_constraint(op.f("uq_tasks_attempt_id"), type_="unique")
        tasks.drop_column("attempt_id")
        tasks.drop_column("session_id")
        for column in ("case_id", "evidence_id"):
            tasks.alter_column(column, existing_type=sa.String(), nullable=False)
    for table in TABLES:
        op.drop_table(table)


def _recruiters() -> None:
    op.create_table(
        "recruiters",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_recruiters_tenant_id")),
        sa.ForeignKeyConstraint(
            ["case_id", "tenant_id"],
            ["cases.id", "cases.tenant_id"],
            name=op.f("fk_recruiters_case_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recruiters")),
        sa.UniqueConstraint("tenant_id", "reference", name=op.f("uq_recruiters_tenant_id_reference")),
        sa.UniqueConstraint("id", "tenant_id", name=op.f("uq_recruiters_id_tenant_id")),
    )
    op.create_table(
        "portraits",
        sa.Column("recruiter_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('selfie', 'identity_document')", name=op.f("ck_portraits_kind")),
        sa.ForeignKeyConstraint(
            ["recruiter_id", "tenant_id"],
            ["recruiters.id", "recruiters.tenant_id"],
            name=op.f("fk_portraits_recruiter_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("recruiter_id", "kind", name=op.f("pk_portraits")),
    )


def _sessions() -> None:
    op.create_table(
        "face_sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("recruiter_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=True),
        sa.Column("consent_version", sa.String(), nullable=True),
        sa.Column("consent_language", sa.String(), nullable=True),
        sa.Column("consent_text_sha256", sa.String(64), nullable=True),
        sa.Column("consent_given_at", MOMENT, nullable=True),
        sa.Column("consent_keeps_frames", sa.Boolean(), nullable=True),
        sa.Column("way", sa.String(), nullable=True),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("purpose IN ('enrol', 'reauthenticate')", name=op.f("ck_face_sessions_purpose")),
        sa.CheckConstraint(
            "state IN ('waiting', 'active', 'analysing', 'verified', 'review', 'rejected', 'expired')",
            name=op.f("ck_face_sessions_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('verified', 'rejected', 'expired')) = (ended_at IS NOT NULL)",
            name=op.f("ck_face_sessions_ended_at"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('active', 'analysing') "
            "OR (consent_given_at IS NOT NULL AND browser_hash IS NOT NULL)",
            name=op.f("ck_face_sessions_consent"),
        ),
        sa.CheckConstraint(
            "way IN ('video_call', 'bank_and_mail', 'site_visit')", name=op.f("ck_face_sessions_way")
        ),
        sa.ForeignKeyConstraint(
            ["recruiter_id", "tenant_id"],
            ["recruiters.id", "recruiters.tenant_id"],
            name=op.f("fk_face_sessions_recruiter_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_face_sessions_token_hash")),
        sa.UniqueConstraint("id", "tenant_id", name=op.f("uq_face_sessions_id_tenant_id")),
    )
    for columns in (("tenant_id", "id"), ("recruiter_id", "id"), ("state", "expires_at")):
        op.create_index(f"ix_face_sessions_{'_'.join(columns)}", "face_sessions", list(columns))


def _attempts() -> None:
    op.create_table(
        "face_attempts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_face_attempts_number")),
        sa.ForeignKeyConstraint(
            ["session_id", "tenant_id"],
            ["face_sessions.id", "face_sessions.tenant_id"],
            name=op.f("fk_face_attempts_session_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_attempts")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_face_attempts_session_id_number")),
        sa.UniqueConstraint("nonce", name=op.f("uq_face_attempts_nonce")),
        sa.UniqueConstraint(
            "id", "session_id", "tenant_id", name=op.f("uq_face_attempts_id_session_id_tenant_id")
        ),
    )


def _films() -> None:
    op.create_table(
        "film_batches",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digests", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        _of_an_attempt("film_batches"),
        sa.PrimaryKeyConstraint("attempt_id", "ordinal", name=op.f("pk_film_batches")),
    )
    op.create_table(
        "film_readings",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        _of_an_attempt("film_readings"),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_film_readings")),
    )
    op.create_table(
        "kept_frames",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        _of_an_attempt_of_a_session("kept_frames"),
        sa.PrimaryKeyConstraint("attempt_id", "at", name=op.f("pk_kept_frames")),
    )
    op.create_index("ix_kept_frames_session_id", "kept_frames", ["session_id"])
    op.create_index("ix_kept_frames_kept_at", "kept_frames", ["kept_at"])


def _decisions() -> None:
    op.create_table(
        "face_decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("attempt_id", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("waived", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('verified', 'retry', 'review', 'rejected')", name=op.f("ck_face_decisions_outcome")
        ),
        sa.CheckConstraint(
            "outcome <> 'rejected' OR decided_by <> 'policy'",
            name=op.f("ck_face_decisions_rejected_by_a_person"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id", "tenant_id"],
            ["face_sessions.id", "face_sessions.tenant_id"],
            name=op.f("fk_face_decisions_session_id_tenant_id"),
        ),
        _of_an_attempt_of_a_session("face_decisions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_decisions")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_face_decisions_attempt_id")),
    )
    op.create_index("ix_face_decisions_session_id_id", "face_decisions", ["session_id", "id"])


def _templates() -> None:
    op.create_table(
        "face_templates",
        sa.Column("place", sa.LargeBinary(32), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("owner", sa.LargeBinary(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("place", "engine", name=op.f("pk_face_templates")),
    )
    op.create_index("ix_face_templates_owner", "face_templates", ["owner"])
    op.create_table(
        "film_marks",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("mark", sa.LargeBinary(16), nullable=False),
        sa.Column("attempt_id", sa.String(), nullable=False),
        _of_an_attempt("film_marks"),
        sa.PrimaryKeyConstraint("tenant_id", "mark", "attempt_id", name=op.f("pk_film_marks")),
    )
    op.create_table(
        "face_erasures",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_face_erasures_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "sha256", name=op.f("pk_face_erasures")),
    )
    op.create_index("ix_face_erasures_due_at", "face_erasures", ["due_at"])


def _tasks() -> None:
    """A task may be about a film now; those that there are stay about evidence."""
    with op.batch_alter_table("tasks") as tasks:
        for column in ("case_id", "evidence_id"):
            tasks.alter_column(column, existing_type=sa.String(), nullable=True)
        tasks.add_column(sa.Column("session_id", sa.String(), nullable=True))
        tasks.add_column(sa.Column("attempt_id", sa.String(), nullable=True))
        tasks.create_unique_constraint(op.f("uq_tasks_attempt_id"), ["attempt_id"])
        tasks.create_foreign_key(
            op.f("fk_tasks_attempt_id_session_id_tenant_id"),
            "face_attempts",
            ["attempt_id", "session_id", "tenant_id"],
            ["id", "session_id", "tenant_id"],
        )
        tasks.create_check_constraint(op.f("ck_tasks_about_one_thing"), ABOUT_ONE_THING)


def _scopes(changed: Callable[[list[str]], list[str]]) -> None:
    """Keys that opened everything go on doing so; others get nothing that nobody gave them."""
    key = sa.table("tenant_keys", sa.column("key_hash", sa.String()), sa.column("scopes", sa.JSON()))
    connection = op.get_bind()
    for key_hash, scopes in connection.execute(sa.select(key.c.key_hash, key.c.scopes)).all():
        new = changed(scopes)
        if new != scopes:
            connection.execute(sa.update(key).where(key.c.key_hash == key_hash).values(scopes=new))


def _of_an_attempt(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["attempt_id"], ["face_attempts.id"], name=op.f(f"fk_{table}_attempt_id"))


def _of_an_attempt_of_a_session(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["attempt_id", "session_id", "tenant_id"],
        ["face_attempts.id", "face_attempts.session_id", "face_attempts.tenant_id"],
        name=op.f(f"fk_{table}_attempt_id_session_id_tenant_id"),
    )
