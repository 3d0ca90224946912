"""Field visits in memory, whole reports under their proofs. They pass the suite of the real repository."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tests.fake_rows import Repository, must
from verifier.domain.visit import Answered, Countersignature, Photo, Report, Seen, Visit
from verifier.usecases.review_ports import Tenants
from verifier.usecases.visit_ports import Visits


class MemoryVisits(Repository, Visits):
    def add(self, visit: Visit) -> None:
        must(visit.proof_id in self._state.proofs and visit.proof_id not in self._state.visits)
        must(visit.agent_id in self._state.staff and visit.starts_at < visit.ends_at)
        self._state.visits[visit.proof_id] = Report(visit, {}, (), None)

    def get(self, tenant_id: str, proof_id: str) -> Visit | None:
        found = self._state.visits.get(proof_id)
        return found.visit if found and found.visit.tenant_id == tenant_id else None

    def find(self, proof_id: str, *, agent_id: str, tenants: Tenants) -> Visit | None:
        theirs = self.of_agent(agent_id, tenants=tenants, limit=len(self._state.visits))
        return next((visit for visit in theirs if visit.proof_id == proof_id), None)

    def of_agent(self, agent_id: str, *, tenants: Tenants, limit: int) -> Sequence[Visit]:
        theirs = [one.visit for one in self._state.visits.values() if one.visit.agent_id == agent_id]
        seen = [one for one in theirs if tenants is None or one.tenant_id in tenants]
        return tuple(sorted(seen, key=lambda one: (-one.starts_at.timestamp(), one.proof_id))[:limit])

    def report(self, visit: Visit) -> Report:
        found: Report = self._state.visits[visit.proof_id]
        return found

    def answer(self, visit: Visit, given: Answered) -> bool:
        report = self.report(visit)
        before = report.answers.get(given.item)
        if before is not None and before.answered_at >= given.answered_at:
            return False
        self._keep(replace(report, answers={**report.answers, given.item: given}))
        return True

    def photo(self, visit: Visit, photo_id: str) -> Photo | None:
        return next((one for one in self.report(visit).photos if one.id == photo_id), None)

    def add_photo(self, visit: Visit, photo: Photo) -> None:
        must(self.photo(visit, photo.id) is None)
        report = self.report(visit)
        ordered = sorted((*report.photos, photo), key=lambda one: (one.number, one.id))
        self._keep(replace(report, photos=tuple(ordered)))

    def countersign(self, visit: Visit, signature: Countersignature) -> None:
        self._keep(replace(self.report(visit), countersignature=signature))

    def change(self, visit: Visit) -> None:
        must(visit.agent_id in self._state.staff and visit.starts_at < visit.ends_at)
        report = self.report(visit)
        changed = replace(
            report.visit, agent_id=visit.agent_id, starts_at=visit.starts_at, ends_at=visit.ends_at
        )
        self._keep(replace(report, visit=changed))

    def firm_key(self, visit: Visit) -> bytes:
        return hashlib.sha256(f"{visit.tenant_id} {visit.proof_id}".encode()).digest()

    def submit(self, visit: Visit, at: datetime) -> None:
        self._keep(replace(self.report(visit), visit=replace(visit, submitted_at=at)))

    def seen(self, visit: Visit, photos: Sequence[Photo], *, within: int, limit: int) -> Sequence[Seen]:
        found = [
            Seen(
                ours.id,
                other.visit.proof_id,
                distance,
                ours.sha256 == theirs.sha256,
                other.visit.employer_id != visit.employer_id,
            )
            for other in self._state.visits.values()
            if other.visit.tenant_id == visit.tenant_id and other.visit.proof_id != visit.proof_id
            for theirs in other.photos
            for ours in photos
            if (distance := _bits(ours.look, theirs.look)) <= within
        ]
        return sorted(found, key=lambda one: (not one.same, one.distance, one.proof_id, one.photo_id))[:limit]

    def _keep(self, report: Report) -> None:
        self._state.visits[report.visit.proof_id] = report


def _bits(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()
