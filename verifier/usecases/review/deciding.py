"""A person's decision on an escalated case: verify, reject or ask the applicant for more; undone by another.

Nobody decides what they have not seen: whoever decides names the version that they looked at, and one that
changed since is refused. Where the policy asks for four eyes, the first person's word waits for a second's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from verifier.domain.audit import Action, Deed
from verifier.domain.case import DECIDED, Case, CaseState
from verifier.domain.decision import POLICY, Decision, DecisionOutcome, Proposal, Ruling
from verifier.domain.errors import (
    CaseNotDecided,
    EscalationChanged,
    FieldError,
    Invalid,
    NotFound,
    SecondPersonNeeded,
)
from verifier.domain.escalation import GROUNDS, DocumentRequest, Escalation, FirstWord, Said, Verdict
from verifier.domain.finding import Finding
from verifier.usecases import identifiers
from verifier.usecases.audit import record
from verifier.usecases.events import tell_decided, tell_returned
from verifier.usecases.gate.employers import note_decision
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.papers import audit_papers, prove_papers
from verifier.usecases.review.escalating import escalate, next_round
from verifier.usecases.review.notes import add_note
from verifier.usecases.review.reviewer import Reviewer, held, must_be_free_for
from verifier.usecases.texts import must_say

WORDS_MAX: Final = 2_000  # characters
REOPENED: Final = "reopened"  # the ground of a decision that only lets people look again

_OUTCOMES: Final = {Verdict.VERIFY: DecisionOutcome.VERIFIED, Verdict.REJECT: DecisionOutcome.REJECTED}


@dataclass(frozen=True, slots=True)
class _Sitting:
    """In which transaction, by whom and when something is decided."""

    ports: Ports
    tx: Transaction
    me: Reviewer
    now: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of it: a decision, a request to the applicant, or neither while a second person is needed."""

    escalation: Escalation
    decision: Decision | None = None
    request: DocumentRequest | None = None

    @property
    def waits_for_second(self) -> bool:
        return self.decision is None and self.request is None


def decide_case(ports: Ports, escalation_id: str, said: Said, *, seen: int, me: Reviewer) -> Settled:
    """Say what becomes of an escalated case, having seen this version of it.

    Raises NotFound, EscalationOver, HeldByAnother, EscalationChanged, SecondPersonNeeded, Invalid.
    """
    _must_be_sayable(said)
    now = ports.clock.now()
    with ports.transaction() as tx:
        escalation, case = held(tx, escalation_id, me)
        must_be_free_for(escalation, escalation.holder(now), me)
        if escalation.version != seen:
            raise EscalationChanged
        here = _Sitting(ports, tx, me, now)
        if _waits_for_second(here, escalation, said):
            return _first_word(here, escalation, said)
        if said.verdict is Verdict.ASK_FOR_MORE:
            return _return(here, escalation, case, said)
        return _decide(here, escalation, case, said)


def reopen_case(ports: Ports, tenant_id: str, case_id: str, *, words: str, me: Reviewer) -> Decision:
    """Have people look at a decided case again; an employer who rests on it posts nothing meanwhile.

    A decision is undone by the next one alone, so this is a decision of its own. Raises NotFound,
    CaseNotDecided, Invalid.
    """
    must_say({"/words": words}, WORDS_MAX, lines=True)
    now = ports.clock.now()
    with ports.transaction() as tx:
        case = tx.cases.hold(tenant_id, case_id) if me.may_see(tenant_id) else None
        if case is None:
            raise NotFound
        if case.state not in DECIDED:
            raise CaseNotDecided
        proposed, findings = _proposed(tx, case)
        proposal = replace(proposed, outcome=DecisionOutcome.ESCALATED)
        ruling = Ruling(grounds=(REOPENED,), applicant="", auditor=words)
        here = _Sitting(ports, tx, me, now)
        decision = _written(here, case, proposal, findings, ruling)
        _move(here, case, CaseState.ESCALATED)
        escalate(ports, tx, case, decision)
        _tell(here, case, decision, CaseState.ESCALATED, findings)
    return decision


def _waits_for_second(here: _Sitting, escalation: Escalation, said: Said) -> bool:
    """Whether this word is the first of two. Raises SecondPersonNeeded when the first person speaks again."""
    _, findings = _proposed(here.tx, escalation)
    asked = here.ports.review_policy.four_eyes.asked(said.verdict, findings)
    first = escalation.first_word
    if asked and first is not None and first.by == here.me.id:
        raise SecondPersonNeeded
    return asked and (first is None or first.said.verdict is not said.verdict)


def _first_word(here: _Sitting, escalation: Escalation, said: Said) -> Settled:
    """Keep it for a second person, and let the case go for them to take."""
    after = replace(
        escalation,
        first_word=FirstWord(here.me.id, here.now, said),
        assignee=None,
        claimed_until=None,
        version=escalation.version + 1,
    )
    _keep(here.tx, escalation, after)
    told = {"escalation_id": escalation.id, "verdict": said.verdict.value, "grounds": ",".join(said.grounds)}
    deed = Deed(Action.CASE_FIRST_WORD, here.me.actor, escalation.case_id, told)
    record(here.tx, escalation.tenant_id, deed, now=here.now)
    return Settled(after)


