"""Tables of corporate mailboxes: the messages of a proof, and those that wait to be handed over.

An address is sealed. `mark` is a keyed hash of it under a key of no tenant's, for the limit of what one
address is sent by all sites together. A domain is a firm's and nobody's address. Of codes nothing is kept.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from verifier.store.columns import Moment, metadata

mail_messages = Table(
    "mail_messages",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("proof_id", String, nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("mark", LargeBinary, nullable=False),
    Column("domain", String, nullable=False),
    Column("state", String, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("takes_mail", String, nullable=False),
    Column("settled_at", Moment),
    UniqueConstraint("id", "tenant_id"),
    ForeignKeyConstraint(["proof_id", "tenant_id"], ["proofs.id", "proofs.tenant_id"]),
    CheckConstraint(
        "state IN ('waiting', 'sent', 'confirmed', 'bounced', 'failed', 'spent', 'disowned', 'replaced')",
        name="state",
    ),
    CheckConstraint("(state IN ('waiting', 'sent')) = (settled_at IS NULL)", name="settled_at"),
    Index("ix_mail_messages_proof_id_id", "proof_id", "id"),
    Index("ix_mail_messages_mark_made_at", "mark", "made_at"),
    Index("ix_mail_messages_tenant_id_made_at", "tenant_id", "made_at"),
)

mail_outbox = Table(
    "mail_outbox",
    metadata,
    Column("message_id", String, primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("proof_id", String, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Moment),
    ForeignKeyConstraint(["message_id", "tenant_id"], ["mail_messages.id", "mail_messages.tenant_id"]),
    Index("ix_mail_outbox_due_at", "due_at"),
    Index("ix_mail_outbox_proof_id", "proof_id"),
)
