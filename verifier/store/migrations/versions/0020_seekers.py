"""Job seekers: their grants, the reads of their résumés, links to their page, complaints."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ALLOWED = sa.text("token_id IS NOT NULL")
MARKED = sa.text("marked_at IS NOT NULL")
STOPPED = sa.text("stopped")
TABLES = ("seeker_complaints", "seeker_links", "resume_reads", "resume_grants", "seekers")


def upgrade() -> None:
    _seekers()
    _resume_grants()
    _resume_reads()
    _seeker_links()
    _seeker_complaints()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _seekers() -> None:
    op.create_table(
        "seekers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_seekers_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seekers")),
        sa.UniqueConstraint("id", "tenant_id", name=op.f("uq_seekers_id_tenant_id")),
        sa.UniqueConstraint("tenant_id", "reference", name=op.f("uq_seekers_tenant_id_reference")),
    )


def _resume_grants() -> None:
    op.create_table(
        "resume_grants",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("seeker_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("recruiter_id", sa.String(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("resume", sa.String(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("text_language", sa.String(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=False),
        sa.Column("agreed_way", sa.String(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_way", sa.String(), nullable=True),
        sa.CheckConstraint("agreed_way IN ('site', 'page')", name=op.f("ck_resume_grants_agreed_way")),
        sa.CheckConstraint(
            "purpose IN ('this_application', 'recruitment_with_employer', 'talent_pool')",
            name=op.f("ck_resume_grants_purpose"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_way IS NULL)", name=op.f("ck_resume_grants_withdrawn_way")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id", "tenant_id"],
            ["employers.id", "employers.tenant_id"],
            name=op.f("fk_resume_grants_employer_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["seeker_id", "tenant_id"],
            ["seekers.id", "seekers.tenant_id"],
            name=op.f("fk_resume_grants_seeker_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_grants")),
    )
    op.create_index("ix_resume_grants_employer_id", "resume_grants", ["employer_id"], unique=False)
    op.create_index("ix_resume_grants_seeker_id_id", "resume_grants", ["seeker_id", "id"], unique=False)


def _resume_reads() -> None:
    op.create_table(
        "resume_reads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=True),
        sa.Column("seeker_id", sa.String(), nullable=True),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("recruiter_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("resume", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("token_id", sa.String(), nullable=True),
        sa.Column("face_session_id", sa.String(), nullable=True),
        sa.Column("face_at", MOMENT, nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("contacted_at", MOMENT, nullable=True),
        sa.Column("marked_at", MOMENT, nullable=True),
        sa.Column("marked_length", sa.Integer(), nullable=True),
        sa.Column("mail_alias", sa.String(length=64), nullable=True),
        sa.Column("phone_alias", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(answer = 'allow') = (token_id IS NOT NULL)", name=op.f("ck_resume_reads_token_id")
        ),
        sa.CheckConstraint("answer IN ('allow', 'step_up', 'deny')", name=op.f("ck_resume_reads_answer")),
        sa.CheckConstraint(
            "(face_session_id IS NULL) = (face_at IS NULL)", name=op.f("ck_resume_reads_face_at")
        ),
        sa.CheckConstraint(
            "(marked_at IS NULL) = (marked_length IS NULL)", name=op.f("ck_resume_reads_marked_length")
        ),
        sa.CheckConstraint(
            "contacted_at IS NULL OR token_id IS NOT NULL", name=op.f("ck_resume_reads_contacted_at")
        ),
        sa.CheckConstraint(
            "token_id IS NULL OR (grant_id IS NOT NULL AND seeker_id IS NOT NULL)",
            name=op.f("ck_resume_reads_by_a_grant"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_resume_reads_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_reads")),
        sa.UniqueConstraint("token_id", name=op.f("uq_resume_reads_token_id")),
    )
    op.create_index(
        "ix_resume_reads_employer",
        "resume_reads",
        ["tenant_id", "employer_id", "asked_at"],
        unique=False,
        sqlite_where=ALLOWED,
        postgresql_where=ALLOWED,
    )
    op.create_index("ix_resume_reads_grant_id_id", "resume_reads", ["grant_id", "id"], unique=False)
    op.create_index("ix_resume_reads_mail_alias", "resume_reads", ["mail_alias"], unique=False)
    op.create_index(
        "ix_resume_reads_marked",
        "resume_reads",
        ["tenant_id", "marked_length"],
        unique=False,
        sqlite_where=MARKED,
        postgresql_where=MARKED,
    )
    op.create_index("ix_resume_reads_phone_alias", "resume_reads", ["phone_alias"], unique=False)
    op.create_index(
        "ix_resume_reads_recruiter",
        "resume_reads",
        ["tenant_id", "recruiter_id", "asked_at", "contacted_at"],
        unique=False,
        sqlite_where=ALLOWED,
        postgresql_where=ALLOWED,
    )
    op.create_index("ix_resume_reads_seeker_id_id", "resume_reads", ["seeker_id", "id"], unique=False)
    op.create_index(
        "ix_resume_reads_stopped",
        "resume_reads",
        ["tenant_id", "recruiter_id", "asked_at"],
        unique=False,
        sqlite_where=STOPPED,
        postgresql_where=STOPPED,
    )


def _seeker_links() -> None:
    op.create_table(
        "seeker_links",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("seeker_id", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("employer_id", sa.String(), nullable=True),
        sa.Column("recruiter_id", sa.String(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("resume", sa.String(), nullable=True),
        sa.Column("offered_until", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(employer_id IS NULL) = (offered_until IS NULL)", name=op.f("ck_seeker_links_offered_until")
        ),
        sa.CheckConstraint("(employer_id IS NULL) = (purpose IS NULL)", name=op.f("ck_seeker_links_purpose")),
        sa.CheckConstraint("(employer_id IS NULL) = (resume IS NULL)", name=op.f("ck_seeker_links_resume")),
        sa.ForeignKeyConstraint(
            ["seeker_id", "tenant_id"],
            ["seekers.id", "seekers.tenant_id"],
            name=op.f("fk_seeker_links_seeker_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seeker_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_seeker_links_token_hash")),
    )
    op.create_index("ix_seeker_links_seeker_id", "seeker_links", ["seeker_id"], unique=False)


def _seeker_complaints() -> None:
    op.create_table(
        "seeker_complaints",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("seeker_id", sa.String(), nullable=False),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("read_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("found", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(settled_by IS NULL) = (settled_at IS NULL)", name=op.f("ck_seeker_complaints_settled_by")
        ),
        sa.ForeignKeyConstraint(
            ["seeker_id", "tenant_id"],
            ["seekers.id", "seekers.tenant_id"],
            name=op.f("fk_seeker_complaints_seeker_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seeker_complaints")),
    )
    op.create_index("ix_seeker_complaints_seeker_id", "seeker_complaints", ["seeker_id"], unique=False)
    op.create_index(
        "ix_seeker_complaints_tenant_id_id", "seeker_complaints", ["tenant_id", "id"], unique=False
    )
