"""Responses by idempotency key in SQL, sealed: they hold what the API answered, personal data included."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, tuple_, update

from verifier.store import tables
from verifier.store.rows import add_if_absent, change
from verifier.store.sealing import Seal
from verifier.store.serialisation import response_from_bytes, response_to_bytes
from verifier.usecases.ports import Replies, Reply, StoredResponse

_reply = tables.replies.c
PURPOSE = "reply"  # no blob is sealed for this, so neither opens as the other


class SqlReplies(Replies):
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def begin(self, tenant_id: str, key: str, *, fingerprint: str, now: datetime, until: datetime) -> bool:
        expired = delete(tables.replies).where(
            _reply.tenant_id == tenant_id, _reply.key == key, _reply.expires_at <= now
        )
        self._connection.execute(expired)
        return add_if_absent(
            self._connection,
            tables.replies,
            tenant_id=tenant_id,
            key=key,
            fingerprint=fingerprint,
            expires_at=until,
        )

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
        sealed = self._seal.close(response_to_bytes(response), PURPOSE, tenant_id, key)
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
