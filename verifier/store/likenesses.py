"""Likenesses in SQL: the hashes in their own table, and of what cases are known by only keyed marks."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, literal, select

from verifier.domain.case import Case
from verifier.domain.evidence import Evidence
from verifier.domain.relatives import Likeness, Shared, Traits
from verifier.store import hashes, tables
from verifier.store.rows import add_all, add_if_absent
from verifier.store.sealing import Seal
from verifier.usecases.case_ports import Likenesses, Near, Sharing

_likeness = tables.likenesses.c
_key = tables.likeness_keys.c
_case = tables.cases.c
PURPOSE = "likeness"


class SqlLikenesses(Likenesses):
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def keep(self, evidence: Evidence, likeness: Likeness, traits: Traits) -> None:
        place = {"tenant_id": evidence.tenant_id, "case_id": evidence.case_id, "evidence_id": evidence.id}
        if not add_if_absent(self._connection, tables.likenesses, **place):
            return
        number = select(_likeness.id).where(_likeness.evidence_id == evidence.id)
        kept = self._connection.execute(number).scalar_one()
        hashes.insert(self._connection, kept, evidence.tenant_id, likeness)
        marks = self._marks(evidence.tenant_id, traits)
        add_all(self._connection, tables.likeness_keys, [{**place, "mark": mark} for mark in sorted(marks)])

    def near(self, case: Case, likeness: Likeness, *, within: int, limit: int) -> Sequence[Near]:
        mine = select(func.count()).where(_likeness.case_id == case.id)
        beyond = limit + self._connection.execute(mine).scalar_one()
        found = hashes.nearest(self._connection, case.tenant_id, likeness, within=within, limit=beyond)
        query = select(tables.likenesses).where(_likeness.id.in_(found), _likeness.case_id != case.id)
        near = [
            Near(row.case_id, row.evidence_id, found[row.id])
            for row in self._connection.execute(query.where(_likeness.tenant_id == case.tenant_id))
        ]
        return sorted(near, key=lambda one: (one.distance, one.evidence_id))[:limit]

    def sharing(self, case: Case, traits: Traits, *, limit: int) -> Sequence[Sharing]:
        marks = self._marks(case.tenant_id, traits)
        ours = _same_account(case)
        query = (
            _sharing(case, marks, _key.evidence_id, _key.case_id, ours.label("ours"))
            .join(tables.cases, _case.id == _key.case_id)
            .distinct()
            .order_by("ours", _key.evidence_id.desc())
            .limit(limit)
        )
        rows = self._connection.execute(query).all()
        shared = self._shared(case, marks, [row.evidence_id for row in rows])
        return tuple(
            Sharing(row.case_id, row.evidence_id, bool(row.ours), shared[row.evidence_id]) for row in rows
        )

    def shared_by(
        self, case: Case, traits: Traits, evidence_ids: Sequence[str]
    ) -> Mapping[str, frozenset[Shared]]:
        return self._shared(case, self._marks(case.tenant_id, traits), evidence_ids)

    def count_sharing(self, case: Case, traits: Traits) -> int:
        counted = _sharing(case, self._marks(case.tenant_id, traits), func.count(_key.evidence_id.distinct()))
        return int(self._connection.execute(counted).scalar_one())

    def _shared(
        self, case: Case, marks: Mapping[bytes, Shared], evidence_ids: Sequence[str]
    ) -> Mapping[str, frozenset[Shared]]:
        found: dict[str, set[Shared]] = {}
        query = _sharing(case, marks, _key.evidence_id, _key.mark).where(_key.evidence_id.in_(evidence_ids))
        for row in self._connection.execute(query):
            found.setdefault(row.evidence_id, set()).add(marks[bytes(row.mark)])
        return {evidence_id: frozenset(kinds) for evidence_id, kinds in found.items()}

    def _marks(self, tenant_id: str, traits: Traits) -> Mapping[bytes, Shared]:
        return {self._seal.mark(PURPOSE, tenant_id, kind, value): kind for kind, value in traits}


def _sharing(of: Case, marks: Mapping[bytes, Shared], *columns: Any) -> Select[Any]:
    return select(*columns).where(
        _key.tenant_id == of.tenant_id, _key.mark.in_(list(marks)), _key.case_id != of.id
    )


def _same_account(of: Case) -> Any:
    """1 for a case of the same account, else 0: a case without a reference shares its account with none."""
    same = and_(_case.reference.is_not(None), _case.reference == of.reference)
    return case((same, 1), else_=0) if of.reference is not None else literal(0)
