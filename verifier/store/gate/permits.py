"""Permits in SQL, and the keys that sign them, whose private halves are sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    select,
    update,
)

from verifier.domain.permit import Answer, Need, Permit
from verifier.store.gate import tables
from verifier.store.rows import add, add_all, change
from verifier.store.sealing import Seal
from verifier.store.serialisation import findings_from_json, findings_to_json
from verifier.usecases.gate_ports import Permits, SigningKey, SigningKeys

_permit = tables.permits.c
_key = tables.signing_keys.c
SIGNING: Final = "signing key"  # what a private half is sealed for


class SqlPermits(Permits):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, *permits: Permit) -> None:
        add_all(self._connection, tables.permits, [_row(permit) for permit in permits])

    def get(self, tenant_id: str, permit_id: str) -> Permit | None:
        query = select(tables.permits).where(_permit.tenant_id == tenant_id, _permit.id == permit_id)
        row = self._connection.execute(query).one_or_none()
        return _to_permit(row) if row else None

    def redeem(self, tenant_id: str, permit_id: str, at: datetime) -> bool:
        return self._end(tenant_id, at, (_permit.id == permit_id,), "redeemed_at") == 1

    def revoke(self, tenant_id: str, permit_id: str, at: datetime) -> bool:
        return self._end(tenant_id, at, (_permit.id == permit_id,), "revoked_at") == 1

    def revoke_all(
        self, tenant_id: str, *, at: datetime, employer_id: str, recruiter_id: str | None = None
    ) -> int:
        of = [_permit.employer_id == employer_id]
        if recruiter_id is not None:
            of.append(_permit.recruiter_id == recruiter_id)
        return self._end(tenant_id, at, of, "revoked_at")

    def clear_text(self, tenant_id: str, permit_id: str, at: datetime) -> bool:
        mine = (_permit.tenant_id == tenant_id, _permit.id == permit_id)
        return change(self._connection, update(tables.permits).where(*mine).values(cleared_at=at)) == 1

    def _end(self, tenant_id: str, at: datetime, of: Sequence[ColumnElement[bool]], column: str) -> int:
        """Of these permits, end those in force; how many there were."""
        in_force = (_permit.tenant_id == tenant_id, _permit.expires_at > at, tables.IN_FORCE)
        statement = update(tables.permits).where(*in_force, *of).values(**{column: at})
        return change(self._connection, statement)


_KEYS: Final = select(tables.signing_keys).order_by(_key.active_from, _key.id)  # made once


class SqlSigningKeys(SigningKeys):
    """They sign for every tenant and belong to none, so the seal is the master's own and no tenant's."""

    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, key: SigningKey) -> None:
        add(
            self._connection,
            tables.signing_keys,
            id=key.id,
            private=self._seal.close(key.private, SIGNING, key.id),
            public=key.public,
            created_at=key.created_at,
            active_from=key.active_from,
            published_until=key.published_until,
        )

    def all(self) -> Sequence[SigningKey]:
        return tuple(self._to_key(row) for row in self._connection.execute(_KEYS))

    def retire(self, key_id: str, published_until: datetime) -> None:
        statement = update(tables.signing_keys).where(_key.id == key_id)
        change(self._connection, statement.values(published_until=published_until))

    def _to_key(self, row: Row[Any]) -> SigningKey:
        return SigningKey(
            id=row.id,
            private=self._seal.open(bytes(row.private), SIGNING, row.id),
            public=bytes(row.public),
            created_at=row.created_at,
            active_from=row.active_from,
            published_until=row.published_until,
        )


def _row(permit: Permit) -> dict[str, Any]:
    return {
        "id": permit.id,
        "tenant_id": permit.tenant_id,
        "employer_id": permit.employer_id,
        "recruiter_id": permit.recruiter_id,
        "job_digest": permit.job_digest,
        "device": permit.device,
        "answer": permit.answer,
        "needs": permit.needs,
        "findings": findings_to_json(permit.findings),
        "policy_version": permit.policy_version,
        "asked_at": permit.asked_at,
        "expires_at": permit.expires_at,
        "token_id": permit.token_id,
        "redeemed_at": permit.redeemed_at,
        "revoked_at": permit.revoked_at,
        "cleared_at": permit.cleared_at,
    }


def _to_permit(row: Row[Any]) -> Permit:
    return Permit(
        id=row.id,
        tenant_id=row.tenant_id,
        employer_id=row.employer_id,
        recruiter_id=row.recruiter_id,
        job_digest=row.job_digest,
        device=row.device,
        answer=Answer(row.answer),
        needs=tuple(Need(need) for need in row.needs),
        findings=findings_from_json(row.findings),
        policy_version=row.policy_version,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        token_id=row.token_id,
        redeemed_at=row.redeemed_at,
        revoked_at=row.revoked_at,
        cleared_at=row.cleared_at,
    )
