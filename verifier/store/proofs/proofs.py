"""Proofs and the links that lead applicants to them, in SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, case, select, update

from verifier.domain.proof import OWN, RUNNING, ApplicantLink, Proof, ProofKind, ProofState
from verifier.store.columns import Moment
from verifier.store.listed import among
from verifier.store.proofs import tables
from verifier.store.rows import add, change_all
from verifier.store.serialisation import findings_from_json, findings_to_json
from verifier.usecases.proof_ports import ApplicantLinks, Proofs
from verifier.usecases.review_ports import Tenants

_proof = tables.proofs.c
_link = tables.applicant_links.c
MOST = 100  # proofs of one employer
_KEEP: Final = update(tables.proofs).where(
    _proof.tenant_id == bindparam("of"), _proof.id == bindparam("kept")
)

# Made once: the gate asks it for every wish.
_OWN_FINDINGS: Final = case((_proof.kind.in_(sorted(OWN)), _proof.findings))
_IN_FORCE: Final[Select[Any]] = select(
    *(column for column in _proof if column.name != "findings"), _OWN_FINDINGS.label("findings")
).where(
    _proof.tenant_id == bindparam("tenant"),
    among(_proof.employer_id, "whose"),
    _proof.valid_until > bindparam("now", type_=Moment),
)


class SqlProofs(Proofs):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, proof: Proof) -> None:
        add(
            self._connection,
            tables.proofs,
            id=proof.id,
            tenant_id=proof.tenant_id,
            employer_id=proof.employer_id,
            recruiter_id=proof.recruiter_id,
            kind=proof.kind,
            opened_at=proof.opened_at,
            policy_version=proof.policy_version,
            **_changing(proof),
        )

    def get(self, tenant_id: str, proof_id: str) -> Proof | None:
        return self.find(proof_id, tenants=frozenset({tenant_id}))

    def find(self, proof_id: str, *, tenants: Tenants) -> Proof | None:
        query = _among(select(tables.proofs).where(_proof.id == proof_id), tenants)
        row = self._connection.execute(query).one_or_none()
        return _to_proof(row) if row else None

    def some(self, tenant_id: str, proof_ids: Collection[str]) -> Mapping[str, Proof]:
        query = select(tables.proofs).where(_proof.tenant_id == tenant_id, _proof.id.in_(proof_ids))
        return {proof.id: proof for proof in self._all(query)}

    def keep(self, *proofs: Proof) -> None:
        rows = [{"of": one.tenant_id, "kept": one.id, **_changing(one)} for one in proofs]
        change_all(self._connection, _KEEP, rows)

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[Proof]:
        query = _of_employer(tenant_id, employer_id).order_by(_proof.id.desc()).limit(MOST)
        return self._all(query)

    def in_force(self, tenant_id: str, employer_ids: Sequence[str], now: datetime) -> Sequence[Proof]:
        said = {"tenant": tenant_id, "whose": employer_ids, "now": now}
        rows = self._connection.execute(_IN_FORCE, said)
        return tuple(_to_proof(row, with_findings=row.kind in OWN) for row in rows)

    def in_review(self, *, tenants: Tenants, after: str | None, limit: int) -> Sequence[Proof]:
        query = _among(select(tables.proofs).where(_proof.state == ProofState.REVIEW), tenants)
        if after is not None:
            query = query.where(_proof.id > after)
        return self._all(query.order_by(_proof.id).limit(limit))

    def lapsed(self, *, now: datetime, limit: int) -> Sequence[Proof]:
        query = select(tables.proofs).where(_proof.state.in_(RUNNING), _proof.expires_at <= now)
        return self._all(query.order_by(_proof.expires_at).limit(limit))

    def _all(self, query: Select[Any]) -> Sequence[Proof]:
        return tuple(_to_proof(row) for row in self._connection.execute(query))


class SqlApplicantLinks(ApplicantLinks):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: ApplicantLink, token_hash: str) -> None:
        add(
            self._connection,
            tables.applicant_links,
            id=link.id,
            token_hash=token_hash,
            tenant_id=link.tenant_id,
            employer_id=link.employer_id,
            recruiter_id=link.recruiter_id,
            made_at=link.made_at,
            expires_at=link.expires_at,
        )

    def by_token(self, token_hash: str) -> ApplicantLink | None:
        query = select(tables.applicant_links).where(_link.token_hash == token_hash)
        row = self._connection.execute(query).one_or_none()
        return _to_link(row) if row else None


def _of_employer(tenant_id: str, employer_id: str) -> Select[Any]:
    return select(tables.proofs).where(_proof.tenant_id == tenant_id, _proof.employer_id == employer_id)


def _among(query: Select[Any], tenants: Tenants) -> Select[Any]:
    return query if tenants is None else query.where(_proof.tenant_id.in_(tenants))


def _changing(proof: Proof) -> dict[str, Any]:
    """The columns of all that changes in a proof's life."""
    return {
        "state": proof.state,
        "expires_at": proof.expires_at,
        "settled_at": proof.settled_at,
        "valid_until": proof.valid_until,
        "decided_by": proof.decided_by,
        "findings": findings_to_json(proof.findings),
        "words": proof.words,
    }


def _to_proof(row: Row[Any], *, with_findings: bool = True) -> Proof:
    return Proof(
        id=row.id,
        tenant_id=row.tenant_id,
        employer_id=row.employer_id,
        kind=ProofKind(row.kind),
        state=ProofState(row.state),
        opened_at=row.opened_at,
        expires_at=row.expires_at,
        policy_version=row.policy_version,
        recruiter_id=row.recruiter_id,
        settled_at=row.settled_at,
        valid_until=row.valid_until,
        decided_by=row.decided_by,
        findings=findings_from_json(row.findings) if with_findings else (),
        words=row.words,
    )


def _to_link(row: Row[Any]) -> ApplicantLink:
    return ApplicantLink(
        id=row.id,
        tenant_id=row.tenant_id,
        employer_id=row.employer_id,
        recruiter_id=row.recruiter_id,
        made_at=row.made_at,
        expires_at=row.expires_at,
    )
