"""A visit's report for reviewers: what came of it, and its photographs, marked with who looks."""

from collections.abc import Mapping
from dataclasses import dataclass

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import NotFound
from verifier.domain.proof import Proof
from verifier.domain.visit import Photo, Report
from verifier.intake import visiting
from verifier.usecases.audit import record_before_giving, unrecorded
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.visits.submitting import distances_of
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.storing import storage_errors


@dataclass(frozen=True, slots=True)
class VisitReport:
    """The report as the console shows it; `metres` are distances by photo, None without coordinates."""

    report: Report
    metres: Mapping[str, float] | None
    agent: str  # as colleagues know them


def report_of(ports: Ports, proof: Proof) -> VisitReport | None:
    """What came of the visit of a proof that the caller may see and has recorded; None of another kind."""
    with ports.view() as tx:
        visit = tx.visits.get(proof.tenant_id, proof.id)
        if visit is None:
            return None
        report = tx.visits.report(visit)
        agent = tx.staff.get(visit.agent_id)
    return VisitReport(report, distances_of(report), agent.display_name if agent else visit.agent_id)


def look_at_photo(ports: Ports, me: Reviewer, proof_id: str, photo_id: str, *, mark: str) -> bytes:
    """One photograph as JPEG with the mark on it. Raises NotFound, EvidenceDamaged, StorageUnavailable."""
    with ports.view() as tx:
        proof, photo = _found(tx, me, proof_id, photo_id)
        told = {"photo_id": photo.id}
        deed = Deed(Action.VISIT_PHOTO_SEEN, me.actor, proof.id, told)
        new = unrecorded(tx, proof.tenant_id, deed, ports.clock.now())
    with storage_errors():
        data = ports.blobs.get(proof.tenant_id, photo.sha256)
    shown = visiting.marked(data, mark)
    record_before_giving(ports, proof.tenant_id, new)
    return shown


def _found(tx: Transaction, me: Reviewer, proof_id: str, photo_id: str) -> tuple[Proof, Photo]:
    proof = tx.proofs.find(proof_id, tenants=me.tenants)
    visit = tx.visits.get(proof.tenant_id, proof.id) if proof else None
    photo = tx.visits.photo(visit, photo_id) if visit else None
    if proof is None or photo is None:
        raise NotFound
    return proof, photo