def _return(here: _Sitting, escalation: Escalation, case: Case, said: Said) -> Settled:
    tx, now = here.tx, here.now
    evidence = tx.evidence.of_case(case.tenant_id, case.id)
    request = DocumentRequest(
        id=identifiers.new("doc", now),
        tenant_id=case.tenant_id,
        case_id=case.id,
        asked_at=now,
        asked_by=here.me.id,
        wanted=said.wanted,
        grounds=said.grounds,
        words=said.applicant,
        replaces=tuple(item.id for item in evidence if item.kind in said.wanted),
    )
    tx.document_requests.add(request)
    ended = _end(here, escalation, case)
    _move(here, case, CaseState.RETURNED)
    tell_returned(tx, case.tenant_id, case.id, now)
    told = {"escalation_id": escalation.id, "request_id": request.id, "grounds": ",".join(said.grounds)}
    record(tx, case.tenant_id, Deed(Action.CASE_RETURNED, here.me.actor, case.id, told), now=now)
    return Settled(ended, request=request)


def _decide(here: _Sitting, escalation: Escalation, case: Case, said: Said) -> Settled:
    proposed, findings = _proposed(here.tx, case)
    outcome = _OUTCOMES[said.verdict]
    against = proposed.reasons
    verifies = outcome is DecisionOutcome.VERIFIED
    first = escalation.first_word
    agreed = first is not None and first.said.verdict is said.verdict and first.by != here.me.id
    ruling = Ruling(
        grounds=said.grounds,
        applicant=said.applicant,
        auditor=said.auditor,
        overrides=tuple(dict.fromkeys(reason.code for reason in against)) if verifies else (),
        proposed_by=first.by if first and agreed else None,
    )
    proposal = replace(proposed, outcome=outcome, reasons=() if verifies else against)
    ended = _end(here, escalation, case)
    decision = _written(here, case, proposal, findings, ruling)
    state = CaseState(outcome.value)
    _move(here, case, state)
    _tell(here, case, decision, state, findings)
    return Settled(ended, decision)


def _written(
    here: _Sitting, case: Case, proposal: Proposal, findings: Sequence[Finding], ruling: Ruling
) -> Decision:
    decision = Decision(
        id=identifiers.new("dec", here.now),
        case_id=case.id,
        proposal=proposal,
        decided_by=here.me.id,
        decided_at=here.now,
        expires_at=here.now + here.ports.policy.decision_lifetime,
        round=next_round(here.tx, case),
        ruling=ruling,
    )
    here.tx.decisions.add(case.tenant_id, decision, findings)
    return decision


def _tell(
    here: _Sitting, case: Case, decision: Decision, state: CaseState, findings: Sequence[Finding]
) -> None:
    """The employer, what its papers prove, the site, the audit, in this order: the last holds the tenant."""
    assert decision.ruling is not None, "a person's decision"
    note_decision(here.tx, case, decision)
    proofs = prove_papers(here.ports, here.tx, case, decision, findings)
    tell_decided(here.tx, case.tenant_id, decision, state)
    told = {
        "decision_id": decision.id,
        "state": state.value,
        "round": str(decision.round),
        "grounds": ",".join(decision.ruling.grounds),
        "overrides": ",".join(decision.ruling.overrides),
    }
    told = {name: text for name, text in told.items() if text}
    deed = Deed(Action.CASE_DECIDED, here.me.actor, case.id, told)
    record(here.tx, case.tenant_id, deed, now=decision.decided_at)
    audit_papers(here.tx, proofs, here.me.actor)


def _end(here: _Sitting, escalation: Escalation, case: Case) -> Escalation:
    """Whoever thought better of their own first word takes it back: it becomes a note."""
    me, first = here.me.id, escalation.first_word
    if first is not None and first.by == me:
        add_note(here.tx, case, f"{first.said.verdict}: {first.said.auditor}", here.me, here.now)
        first = None
    ended = replace(
        escalation, assignee=me, claimed_until=None, first_word=first, ended_at=here.now, ended_by=me
    )
    _keep(here.tx, escalation, ended)
    return ended


def _keep(tx: Transaction, before: Escalation, after: Escalation) -> None:
    if not tx.escalations.keep(after, seen=before.version):
        raise EscalationChanged


def _move(here: _Sitting, case: Case, to: CaseState) -> None:
    moved = here.tx.cases.move(case.tenant_id, case.id, since=case.state, to=to, at=here.now)
    assert moved, "the case was held"


def _proposed(tx: Transaction, of: Case | Escalation) -> tuple[Proposal, Sequence[Finding]]:
    """What the policy said last, whatever people said since, and the findings that it said it on."""
    place = (of.tenant_id, of.id if isinstance(of, Case) else of.case_id)
    rounds, latest = tx.decisions.of_case(*place), tx.decisions.latest(*place)
    assert latest is not None, "what people look at was decided before"
    return next(one.proposal for one in reversed(rounds) if one.decided_by == POLICY), latest[1]


def _must_be_sayable(said: Said) -> None:
    """Raises Invalid."""
    if errors := tuple(_misfits(said)):
        raise Invalid(errors=errors)
    must_say({"/applicant": said.applicant, "/auditor": said.auditor}, WORDS_MAX, lines=True)


def _misfits(said: Said) -> Iterator[FieldError]:
    known = GROUNDS[said.verdict]
    if not said.grounds or not set(said.grounds) <= set(known):
        yield FieldError("/grounds", f"One or more of {', '.join(known)}")
    asks = said.verdict is Verdict.ASK_FOR_MORE
    if asks and not said.wanted:
        yield FieldError("/wanted", "What is asked for")
    if said.wanted and not asks:
        yield FieldError("/wanted", "Only when more is asked for")
