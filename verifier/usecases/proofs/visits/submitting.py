"""The end of a visit: all that the page says it sent is here, is measured and judged, and stays as it is."""

from collections.abc import Collection
from typing import Final

from verifier.checks.proofs import judge_proof
from verifier.domain.audit import Action
from verifier.domain.proof import Proof, ProofKind
from verifier.domain.proof_errors import VisitIncomplete
from verifier.domain.staff import StaffMember
from verifier.domain.visit import Fix, Report, VisitFacts
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.settling import conclude, held
from verifier.usecases.proofs.visits.geodesy import metres_between
from verifier.usecases.proofs.visits.visiting import mine, note, taking

SEEN_MAX: Final = 50


def submit_visit(
    ports: Ports, agent: StaffMember, proof_id: str, *, photos: Collection[str], digest: str
) -> Proof:
    """Judge the visit once all of it is here: these photographs, and answers of this digest.

    Sent again, it is what it came to. Raises NotFound, VisitIncomplete, ProofOver.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        known = mine(tx, agent, proof_id)
        if not known.open:
            return held(tx, known.tenant_id, proof_id)
        visit = taking(tx, agent, proof_id, now)
        report = tx.visits.report(visit)
        if {photo.id for photo in report.photos} != set(photos) or report.digest != digest:
            raise VisitIncomplete
        tx.visits.submit(visit, now)
        proof = held(tx, visit.tenant_id, proof_id)
        facts = facts_of(ports, tx, report)
        findings = judge_proof(ProofKind.FIELD_VISIT, facts, ports.proof_policy)
        note(tx, agent, visit, Action.VISIT_SUBMITTED, {"photos": str(len(report.photos))}, now)
        return conclude(ports, tx, proof, findings, now)


def facts_of(ports: Ports, tx: Transaction, report: Report) -> VisitFacts:
    """The report with what is measured on it."""
    rules = ports.proof_policy.terms(ProofKind.FIELD_VISIT).rules.rules
    within = int(rules["visit_photos"].thresholds["alike_bits_max"]) if "visit_photos" in rules else 0
    seen = tx.visits.seen(report.visit, report.photos, within=within, limit=SEEN_MAX)
    return VisitFacts(report, distances_of(report), seen)


def distances_of(report: Report) -> dict[str, float] | None:
    """Metres from each photograph that has a place to the registered one, by its id; None without that."""
    registered = report.visit.registered
    if registered is None:
        return None
    there = registered.wgs84
    return {
        photo.id: metres_between(photo.where.at, there)
        for photo in report.photos
        if isinstance(photo.where, Fix)
    }
