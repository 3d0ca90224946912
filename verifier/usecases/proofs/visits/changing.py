"""A reviewer changes an order that is not sent in yet: another agent, another time, or nobody at all."""

from dataclasses import replace
from datetime import datetime

from verifier.domain.audit import Action
from verifier.domain.errors import NotFound
from verifier.domain.proof import Proof, ProofKind, ProofState
from verifier.domain.proof_errors import VisitBegun, VisitOver
from verifier.domain.visit import Report, Visit
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.reviews import WORDS_MAX
from verifier.usecases.proofs.settling import running, settle
from verifier.usecases.proofs.telling import audit_proof
from verifier.usecases.proofs.visits.ordering import Appointment, Within, must_fit
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.texts import must_say


def change_visit(ports: Ports, me: Reviewer, proof_id: str, asked: Appointment) -> Visit:
    """Another time; another agent, too, as long as nothing has arrived that the first one sent.

    Raises NotFound, Invalid, ProofOver, VisitOver, VisitBegun.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        proof, visit = _under_way(tx, me, proof_id, now)
        terms = ports.proof_policy.terms(ProofKind.FIELD_VISIT)
        must_fit(tx, visit.tenant_id, asked, Within(terms, now, proof.expires_at))
        if asked.agent_id != visit.agent_id and _begun(tx.visits.report(visit)):
            raise VisitBegun
        changed = replace(visit, agent_id=asked.agent_id, starts_at=asked.starts_at, ends_at=asked.ends_at)
        tx.visits.change(changed)
        told = {
            "agent_id": asked.agent_id,
            "agent_before": visit.agent_id,
            "starts_at": asked.starts_at.isoformat(),
            "starts_before": visit.starts_at.isoformat(),
        }
        audit_proof(tx, proof, me.actor, now, Action.VISIT_CHANGED, told)
    return changed


def cancel_visit(ports: Ports, me: Reviewer, proof_id: str, words: str) -> Proof:
    """Nobody goes; `words` say why, for the auditor. It says nothing against the employer.

    Raises NotFound, Invalid, ProofOver, VisitOver.
    """
    must_say({"/words": words}, WORDS_MAX, lines=True)
    now = ports.clock.now()
    with ports.transaction() as tx:
        proof, visit = _under_way(tx, me, proof_id, now)
        ended = replace(proof, words=words.strip()).settled(ProofState.UNPROVEN, now, me.id)
        settle(tx, ended, me.actor, now)
        audit_proof(tx, ended, me.actor, now, Action.VISIT_CANCELLED, {"agent_id": visit.agent_id})
    return ended


def _under_way(tx: Transaction, me: Reviewer, proof_id: str, now: datetime) -> tuple[Proof, Visit]:
    known = tx.proofs.find(proof_id, tenants=me.tenants)
    if known is None:
        raise NotFound
    proof = running(tx, known.tenant_id, proof_id, ProofKind.FIELD_VISIT, now)
    visit = tx.visits.get(known.tenant_id, proof_id)
    if visit is None:
        raise NotFound
    if not visit.open:
        raise VisitOver
    return proof, visit


def _begun(report: Report) -> bool:
    return bool(report.answers or report.photos or report.countersignature)
