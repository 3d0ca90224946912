"""Tenants and their keys in SQL."""

from datetime import datetime

from sqlalchemy import Connection, select

from verifier.domain.tenant import Tenant
from verifier.store import tables
from verifier.store.rows import add
from verifier.usecases.ports import Tenants


class SqlTenants(Tenants):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, tenant: Tenant) -> None:
        add(self._connection, tables.tenants, id=tenant.id, name=tenant.name, created_at=tenant.created_at)

    def add_key(self, tenant_id: str, key_hash: str, created_at: datetime) -> None:
        add(
            self._connection,
            tables.tenant_keys,
            key_hash=key_hash,
            tenant_id=tenant_id,
            created_at=created_at,
        )

    def by_key(self, key_hash: str) -> Tenant | None:
        tenant, key = tables.tenants.c, tables.tenant_keys.c
        query = select(tables.tenants).join(tables.tenant_keys, key.tenant_id == tenant.id)
        row = self._connection.execute(query.where(key.key_hash == key_hash)).one_or_none()
        return Tenant(*row) if row else None
