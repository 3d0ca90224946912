"""Deciding a case once its last task has ended: facts → checks → policy → decision, in one transaction."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.case import Case, CaseState
from verifier.domain.decision import POLICY, Decision, Proposal
from verifier.domain.escalation import DocumentRequest
from verifier.domain.evidence import Evidence
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding
from verifier.domain.task import TaskState
from verifier.usecases import identifiers
from verifier.usecases.audit import record
from verifier.usecases.events import tell_decided
from verifier.usecases.gate.employers import note_decision
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.papers import audit_papers, prove_papers
from verifier.usecases.review.escalating import escalate, next_round

CHINA = timezone(timedelta(hours=8))  # the whole country, all year; licences are dated by it
ENDED = (TaskState.DONE, TaskState.FAILED)


def conclude(ports: Ports, tx: Transaction, tenant_id: str, case_id: str) -> Decision | None:
    """Decide the case if it is submitted and all its tasks have ended; None otherwise.

    The case must be held by this transaction: of two tasks that end at the same moment, the one that holds
    the case second sees the other's end, and decides.
    """
    case = tx.cases.get(tenant_id, case_id)
    if case is None or case.state is not CaseState.SUBMITTED:
        return None
    if any(task.state not in ENDED for task in tx.tasks.of_case(tenant_id, case_id)):
        return None
    now = ports.clock.now()
    return _decide(ports, tx, case, ports.judge_case(facts_of(tx, case, now), ports.policy), now)


def current(evidence: Sequence[Evidence], requests: Sequence[DocumentRequest]) -> tuple[Evidence, ...]:
    """The evidence that counts: none that something else was asked for in place of."""
    replaced = {evidence_id for request in requests for evidence_id in request.replaces}
    return tuple(item for item in evidence if item.id not in replaced)


def facts_of(tx: Transaction, case: Case, at: datetime) -> Facts:
    """The case as the checks see it on that day. Evidence whose tasks failed counts as unread."""
    place = (case.tenant_id, case.id)
    evidence = current(tx.evidence.of_case(*place), tx.document_requests.of_case(*place))
    kinds = {item.id: item.kind for item in evidence}
    return Facts(
        account_type=case.account_type,
        declared=case.declared,
        evidence=kinds,
        readings=tuple(reading for reading in tx.readings.of_case(*place) if reading.evidence_id in kinds),
        today=_today(at),
    )


def _today(now: datetime) -> date:
    return now.astimezone(CHINA).date()


def _decide(
    ports: Ports, tx: Transaction, case: Case, judged: tuple[Sequence[Finding], Proposal], now: datetime
) -> Decision:
    """Write the decision and move the case. The store refuses a second decision in the same round."""
    findings, proposal = judged
    decision = Decision(
        id=identifiers.new("dec", now),
        case_id=case.id,
        proposal=proposal,
        decided_by=POLICY,
        decided_at=now,
        expires_at=now + ports.policy.decision_lifetime,
        round=next_round(tx, case),
    )
    tx.decisions.add(case.tenant_id, decision, findings)
    to = CaseState(proposal.outcome.value)
    moved = tx.cases.move(case.tenant_id, case.id, since=CaseState.SUBMITTED, to=to, at=now)
    assert moved, "the case was held"
    if to is CaseState.ESCALATED:
        escalate(ports, tx, case, decision)
    note_decision(tx, case, decision)
    proofs = prove_papers(ports, tx, case, decision, findings)
    tell_decided(tx, case.tenant_id, decision, to)
    record(tx, case.tenant_id, _deed(decision, to), now=now)
    audit_papers(tx, proofs, Actor(ActorKind.POLICY, proposal.policy_version))
    return decision


def _deed(decision: Decision, state: CaseState) -> Deed:
    """The decision with the codes of its reasons, so that a row of it that is changed later can be told."""
    told = {
        "decision_id": decision.id,
        "state": state.value,
        "round": str(decision.round),
        "reasons": ",".join(reason.code for reason in decision.proposal.reasons),
    }
    actor = Actor(ActorKind.POLICY, decision.proposal.policy_version)
    return Deed(Action.CASE_DECIDED, actor, decision.case_id, {key: told[key] for key in told if told[key]})
