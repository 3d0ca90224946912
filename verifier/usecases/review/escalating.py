"""Handing a case to people, in the transaction that decides so; and the number of the next decision."""

from verifier.domain.case import Case
from verifier.domain.decision import Decision
from verifier.domain.escalation import Escalation
from verifier.usecases import identifiers
from verifier.usecases.ports import Ports, Transaction


def escalate(ports: Ports, tx: Transaction, case: Case, decision: Decision) -> Escalation:
    """Put the case into the queue; the case must be held."""
    reasons = tuple(dict.fromkeys(reason.code for reason in decision.proposal.reasons))
    risk = ports.review_policy.risk(reasons)
    at = decision.decided_at
    escalation = Escalation(
        id=identifiers.new("esc", at),
        tenant_id=case.tenant_id,
        case_id=case.id,
        account_type=case.account_type,
        risk=risk,
        reasons=reasons,
        opened_at=at,
        due_at=at + ports.review_policy.due[risk],
    )
    tx.escalations.add(escalation)
    return escalation


def next_round(tx: Transaction, case: Case) -> int:
    """The number of the next decision on this case, which must be held."""
    latest = tx.decisions.latest(case.tenant_id, case.id)
    return latest[0].round + 1 if latest else 1
