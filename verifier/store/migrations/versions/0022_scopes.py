"""Scopes of their own for grants, reads and proofs; a key goes on doing what it did."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# What asked for the scope on the left asks for one of those on the right from now on.
DIVIDED = {
    "gate:ask": ["grants:write", "reads:ask"],
    "employers:read": ["proofs:read"],
    "employers:write": ["proofs:write"],
}
NEW = ["grants:write", "reads:ask", "proofs:read", "proofs:write"]


def upgrade() -> None:
    for key_hash, scopes in _keys():
        gained = {new for old, parts in DIVIDED.items() if old in scopes for new in parts}
        place = scopes.index("gate:ask") + 1 if "gate:ask" in scopes else len(scopes)
        added = [scope for scope in NEW if scope in gained - set(scopes)]
        _keep(key_hash, [*scopes[:place], *added, *scopes[place:]])


def downgrade() -> None:
    for key_hash, scopes in _keys():
        _keep(key_hash, [scope for scope in scopes if scope not in NEW])


KEY = sa.table("tenant_keys", sa.column("key_hash", sa.String()), sa.column("scopes", sa.JSON()))


def _keys() -> list[tuple[str, list[str]]]:
    return [tuple(row) for row in op.get_bind().execute(sa.select(KEY.c.key_hash, KEY.c.scopes)).all()]


def _keep(key_hash: str, scopes: list[str]) -> None:
    op.get_bind().execute(sa.update(KEY).where(KEY.c.key_hash == key_hash).values(scopes=scopes))
