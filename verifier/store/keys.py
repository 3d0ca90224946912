"""API keys in SQL, by the hash of the key."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, update

from verifier.domain.api_key import ApiKey, Scope
from verifier.store import tables
from verifier.store.rows import add, change
from verifier.usecases.integration_ports import Keys

_key = tables.tenant_keys.c


class SqlKeys(Keys):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, key: ApiKey, key_hash: str) -> None:
        add(
            self._connection,
            tables.tenant_keys,
            key_hash=key_hash,
            id=key.id,
            tenant_id=key.tenant_id,
            name=key.name,
            prefix=key.prefix,
            scopes=list(key.scopes),
            created_at=key.created_at,
            expires_at=key.expires_at,
            last_used_at=key.last_used_at,
        )

    def by_hash(self, key_hash: str) -> ApiKey | None:
        query = select(tables.tenant_keys).where(_key.key_hash == key_hash)
        row = self._connection.execute(query).one_or_none()
        return _to_key(row) if row else None

    def get(self, tenant_id: str, key_id: str) -> ApiKey | None:
        query = select(tables.tenant_keys).where(_key.tenant_id == tenant_id, _key.id == key_id)
        row = self._connection.execute(query).one_or_none()
        return _to_key(row) if row else None

    def of_tenant(self, tenant_id: str) -> Sequence[ApiKey]:
        query = select(tables.tenant_keys).where(_key.tenant_id == tenant_id).order_by(_key.id)
        return tuple(_to_key(row) for row in self._connection.execute(query))

    def expire(self, tenant_id: str, key_id: str, *, at: datetime) -> bool:
        statement = (
            update(tables.tenant_keys)
            .where(_key.tenant_id == tenant_id, _key.id == key_id)
            .values(expires_at=at)
        )
        return change(self._connection, statement) == 1

    def remove(self, tenant_id: str, key_id: str) -> bool:
        statement = delete(tables.tenant_keys).where(_key.tenant_id == tenant_id, _key.id == key_id)
        return change(self._connection, statement) == 1

    def note_use(self, key_id: str, *, at: datetime, unless_since: datetime) -> bool:
        long_ago = or_(_key.last_used_at.is_(None), _key.last_used_at < unless_since)
        statement = update(tables.tenant_keys).where(_key.id == key_id, long_ago).values(last_used_at=at)
        return change(self._connection, statement) == 1


def _to_key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        tenant_id=row.tenant_id,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(Scope(scope) for scope in row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
