"""What engineers of sites need: keys with scopes, events, webhooks, deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
EVERY_SCOPE = ["cases:read", "cases:write", "events:read", "webhooks:write", "keys:write"]  # as of today


def upgrade() -> None:
    _keys()
    _events()
    _webhooks()
    _deliveries()


def downgrade() -> None:
    for table in ("deliveries", "webhooks", "events"):
        op.drop_table(table)
    with op.batch_alter_table("tenant_keys") as keys:
        keys.drop_index("ix_tenant_keys_tenant_id")
        keys.drop_constraint("uq_tenant_keys_id", type_="unique")
        for column in ("id", "name", "prefix", "scopes", "expires_at", "last_used_at"):
            keys.drop_column(column)


def _keys() -> None:
    """Keys that there are keep opening everything. Their beginnings are not known any more."""
    with op.batch_alter_table("tenant_keys") as keys:
        for column in ("id", "name", "prefix"):
            keys.add_column(sa.Column(column, sa.String(), nullable=True))
        keys.add_column(sa.Column("scopes", sa.JSON(), nullable=True))
        keys.add_column(sa.Column("expires_at", MOMENT, nullable=True))
        keys.add_column(sa.Column("last_used_at", MOMENT, nullable=True))
    _name_keys()
    with op.batch_alter_table("tenant_keys") as keys:
        for column in ("id", "name", "prefix"):
            keys.alter_column(column, existing_type=sa.String(), nullable=False)
        keys.alter_column("scopes", existing_type=sa.JSON(), nullable=False)
        keys.create_unique_constraint(op.f("uq_tenant_keys_id"), ["id"])
        keys.create_index("ix_tenant_keys_tenant_id", ["tenant_id"], unique=False)


def _name_keys() -> None:
    """An identifier of our form for each key, made from its hash, which tells nothing of the key."""
    key = sa.table(
        "tenant_keys",
        *(sa.column(name, sa.String()) for name in ("key_hash", "id", "name", "prefix")),
        sa.column("scopes", sa.JSON()),
    )
    connection = op.get_bind()
    for key_hash in connection.execute(sa.select(key.c.key_hash)).scalars().all():
        known = {"id": _identifier(key_hash), "name": "first key", "prefix": "bf_", "scopes": EVERY_SCOPE}
        connection.execute(sa.update(key).where(key.c.key_hash == key_hash).values(**known))


def _identifier(key_hash: str) -> str:
    """Hexadecimal digits are digits of a ULID too; a leading 0 makes it older than all that are made."""
    return f"key_0{key_hash[:25]}"


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_events_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("id", "tenant_id", name=op.f("uq_events_id_tenant_id")),
    )
    op.create_index("ix_events_tenant_id_id", "events", ["tenant_id", "id"], unique=False)


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("types", sa.JSON(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("old_secret", sa.LargeBinary(), nullable=True),
        sa.Column("old_secret_until", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(old_secret IS NULL) = (old_secret_until IS NULL)", name=op.f("ck_webhooks_old_secret_until")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_webhooks_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        sa.UniqueConstraint("id", "tenant_id", name=op.f("uq_webhooks_id_tenant_id")),
    )
    op.create_index("ix_webhooks_tenant_id_id", "webhooks", ["tenant_id", "id"], unique=False)


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("webhook_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("attempted_at", MOMENT, nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'claimed', 'delivered', 'dead')", name=op.f("ck_deliveries_state")
        ),
        sa.CheckConstraint(
            "(state = 'claimed') = (lease_until IS NOT NULL)", name=op.f("ck_deliveries_lease_until")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_deliveries_attempts")),
        sa.ForeignKeyConstraint(
            ["webhook_id", "tenant_id"],
            ["webhooks.id", "webhooks.tenant_id"],
            name=op.f("fk_deliveries_webhook_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "tenant_id"],
            ["events.id", "events.tenant_id"],
            name=op.f("fk_deliveries_event_id_tenant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index("ix_deliveries_webhook_id_id", "deliveries", ["webhook_id", "id"], unique=False)
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"], unique=False)
