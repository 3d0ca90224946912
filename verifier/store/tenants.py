"""Tenants in SQL."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from verifier.domain.tenant import Tenant
from verifier.store import tables
from verifier.store.envelope import Envelope
from verifier.store.rows import add
from verifier.usecases.ports import Tenants

_tenant = tables.tenants.c
# FOR NO KEY UPDATE: rows that merely name the tenant are added meanwhile without waiting.
_HOLD = select(_tenant.id).where(_tenant.id == bindparam("held")).with_for_update(key_share=True)


class SqlTenants(Tenants):
    def __init__(self, connection: Connection, envelope: Envelope) -> None:
        self._connection = connection
        self._envelope = envelope

    def add(self, tenant: Tenant) -> None:
        """With keys of its own, under which all that is its is sealed."""
        add(self._connection, tables.tenants, id=tenant.id, name=tenant.name, created_at=tenant.created_at)
        self._envelope.equip(self._connection, tenant.id, tenant.created_at, new=True)

    def get(self, tenant_id: str) -> Tenant | None:
        row = self._connection.execute(select(tables.tenants).where(_tenant.id == tenant_id)).one_or_none()
        return Tenant(*row) if row else None

    def every(self) -> Sequence[Tenant]:
        rows = self._connection.execute(select(tables.tenants).order_by(_tenant.name, _tenant.id))
        return tuple(Tenant(*row) for row in rows)

    def hold(self, tenant_id: str) -> None:
        if self._connection.dialect.name != "sqlite":  # whose writers are alone
            self._connection.execute(_HOLD, {"held": tenant_id})
