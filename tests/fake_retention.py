"""Erasure and access in memory: what the API's tests need of it. Purges run on the real stores alone."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from tests.fake_rows import Repository
from verifier.domain.case import Declared
from verifier.domain.retention import Receipt, Removed
from verifier.usecases.retention_ports import Retention


class MemoryRetention(Repository, Retention):
    def erase_case(self, tenant_id: str, case_id: str) -> Removed:
        rows: Counter[str] = Counter()
        ids = {row.id for row in self._state.evidence.values() if row.case_id == case_id}
        files = [row.sha256 for row in self._state.evidence.values() if row.case_id == case_id]
        files += [row.sha256 for row in self._state.pictures.values() if row.case_id == case_id]
        self._drop(rows, "readings", lambda row: row.evidence_id in ids)
        self._drop(rows, "pictures", lambda row: row.evidence_id in ids)
        self._drop(rows, "likenesses", lambda row: row[0].id in ids)
        self._drop(rows, "tasks", lambda row: getattr(row, "evidence_id", None) in ids)
        self._drop(rows, "evidence", lambda row: row.id in ids)
        case = self._state.cases[case_id]
        if any(of == case_id for of, _ in self._state.decisions):
            self._state.cases[case_id] = replace(case, declared=Declared("", "", ""), reference=None)
        else:
            del self._state.cases[case_id]
        rows["cases"] += 1
        return Removed((case_id,), dict(rows), tuple(sorted(set(files))))

    def erase_recruiter(self, tenant_id: str, recruiter_id: str) -> Removed:
        rows: Counter[str] = Counter()
        portraits = [row for row in self._state.portraits.values() if row.recruiter_id == recruiter_id]
        self._drop(rows, "portraits", lambda row: row.recruiter_id == recruiter_id)
        recruiter = self._state.recruiters[recruiter_id]
        self._state.recruiters[recruiter_id] = replace(recruiter, reference=recruiter_id, case_id=None)
        rows["recruiters"] += 1
        return Removed((recruiter_id,), dict(rows), tuple(row.sha256 for row in portraits))

    def erase_employer(self, tenant_id: str, employer_id: str) -> Removed:
        rows = Counter({"employers": 1})
        for key in [key for key in self._state.account_traits if key[1] == employer_id]:
            del self._state.account_traits[key]
            rows["account_traits"] += 1
        employer = self._state.employers[employer_id]
        self._state.employers[employer_id] = replace(employer, reference=employer_id, scope=None)
        return Removed((employer_id,), dict(rows))

    def erase_seeker(self, tenant_id: str, seeker_id: str) -> Removed:
        seeker = self._state.seekers[seeker_id]
        self._state.seekers[seeker_id] = replace(seeker, reference=seeker_id)
        return Removed((seeker_id,), {"seekers": 1})

    def cases_of(self, tenant_id: str, employer_id: str) -> Sequence[str]:
        return tuple(row.id for row in self._state.cases.values() if row.employer_id == employer_id)

    def rows_of(self, tenant_id: str, subject_id: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for table in ("cases", "recruiters", "employers"):
            if subject_id in getattr(self._state, table):
                yield table, {name: str(value) for name, value in self._row(table, subject_id).items()}

    def keep_receipt(self, receipt: Receipt) -> None:
        self._state.receipts[receipt.id] = receipt

    def receipts(self, tenant_id: str, *, after: str = "", limit: int = 100) -> Sequence[Receipt]:
        mine = [row for row in self._state.receipts.values() if row.tenant_id == tenant_id]
        return tuple(sorted((row for row in mine if row.id > after), key=lambda row: row.id))[:limit]

    def evidence_time(self, tenant_id: str) -> timedelta | None:
        return None

    def _row(self, table: str, subject_id: str) -> dict[str, Any]:
        return asdict(getattr(self._state, table)[subject_id])

    def _drop(self, rows: Counter[str], table: str, over: Callable[[Any], bool]) -> None:
        kept = getattr(self._state, table)
        for key in [key for key, row in kept.items() if over(row)]:
            del kept[key]
            rows[table] += 1
