"""Corporate mailboxes: messages, those that wait to be handed over, and the website that a case declares."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("declared_website", sa.String(), nullable=True))
    _messages()
    _outbox()


def downgrade() -> None:
    op.drop_table("mail_outbox")
    op.drop_table("mail_messages")
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("declared_website")


def _messages() -> None:
    op.create_table(
        "mail_messages",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("proof_id", sa.String(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("takes_mail", sa.String(), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'confirmed', 'bounced', 'failed', 'spent', 'disowned', 'replaced')",
            name=op.f("ck_mail_messages_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('waiting', 'sent')) = (settled_at IS NULL)", name=op.f("ck_mail_messages_settled_at")
        ),
        sa.ForeignKeyConstraint(
            ["proof_id", "tenant_id"],
            ["proofs.id", "proofs.tenant_id"],
            name=op.f("fk_mail_messages_proof_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_messages")),
        sa.UniqueConstraint("id", "tenant_id", name=op.f("uq_mail_messages_id_tenant_id")),
    )
    op.create_index("ix_mail_messages_proof_id_id", "mail_messages", ["proof_id", "id"], unique=False)
    op.create_index("ix_mail_messages_mark_made_at", "mail_messages", ["mark", "made_at"], unique=False)
    op.create_index(
        "ix_mail_messages_tenant_id_made_at", "mail_messages", ["tenant_id", "made_at"], unique=False
    )


def _outbox() -> None:
    op.create_table(
        "mail_outbox",
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("proof_id", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id", "tenant_id"],
            ["mail_messages.id", "mail_messages.tenant_id"],
            name=op.f("fk_mail_outbox_message_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_mail_outbox")),
    )
    op.create_index("ix_mail_outbox_due_at", "mail_outbox", ["due_at"], unique=False)
    op.create_index("ix_mail_outbox_proof_id", "mail_outbox", ["proof_id"], unique=False)
