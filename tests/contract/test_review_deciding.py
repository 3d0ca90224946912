"""A person's decision, on memory and on both databases: what it does, and who may not make it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.acts import read
from tests.card_cases import card, escalated
from tests.case_files import as_shipped
from tests.gate_acts import OTHER_FIRM
from tests.review_acts import ANNA, BERT, BROKEN, LEAD, TWO, Desk, broken, desk, handed_in_again, says
from tests.rows import CASE
from verifier import usecases
from verifier.domain.audit import Action
from verifier.domain.case import AccountType, CaseState
from verifier.domain.decision import DecisionOutcome
from verifier.domain.employer import EmployerState, Ground
from verifier.domain.errors import (
    CaseNotDecided,
    EscalationChanged,
    EscalationOver,
    EvidenceMissing,
    HeldByAnother,
    Invalid,
    NotFound,
    SecondPersonNeeded,
)
from verifier.domain.escalation import DecisionGround, Verdict
from verifier.domain.event import EventType
from verifier.domain.evidence import EvidenceKind
from verifier.domain.paper import PaperField
from verifier.domain.proof import ProofKind, ProofState
from verifier.domain.written import Field
from verifier.usecases.gate.employers import open_employer, read_employer
from verifier.usecases.review.claims import claim, hand_over, release
from verifier.usecases.review.deciding import decide_case, reopen_case
from verifier.usecases.review.notes import write_note
from verifier.usecases.review.reviewer import Reviewer

MORE = says(Verdict.ASK_FOR_MORE, wanted=(EvidenceKind.BUSINESS_LICENCE,))


@pytest.fixture
def here(store: object) -> Desk:
    return desk(store)


def test_a_person_rejects_and_everybody_is_told_why(here: Desk) -> None:
    case, escalation = here.escalated()
    settled = decide_case(here.ports, escalation.id, says(Verdict.REJECT), seen=1, me=ANNA)
    decision = usecases.read_case(here.ports, case.tenant_id, case.id).decision
    assert decision == settled.decision
    assert decision is not None
    assert (decision.round, decision.decided_by) == (2, ANNA.id)
    assert decision.proposal.outcome is DecisionOutcome.REJECTED
    assert [reason.code for reason in decision.proposal.reasons] == [BROKEN.code]
    assert decision.ruling is not None
    assert decision.ruling.grounds == (DecisionGround.FORGED,)
    assert decision.ruling.overrides == ()
    assert here.state(case) == "rejected"
    events = usecases.list_events(here.ports, case.tenant_id, limit=100).events
    assert events[-1].type is EventType.CASE_REJECTED
    assert events[-1].told["decision_id"] == decision.id


def test_verifying_what_the_policy_escalated_is_marked_as_an_override(here: Desk) -> None:
    case, escalation = here.escalated()
    decision = decide_case(here.ports, escalation.id, says(), seen=1, me=ANNA).decision
    assert decision is not None
    assert decision.ruling is not None
    assert decision.ruling.overrides == (BROKEN.code,)
    assert decision.proposal.reasons == ()
    assert here.state(case) == "verified"


def test_a_decision_is_in_the_audit_with_its_grounds_and_no_words(here: Desk) -> None:
    case, escalation = here.escalated()
    decide_case(here.ports, escalation.id, says(), seen=1, me=ANNA)
    with here.ports.view() as tx:
        entries = [one for one in tx.audit.entries(case.tenant_id) if one.action == Action.CASE_DECIDED]
    assert entries[-1].actor_id == ANNA.id
    assert "papers_in_order" in entries[-1].details
    assert "Words" not in entries[-1].details


def test_a_case_that_changed_since_it_was_looked_at_is_not_overwritten(here: Desk) -> None:
    case, escalation = here.escalated()
    write_note(here.ports, case.tenant_id, case.id, "Their neighbour rang.", BERT)
    with pytest.raises(EscalationChanged):
        decide_case(here.ports, escalation.id, says(), seen=1, me=ANNA)
    assert here.state(case) == "escalated"
    decide_case(here.ports, escalation.id, says(), seen=2, me=ANNA)


def test_a_decided_case_is_not_decided_again(here: Desk) -> None:
    case, escalation = here.escalated()
    decide_case(here.ports, escalation.id, says(Verdict.REJECT), seen=1, me=ANNA)
    with pytest.raises(EscalationOver):
        decide_case(here.ports, escalation.id, says(), seen=1, me=BERT)
    assert here.state(case) == "rejected"


def test_what_somebody_holds_nobody_else_decides_until_the_claim_is_over(here: Desk) -> None:
    _, escalation = here.escalated()
    claim(here.ports, escalation.id, ANNA)
    for act in (
        lambda: claim(here.ports, escalation.id, BERT),
        lambda: release(here.ports, escalation.id, BERT),
        lambda: hand_over(here.ports, escalation.id, to=BERT.id, words="", me=BERT),
        lambda: decide_case(here.ports, escalation.id, says(), seen=1, me=BERT),
    ):
        with pytest.raises(HeldByAnother):
            act()
    here.world.clock.tick(minutes=21)
    taken = claim(here.ports, escalation.id, BERT)
    assert (taken.assignee, taken.version) == (BERT.id, 2)
    with pytest.raises(HeldByAnother):
        decide_case(here.ports, escalation.id, says(), seen=1, me=ANNA)


def test_going_on_with_ones_own_claim_leaves_the_open_form_good(here: Desk) -> None:
    _, escalation = here.escalated()
    claim(here.ports, escalation.id, ANNA)
    here.world.clock.tick(minutes=15)
    assert claim(here.ports, escalation.id, ANNA).version == 1
    here.world.clock.tick(minutes=15)
    assert decide_case(here.ports, escalation.id, says(), seen=1, me=ANNA).decision is not None


def test_what_is_handed_over_is_the_others_and_a_lead_may_take_it_away(here: Desk) -> None:
    case, escalation = here.escalated()
    claim(here.ports, escalation.id, ANNA)
    assert hand_over(here.ports, escalation.id, to=BERT.id, words="You know them.", me=ANNA).version == 2
    with here.ports.view() as tx:
        assert [note.words for note in tx.notes.of_case(case.tenant_id, case.id)] == ["You know them."]
    back = hand_over(here.ports, escalation.id, to=ANNA.id, words="", me=LEAD, by_lead=True)
    assert (back.assignee, back.version) == (ANNA.id, 3)
    assert release(here.ports, escalation.id, ANNA).holder(here.world.clock.now()) is None


def test_four_eyes_need_two_people_who_agree(store: object) -> None:
    here = desk(store, TWO)
    case, escalation = here.escalated()
    first = decide_case(here.ports, escalation.id, says(), seen=1, me=ANNA)
    assert first.waits_for_second
    assert first.escalation.holder(here.world.clock.now()) is None
    assert here.state(case) == "escalated"
    with pytest.raises(SecondPersonNeeded):
        decide_case(here.ports, escalation.id, says(), seen=2, me=ANNA)
    decision = decide_case(here.ports, escalation.id, says(), seen=2, me=BERT).decision
    assert decision is not None
    assert decision.ruling is not None
    assert (decision.decided_by, decision.ruling.proposed_by) == (BERT.id, ANNA.id)


def test_a_second_person_may_reject_and_the_first_word_stays_on_record(store: object) -> None:
    here = desk(store, TWO)
    case, escalation = here.escalated()
    decide_case(here.ports, escalation.id, says(), seen=1, me=ANNA)
    settled = decide_case(here.ports, escalation.id, says(Verdict.REJECT), seen=2, me=BERT)
    assert settled.decision is not None
    assert settled.decision.ruling is not None
    assert settled.decision.ruling.proposed_by is None
    assert settled.escalation.first_word is not None
    assert settled.escalation.first_word.by == ANNA.id
    assert here.state(case) == "rejected"


def test_who_thinks_better_of_their_own_first_word_may_reject_and_it_becomes_a_note(store: object) -> None:
    here = desk(store, TWO)
    case, escalation = here.escalated()
    decide_case(here.ports, escalation.id, says(), seen=1, me=ANNA)
    assert decide_case(here.ports, escalation.id, says(Verdict.REJECT), seen=2, me=ANNA).decision is not None
    with here.ports.view() as tx:
        notes = [note.words for note in tx.notes.of_case(case.tenant_id, case.id)]
    assert notes == ["verify: Words for the auditor."]


def test_an_applicant_who_is_asked_for_more_hands_in_again_and_only_that_counts(here: Desk) -> None:
    case, escalation = here.escalated()
    request = decide_case(here.ports, escalation.id, MORE, seen=1, me=ANNA).request
    assert request is not None
    assert here.state(case) == "returned"
    assert usecases.list_events(here.ports, case.tenant_id, limit=100).events[-1].told["state"] == "returned"
    with pytest.raises(EvidenceMissing):
        usecases.submit_case(here.ports, case.tenant_id, case.id)
    here.world.clock.tick(hours=1)
    read(here.ports, handed_in_again(here.ports, case))
    view = usecases.read_case(here.ports, case.tenant_id, case.id)
    assert view.case.state is CaseState.VERIFIED
    assert view.decision is not None
    assert view.decision.round == 2
    assert [finding.code for finding in view.findings] == ["read"]
    with here.ports.view() as tx:
        (asked,) = tx.document_requests.of_case(case.tenant_id, case.id)
    assert asked.answered_at is not None


def test_what_is_handed_in_again_may_be_escalated_again(here: Desk) -> None:
    case, escalation = here.escalated()
    decide_case(here.ports, escalation.id, MORE, seen=1, me=ANNA)
    here.world.clock.tick(hours=1)
    task_id = handed_in_again(here.ports, case)
    broken(here.ports, task_id)
    assert here.waiting(case).id != escalation.id
    with here.ports.view() as tx:
        rounds = tx.decisions.of_case(case.tenant_id, case.id)
    assert [one.round for one in rounds] == [1, 2]


def test_a_lead_undoes_a_decision_by_another_one_alone(here: Desk) -> None:
    case, escalation = here.escalated()
    with pytest.raises(CaseNotDecided):
        reopen_case(here.ports, case.tenant_id, case.id, words="Why not.", me=LEAD)
    decide_case(here.ports, escalation.id, says(), seen=1, me=ANNA)
    again = reopen_case(here.ports, case.tenant_id, case.id, words="The firm denies it.", me=LEAD)
    assert (again.round, again.decided_by) == (3, LEAD.id)
    assert [reason.code for reason in again.proposal.reasons] == [BROKEN.code]
    assert here.state(case) == "escalated"
    decide_case(here.ports, here.waiting(case).id, says(Verdict.REJECT), seen=1, me=BERT)
    with here.ports.view() as tx:
        rounds = tx.decisions.of_case(case.tenant_id, case.id)
    assert [one.proposal.outcome.value for one in rounds] == [
        "escalated",
        "verified",
        "escalated",
        "rejected",
    ]


def test_the_employer_follows_what_people_decide(here: Desk) -> None:
    employer = open_employer(
        here.ports, here.tenant.id, reference="a-1", account_type=AccountType.DIRECT_EMPLOYER
    )
    case = usecases.open_case(
        here.ports,
        here.tenant.id,
        account_type=employer.account_type,
        declared=OTHER_FIRM,
        reference="a-1",
        employer_id=employer.id,
    )
    broken(here.ports, handed_in_again(here.ports, case))

    def stands() -> tuple[EmployerState, Ground | None]:
        view = read_employer(here.ports, here.tenant.id, employer.id)
        return view.state, view.ground

    assert stands() == (EmployerState.PENDING, None)
    decide_case(here.ports, here.waiting(case).id, says(), seen=1, me=ANNA)
    assert stands() == (EmployerState.VERIFIED, None)
    reopen_case(here.ports, case.tenant_id, case.id, words="The firm denies it.", me=LEAD)
    assert stands() == (EmployerState.REVIEW, Ground.CASE_REOPENED)


@pytest.mark.parametrize(
    "change",
    [
        lambda said: replace(said, grounds=()),
        lambda said: replace(said, grounds=(DecisionGround.FORGED,)),
        lambda said: replace(said, applicant=" "),
        lambda said: replace(said, auditor=""),
        lambda said: replace(said, auditor="x" * 2001),
        lambda said: replace(said, wanted=(EvidenceKind.BUSINESS_LICENCE,)),
        lambda said: replace(said, verdict=Verdict.ASK_FOR_MORE, grounds=(DecisionGround.ILLEGIBLE,)),
    ],
)
def test_who_says_nothing_or_the_wrong_thing_is_told_so(change: Callable[..., object]) -> None:
    here = desk()
    _, escalation = here.escalated()
    with pytest.raises(Invalid):
        decide_case(here.ports, escalation.id, change(says()), seen=1, me=ANNA)  # type: ignore[arg-type]


def test_a_reviewer_of_another_site_finds_nothing(here: Desk) -> None:
    case, escalation = here.escalated()
    stranger = Reviewer("stf_other", tenants=frozenset({"ten_other"}))
    for act in (
        lambda: claim(here.ports, escalation.id, stranger),
        lambda: decide_case(here.ports, escalation.id, says(), seen=1, me=stranger),
        lambda: write_note(here.ports, case.tenant_id, case.id, "Hm.", stranger),
        lambda: reopen_case(here.ports, case.tenant_id, case.id, words="Hm.", me=stranger),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize(("ends", "proven"), [("2040-01-01", 1), ("2020-01-01", 0)])
def test_who_verifies_a_case_proves_by_its_papers_only_what_their_own_checks_passed(
    here: Desk, ends: str, proven: int
) -> None:
    ports = as_shipped(here.ports)
    firm = open_employer(
        ports, here.tenant.id, reference="account-1", account_type=AccountType.DIRECT_EMPLOYER
    )
    case = usecases.open_case(
        ports,
        here.tenant.id,
        account_type=AccountType.DIRECT_EMPLOYER,
        declared=CASE.declared,
        reference=None,
        employer_id=firm.id,
    )
    whole = card()
    days = {PaperField.STARTS: "2015-01-01", PaperField.ENDS: ends}
    fields = {name: Field(day, day, 0.99, (0, 0, 9, 9)) for name, day in days.items()}
    escalated(ports, here.tenant.id, replace(whole, fields={**whole.fields, **fields}), case)
    waiting = here.waiting(case)
    said = says()
    first = decide_case(ports, waiting.id, said, seen=waiting.version, me=ANNA)
    if first.waits_for_second:
        decide_case(ports, waiting.id, said, seen=first.escalation.version, me=BERT)
    with ports.view() as tx:
        proofs = list(tx.proofs.of_employer(case.tenant_id, firm.id))
        last = list(tx.audit.entries(case.tenant_id))[-1]
    assert here.state(case) == "verified"
    assert [(one.kind, one.state) for one in proofs] == [
        (ProofKind.AGENT_IDENTITY, ProofState.PROVEN)
    ] * proven
    assert {one.decided_by for one in proofs} <= {ANNA.id, BERT.id}
    if proven:
        assert (last.action, last.actor_id) == (Action.PROOF_SETTLED, proofs[0].decided_by)
