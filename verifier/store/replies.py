"""Responses by idempotency key in SQL, sealed: they hold what the API answered, personal data included."""

from collections.abc import Mapping, Set
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Integer, TextClause, bindparam, delete, select, text, tuple_, update

from verifier.store import tables
from verifier.store.columns import Moment
from verifier.store.listed import TEXT, as_rows, sql_of_rows
from verifier.store.sealing import Seal
from verifier.store.serialisation import response_from_bytes, response_to_bytes
from verifier.usecases.ports import Replies, Reply, StoredResponse

_reply = tables.replies.c
PURPOSE = "reply"  # no blob is sealed for this, so neither opens as the other


KEYS: Final = "keys"  # and their fingerprints


def _beginning(dialect: str) -> TextClause:
    """Adds keys, or takes over those that expired; as text, for many rows in one parameter."""
    asked = sql_of_rows(dialect, KEYS, sent=TEXT, mark=TEXT)
    return text(
        "INSERT INTO replies (tenant_id, key, fingerprint, expires_at)"  # noqa: S608  constants
        f" SELECT :tenant, sent, mark, :until FROM ({asked}) AS asked WHERE true ORDER BY number"
        " ON CONFLICT (tenant_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, response = NULL,"
        " expires_at = excluded.expires_at WHERE replies.expires_at <= :now RETURNING key"
    ).bindparams(bindparam("until", type_=Moment), bindparam("now", type_=Moment))


# Made once: every POST begins and ends with them.
_BEGIN: Final = {dialect: _beginning(dialect) for dialect in ("sqlite", "postgresql")}
_FINISH: Final = (
    update(tables.replies)
    .where(
        _reply.tenant_id == bindparam("tenant"), _reply.key == bindparam("sent"), _reply.response.is_(None)
    )
    .values(response=bindparam("sealed"), expires_at=bindparam("until"))
)
# Rows that another process is forgetting are left to it, so that the two never wait for each other.
_EXPIRED: Final = (
    select(_reply.tenant_id, _reply.key)
    .where(_reply.expires_at <= bindparam("now", type_=Moment))
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_FORGET: Final = delete(tables.replies).where(tuple_(_reply.tenant_id, _reply.key).in_(_EXPIRED))


class SqlReplies(Replies):
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def begin(self, tenant_id: str, key: str, *, fingerprint: str, now: datetime, until: datetime) -> bool:
        return key in self.begin_all(tenant_id, {key: fingerprint}, now=now, until=until)

    def begin_all(
        self, tenant_id: str, asked: Mapping[str, str], *, now: datetime, until: datetime
    ) -> Set[str]:
        said = {"tenant": tenant_id, KEYS: as_rows(sorted(asked.items())), "now": now, "until": until}
        query = _BEGIN[self._connection.dialect.name]
        return frozenset(row.key for row in self._connection.execute(query, said))

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
        said = self._told(tenant_id, key, response, until)
        return self._connection.execute(_FINISH, said).rowcount == 1

    def finish_all(self, tenant_id: str, responses: Mapping[str, StoredResponse], *, until: datetime) -> None:
        rows = [self._told(tenant_id, key, response, until) for key, response in responses.items()]
        if rows:
            self._connection.execute(_FINISH, rows)

    def abandon(self, tenant_id: str, key: str) -> None:
        statement = delete(tables.replies).where(
            _reply.tenant_id == tenant_id, _reply.key == key, _reply.response.is_(None)
        )
        self._connection.execute(statement)

    def forget_expired(self, *, now: datetime, limit: int) -> int:
        return self._connection.execute(_FORGET, {"now": now, "most": limit}).rowcount

    def _told(
        self, tenant_id: str, key: str, response: StoredResponse, until: datetime
    ) -> Mapping[str, object]:
        sealed = self._seal.close(response_to_bytes(response), PURPOSE, tenant_id, key)
        return {"tenant": tenant_id, "sent": key, "sealed": sealed, "until": until}
