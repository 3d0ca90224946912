"""Staff of the console: members, what they prove themselves with, sessions, links, failures to sign in."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "sign_in_failures", "staff_tickets", "staff_sessions", "staff_passkeys", "staff_recovery_codes",
    "staff_credentials", "staff",
)  # fmt: skip


def upgrade() -> None:
    _members()
    _credentials()
    _passkeys()
    _sessions()
    _tickets()
    _failures()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _members() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("tenants", sa.JSON(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=True),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.Column("away_until", MOMENT, nullable=True),
        sa.CheckConstraint(
            "role IN ('reviewer', 'lead', 'auditor', 'administrator')", name=op.f("ck_staff_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
    )


def _credentials() -> None:
    op.create_table(
        "staff_credentials",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(totp IS NULL) = (totp_step IS NULL)", name=op.f("ck_staff_credentials_totp_step")
        ),
        _of_a_member("staff_credentials"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_staff_credentials")),
    )
    op.create_table(
        "staff_recovery_codes",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _of_a_member("staff_recovery_codes"),
        sa.PrimaryKeyConstraint("member_id", "code_hash", name=op.f("pk_staff_recovery_codes")),
    )


def _passkeys() -> None:
    op.create_table(
        "staff_passkeys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("signatures", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _of_a_member("staff_passkeys"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_passkeys")),
    )
    op.create_index(
        "ix_staff_passkeys_member_id_added_at", "staff_passkeys", ["member_id", "added_at"], unique=False
    )


def _sessions() -> None:
    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=True),
        sa.Column("challenge", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("stage IN ('joining', 'password', 'full')", name=op.f("ck_staff_sessions_stage")),
        sa.CheckConstraint("(stage = 'full') = (method IS NOT NULL)", name=op.f("ck_staff_sessions_method")),
        _of_a_member("staff_sessions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_sessions_token_hash")),
    )
    op.create_index(
        "ix_staff_sessions_member_id_stage_id", "staff_sessions", ["member_id", "stage", "id"], unique=False
    )


def _tickets() -> None:
    op.create_table(
        "staff_tickets",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint("purpose IN ('join', 'demo')", name=op.f("ck_staff_tickets_purpose")),
        _of_a_member("staff_tickets"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_tickets")),
    )
    op.create_index("ix_staff_tickets_member_id", "staff_tickets", ["member_id"], unique=False)


def _failures() -> None:
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
    )
    op.create_index("ix_sign_in_failures_mark_at", "sign_in_failures", ["mark", "at"], unique=False)
    op.create_index("ix_sign_in_failures_at", "sign_in_failures", ["at"], unique=False)


def _of_a_member(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["member_id"], ["staff.id"], name=op.f(f"fk_{table}_member_id"))
