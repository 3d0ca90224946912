"""What a verified case's papers prove of its employer, and whose it is."""

from dataclasses import replace

import pytest

from tests.fakes import MORNING, World, world
from tests.rows import DECISION
from verifier.domain.audit import Actor, ActorKind
from verifier.domain.case import AccountType, Case, CaseState, Declared
from verifier.domain.decision import DecisionOutcome
from verifier.domain.employer import Employer
from verifier.domain.evidence import Evidence, EvidenceKind
from verifier.domain.finding import Finding, Outcome
from verifier.domain.proof import Proof, ProofKind, ProofState
from verifier.domain.tenant import Tenant
from verifier.usecases.faces.recruiters import add_recruiter
from verifier.usecases.gate import employers
from verifier.usecases.gate.members import join
from verifier.usecases.proofs.papers import audit_papers, prove_papers

LETTER = "evd_letter"
COVERS = Finding("paper_authorisation", Outcome.PASS, "authorisation_covers", "", evidence_ids=(LETTER,))
SEALED = Finding("paper_seal", Outcome.PASS, "paper_seal_agrees", "", evidence_ids=(LETTER,))


@pytest.fixture
def here() -> World:
    made = world()
    with made.ports.transaction() as tx:
        tx.tenants.add(Tenant("ten_1", "样本招聘", MORNING))
    return made


@pytest.fixture
def employer(here: World) -> Employer:
    return employers.open_employer(
        here.ports, "ten_1", reference="account-1", account_type=AccountType.DIRECT_EMPLOYER
    )


@pytest.fixture
def case(here: World, employer: Employer) -> Case:
    declared = Declared("样本有限公司", "91000404MA34AU184W", "李样本")
    made = Case(
        "case_1", "ten_1", AccountType.DIRECT_EMPLOYER, declared, None, CaseState.OPEN, MORNING,
        employer_id=employer.id,
    )  # fmt: skip
    paper = Evidence(
        LETTER, "ten_1", made.id, EvidenceKind.AUTHORISATION_LETTER, "a" * 64, "image/jpeg", None, 9, MORNING
    )
    with here.ports.transaction() as tx:
        tx.cases.add(made)
        tx.evidence.add(paper)
    return made


def proven(here: World, case: Case, *findings: Finding, outcome: str = "verified") -> tuple[Proof, ...]:
    proposal = replace(DECISION.proposal, outcome=DecisionOutcome(outcome))
    decision = replace(DECISION, case_id=case.id, proposal=proposal, decided_at=MORNING)
    with here.ports.transaction() as tx:
        proofs = prove_papers(here.ports, tx, case, decision, findings)
        audit_papers(tx, proofs, Actor(ActorKind.POLICY, "v1"))
    return proofs


def test_a_paper_that_all_its_checks_passed_is_proven_and_on_the_chain(here: World, case: Case) -> None:
    (proof,) = proven(here, case, COVERS, SEALED)
    assert (proof.kind, proof.state) == (ProofKind.AUTHORISATION_LETTER, ProofState.PROVEN)
    assert proof.recruiter_id is None
    with here.ports.view() as tx:
        assert tx.proofs.get("ten_1", proof.id) == proof
        assert [entry.action for entry in tx.audit.entries("ten_1")][-1] == "proof.settled"


@pytest.mark.parametrize("outcome", [Outcome.INCONCLUSIVE, Outcome.CONCERN, Outcome.FAIL])
def test_a_seal_that_does_not_pass_proves_nothing(outcome: Outcome, here: World, case: Case) -> None:
    assert proven(here, case, COVERS, replace(SEALED, outcome=outcome)) == ()


def test_a_paper_marked_as_a_specimen_proves_nothing(here: World, case: Case) -> None:
    marked = Finding("paper_specimen", Outcome.FAIL, "paper_specimen_mark", "", evidence_ids=(LETTER,))
    assert proven(here, case, COVERS, SEALED, marked) == ()


def test_a_paper_that_nobody_judged_or_a_case_not_verified_proves_nothing(here: World, case: Case) -> None:
    assert proven(here, case, SEALED) == ()
    assert proven(here, case, COVERS, SEALED, outcome="escalated") == ()
    elsewhere = replace(COVERS, evidence_ids=("evd_licence",))
    assert proven(here, case, elsewhere) == ()


def test_a_paper_is_the_one_recruiters_who_was_added_for_its_case(here: World, case: Case) -> None:
    ports, employer_id = here.ports, case.employer_id
    assert employer_id is not None
    first = add_recruiter(ports, "ten_1", reference="one", case_id=case.id)
    join(ports, "ten_1", employer_id, first.id)
    (proof,) = proven(here, case, COVERS, SEALED)
    assert proof.recruiter_id == first.id
    second = add_recruiter(ports, "ten_1", reference="two", case_id=case.id)
    join(ports, "ten_1", employer_id, second.id)
    (proof,) = proven(here, case, COVERS, SEALED)
    assert proof.recruiter_id is None  # of two it cannot be told
