"""The gate: employers with their record and recruiters, permits, signing keys, traits, blocks."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEW_SCOPES = ["employers:read", "employers:write", "gate:ask"]
OLD_SCOPES = {
    "cases:read", "cases:write", "faces:read", "faces:write", "reviews:write", "events:read",
    "webhooks:write", "keys:write",
}  # fmt: skip
EVERY_SCOPE = [
    "cases:read", "cases:write", "faces:read", "faces:write", "reviews:write", *NEW_SCOPES, "events:read",
    "webhooks:write", "keys:write",
]  # fmt: skip
TABLES = (
    "blocks", "account_traits", "signing_keys", "permits", "memberships", "employer_entries", "employers",
)  # fmt: skip
PARTIAL = {
    "ix_permits_in_force": (
        ["tenant_id", "employer_id", "expires_at"],
        "token_id IS NOT NULL AND redeemed_at IS NULL AND revoked_at IS NULL",
    ),
    "ix_permits_devices": (["tenant_id", "recruiter_id", "device"], "redeemed_at IS NOT NULL"),
    "ix_permits_allowed": (["tenant_id", "recruiter_id", "asked_at"], "token_id IS NOT NULL"),
    "ix_permits_cleared": (["tenant_id", "employer_id", "job_digest"], "cleared_at IS NOT NULL"),
}


def upgrade() -> None:
    _employers()
    _entries()
    _memberships()
    _permits()
    _signing_keys()
    _traits()
    _blocks()
    _cases()
    op.create_index(
        "ix_face_sessions_recruiter_id_state_ended_at",
        "face_sessions",
        ["recruiter_id", "state", "ended_at"],
        unique=False,
    )
    _scopes(lambda scopes: EVERY_SCOPE if set(scopes) >= OLD_SCOPES else scopes)


def downgrade() -> None:
    _scopes(lambda scopes: [scope for scope in scopes if scope not in NEW_SCOPES])
    op.drop_index("ix_face_sessions_recruiter_id_state_ended_at", "face_sessions")
    with op.batch_alter_table("cases") as cases:
        cases.drop_index("ix_cases_employer_id_id")
        cases.drop_constraint(op.f("fk_cases_employer_id_tenant_id"), type_="foreignkey")
        cases.drop_column("employer_id")
    for table in TABLES:
        op.drop_table(table)


def _employers() -> None:
    op.create_table(
        "employers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("account_type", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("verified_until", MOMENT, nullable=True),
        sa.Column("ground", sa.String(), nullable=True),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("links_cleared_at", MOMENT, nullable=True),
        sa.Column("appealed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'verified', 'review', 'suspended', 'revoked', 'closed')",
            name=op.f("ck_employers_state"),
        ),
        sa.CheckConstraint(
            "state <> 'verified' OR (case_id IS NOT NULL AND verified_until IS NOT NULL)",
            name=op.f("ck_employers_verified"),
        ),
        sa.CheckConstraint("(state = 'review') = (ground IS NOT NULL)", name=op.f("ck_employers_ground")),
        sa.CheckConstraint(
            "appealed_at IS NULL OR state IN ('suspended', 'revoked', 'closed')",
            name=op.f("ck_employers_appealed_at"),
        ),
        _of_a_tenant("employers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employers")),
        sa.UniqueConstraint("tenant_id", "reference", name=op.f("uq_employers_tenant_id_reference")),
        sa.UniqueConstraint("id", "tenant_id", name=op.f("uq_employers_id_tenant_id")),
    )
    op.create_index("ix_employers_tenant_id_id", "employers", ["tenant_id", "id"], unique=False)


def _entries() -> None:
    op.create_table(
        "employer_entries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint(
            "what NOT IN ('stopped', 'restored', 'links_cleared', 'text_cleared') "
            "OR who NOT IN ('policy', 'site')",
            name=op.f("ck_employer_entries_by_a_person"),
        ),
        _of_an_employer("employer_entries"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_entries")),
    )
    op.create_index(
        "ix_employer_entries_employer_id_id", "employer_entries", ["employer_id", "id"], unique=False
    )


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("recruiter_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.CheckConstraint("left_at >= joined_at", name=op.f("ck_memberships_left_at")),
        _of_an_employer("memberships"),
        sa.ForeignKeyConstraint(
            ["recruiter_id", "tenant_id"],
            ["recruiters.id", "recruiters.tenant_id"],
            name=op.f("fk_memberships_recruiter_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("employer_id", "recruiter_id", name=op.f("pk_memberships")),
    )
    op.create_index("ix_memberships_recruiter_id", "memberships", ["recruiter_id"], unique=False)


def _permits() -> None:
    op.create_table(
        "permits",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("recruiter_id", sa.String(), nullable=False),
        sa.Column("job_digest", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("token_id", sa.String(), nullable=True),
        sa.Column("redeemed_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("cleared_at", MOMENT, nullable=True),
        sa.CheckConstraint("answer IN ('allow', 'step_up', 'deny')", name=op.f("ck_permits_answer")),
        sa.CheckConstraint("(answer = 'allow') = (token_id IS NOT NULL)", name=op.f("ck_permits_token_id")),
        sa.CheckConstraint(
            "redeemed_at IS NULL OR (token_id IS NOT NULL AND revoked_at IS NULL)",
            name=op.f("ck_permits_redeemed_at"),
        ),
        sa.CheckConstraint("revoked_at IS NULL OR token_id IS NOT NULL", name=op.f("ck_permits_revoked_at")),
        _of_a_tenant("permits"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permits")),
        sa.UniqueConstraint("token_id", name=op.f("uq_permits_token_id")),
    )
    for name, (columns, where) in PARTIAL.items():
        only = sa.text(where)
        op.create_index(name, "permits", columns, unique=False, sqlite_where=only, postgresql_where=only)


def _signing_keys() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.Column("public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("active_from", MOMENT, nullable=False),
        sa.Column("published_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_keys")),
    )


def _traits() -> None:
    op.create_table(
        "account_traits",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("mark", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        _of_an_employer("account_traits"),
        sa.PrimaryKeyConstraint("tenant_id", "employer_id", "mark", name=op.f("pk_account_traits")),
    )
    op.create_index(
        "ix_account_traits_links",
        "account_traits",
        ["tenant_id", "mark", "since", "employer_id"],
        unique=False,
    )


def _blocks() -> None:
    op.create_table(
        "blocks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mark", sa.LargeBinary(length=16), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=True),
        sa.Column("appealed_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_blocks_ended_by")),
        _of_a_tenant("blocks"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
    )
    op.create_index("ix_blocks_tenant_id_mark", "blocks", ["tenant_id", "mark"], unique=False)
    op.create_index("ix_blocks_tenant_id_id", "blocks", ["tenant_id", "id"], unique=False)


def _cases() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("employer_id", sa.String(), nullable=True))
        cases.create_foreign_key(
            op.f("fk_cases_employer_id_tenant_id"),
            "employers",
            ["employer_id", "tenant_id"],
            ["id", "tenant_id"],
        )
        cases.create_index("ix_cases_employer_id_id", ["employer_id", "id"], unique=False)


def _of_a_tenant(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id"))


def _of_an_employer(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["employer_id", "tenant_id"],
        ["employers.id", "employers.tenant_id"],
        name=op.f(f"fk_{table}_employer_id_tenant_id"),
    )


def _scopes(changed: Callable[[list[str]], list[str]]) -> None:
    """Keys that opened everything go on doing so; others get nothing that nobody gave them."""
    key = sa.table("tenant_keys", sa.column("key_hash", sa.String()), sa.column("scopes", sa.JSON()))
    connection = op.get_bind()
    for key_hash, scopes in connection.execute(sa.select(key.c.key_hash, key.c.scopes)).all():
        new = changed(scopes)
        if new != scopes:
            connection.execute(sa.update(key).where(key.c.key_hash == key_hash).values(scopes=new))
