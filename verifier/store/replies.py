"""Responses by idempotency key in SQL, sealed: they hold what the API answered, personal data included."""

from datetime import datetime
from types import ModuleType
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from verifier.store import tables
from verifier.store.rows import change
from verifier.store.sealing import Seal
from verifier.store.serialisation import response_from_bytes, response_to_bytes
from verifier.usecases.ports import Replies, Reply, StoredResponse

_reply = tables.replies.c
PURPOSE = "reply"  # no blob is sealed for this, so neither opens as the other


def _beginning(dialect: ModuleType) -> ReturningInsert[Any]:
    """Adds the key, or takes over one that expired. Made once: every POST begins with it."""
    values: dict[str, Any] = {
        "tenant_id": bindparam("tenant"),
        "key": bindparam("sent"),
        "fingerprint": bindparam("mark"),
        "response": bindparam("sealed"),
        "expires_at": bindparam("until"),
    }
    statement = dialect.insert(tables.replies).values(**values)
    anew = {name: statement.excluded[name] for name in ("fingerprint", "response", "expires_at")}
    beginning: ReturningInsert[Any] = statement.on_conflict_do_update(
        index_elements=[_reply.tenant_id, _reply.key], set_=anew, where=_reply.expires_at <= bindparam("now")
    ).returning(_reply.key)
    return beginning


_BEGIN: Final = {"sqlite": _beginning(sqlite), "postgresql": _beginning(postgresql)}


class SqlReplies(Replies):
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def begin(
        self,
        tenant_id: str,
        key: str,
        *,
        fingerprint: str,
        now: datetime,
        until: datetime,
        response: StoredResponse | None = None,
    ) -> bool:
        said = {
            "tenant": tenant_id,
            "sent": key,
            "mark": fingerprint,
            "sealed": self._sealed(tenant_id, key, response) if response else None,
            "until": until,
            "now": now,
        }
        return self._connection.execute(_BEGIN[self._connection.dialect.name], said).first() is not None

    def get(self, tenant_id: str, key: str) -> Reply | None:
        query = select(tables.replies).where(_reply.tenant_id == tenant_id, _reply.key == key)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        if row.response is None:
            return Reply(row.fingerprint, None)
        opened = self._seal.open(row.response, PURPOSE, tenant_id, key)
        return Reply(row.fingerprint, response_from_bytes(opened))

    def finish(self, tenant_id: str, key: str, response: StoredResponse, *, until: datetime) -> bool:
        sealed = self._sealed(tenant_id, key, response)
        statement = (
            update(tables.replies)
            .where(_reply.tenant_id == tenant_id, _reply.key == key, _reply.response.is_(None))
            .values(response=sealed, expires_at=until)
        )
        return change(self._connection, statement) == 1

    def abandon(self, tenant_id: str, key: str) -> None:
        statement = delete(tables.replies).where(
            _reply.tenant_id == tenant_id, _reply.key == key, _reply.response.is_(None)
        )
        self._connection.execute(statement)

    def forget_expired(self, *, now: datetime, limit: int) -> int:
        # Rows that another process is forgetting are left to it, so that the two never wait for each other.
        expired = (
            select(_reply.tenant_id, _reply.key)
            .where(_reply.expires_at <= now)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        statement = delete(tables.replies).where(tuple_(_reply.tenant_id, _reply.key).in_(expired))
        return change(self._connection, statement)

    def _sealed(self, tenant_id: str, key: str, response: StoredResponse) -> bytes:
        return self._seal.close(response_to_bytes(response), PURPOSE, tenant_id, key)
