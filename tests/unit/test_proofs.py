"""Proofs of control: opened, settled by the policy or a person, run out; what stands for a face."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes import MORNING, PROOFS, World, world
from verifier import policies
from verifier.checks.gate import face, proofs
from verifier.domain.audit import Actor, ActorKind
from verifier.domain.case import AccountType
from verifier.domain.employer import AccountRisk, Employer
from verifier.domain.errors import ConfigurationError, EmployerStopped, Invalid, NotFound
from verifier.domain.finding import Finding, Outcome
from verifier.domain.gate import GateFacts, Proven
from verifier.domain.policy import Policy, Rule, Weight
from verifier.domain.proof import Proof, ProofKind, ProofState, Requirement
from verifier.domain.proof_errors import (
    ProofByReviewerOnly,
    ProofComesWithCase,
    ProofNotInReview,
    ProofOver,
    ProofUnderWay,
)
from verifier.domain.tenant import Tenant
from verifier.settings import POLICIES
from verifier.usecases.gate import employers
from verifier.usecases.gate.recording import Word, read_timeline
from verifier.usecases.proofs import opening, reading, reviews, settling
from verifier.usecases.review.reviewer import Reviewer

KIND = ProofKind.BANK_PAYMENT
PASSED = Finding("bank_amount", Outcome.PASS, "amount_named", "")
AGAINST = Finding("bank_amount", Outcome.CONCERN, "payee_name_differs", "")
RULED = Policy("proofs-test", timedelta(0), 1, {"bank_amount": Rule(Weight.HARD, "a test", {})})
ME = Reviewer("stf_reviewer")


@pytest.fixture
def here() -> World:
    made = world()
    terms = {**PROOFS.kinds, KIND: replace(PROOFS.kinds[KIND], rules=RULED)}
    ports = replace(made.ports, proof_policy=replace(PROOFS, kinds=terms))
    with ports.transaction() as tx:
        tx.tenants.add(Tenant("ten_1", "样本招聘", MORNING))
    return replace(made, ports=ports)


@pytest.fixture
def employer(here: World) -> Employer:
    return employers.open_employer(
        here.ports, "ten_1", reference="account-1", account_type=AccountType.DIRECT_EMPLOYER
    )


def opened(here: World, employer: Employer) -> Proof:
    return opening.open_proof(here.ports, "ten_1", employer.id, kind=KIND)


def concluded(here: World, proof: Proof, *findings: Finding) -> Proof:
    with here.ports.transaction() as tx:
        held = settling.running(tx, "ten_1", proof.id, KIND, here.clock.now())
        return settling.conclude(here.ports, tx, held, findings, here.clock.now())


def happenings(here: World, employer: Employer) -> list[str]:
    return [one.what for one in read_timeline(here.ports, "ten_1", employer.id).entries][::-1]


def test_what_passes_every_rule_is_proven_for_its_time_and_written_down(
    here: World, employer: Employer
) -> None:
    proof = concluded(here, opened(here, employer), PASSED)
    assert proof.state is ProofState.PROVEN
    assert proof.valid_until == MORNING + timedelta(days=183)
    standing = reading.list_proofs(here.ports, "ten_1", employer.id)
    assert (standing.worth, standing.enough) == (1.0, True)
    assert happenings(here, employer) == ["opened", "proof_opened", "proof_settled"]


def test_what_does_not_pass_waits_for_a_person_who_alone_ends_it(here: World, employer: Employer) -> None:
    proof = concluded(here, opened(here, employer), AGAINST)
    assert proof.state is ProofState.REVIEW
    assert [one.id for one in reviews.list_proofs(here.ports, ME)] == [proof.id]
    with pytest.raises(ProofOver):
        concluded(here, proof, PASSED)
    here.clock.tick(days=400)  # a review does not run out
    assert settling.expire_proofs(here.ports) == 0
    word = reviews.ProofWord(reviews.ProofVerdict.UNPROVEN, "Another firm's account.")
    ended = reviews.decide_proof(here.ports, ME, proof.id, word)
    assert (ended.state, ended.decided_by, ended.valid_until) == (ProofState.UNPROVEN, ME.id, None)
    with pytest.raises(ProofNotInReview):
        reviews.decide_proof(here.ports, ME, proof.id, word)


def test_a_proof_that_no_rule_spoke_on_is_not_proven(here: World, employer: Employer) -> None:
    assert concluded(here, opened(here, employer)).state is ProofState.REVIEW


def test_a_kind_without_a_rule_proves_nothing_by_itself(here: World, employer: Employer) -> None:
    kind = ProofKind.IN_SERVICE_CERTIFICATE
    assert not here.ports.proof_policy.terms(kind).rules.rules
    proof = replace(opened(here, employer), kind=kind)
    with here.ports.transaction() as tx:
        assert settling.conclude(here.ports, tx, proof, [PASSED], MORNING).state is ProofState.REVIEW


def test_a_reviewer_sees_their_own_sites_alone_and_says_why(here: World, employer: Employer) -> None:
    proof = concluded(here, opened(here, employer), AGAINST)
    elsewhere = Reviewer("stf_other", frozenset({"ten_2"}))
    word = reviews.ProofWord(reviews.ProofVerdict.PROVEN, "Called the firm.")
    assert reviews.list_proofs(here.ports, elsewhere) == ()
    with pytest.raises(NotFound):
        reviews.decide_proof(here.ports, elsewhere, proof.id, word)
    with pytest.raises(Invalid):
        reviews.decide_proof(here.ports, ME, proof.id, replace(word, words=" "))
    assert reviews.decide_proof(here.ports, ME, proof.id, word).state is ProofState.PROVEN


def test_what_is_not_done_in_time_runs_out_once(here: World, employer: Employer) -> None:
    proof = opened(here, employer)
    here.clock.tick(seconds=PROOFS.terms(KIND).window.total_seconds())
    assert settling.expire_proofs(here.ports) == 1
    assert settling.expire_proofs(here.ports) == 0
    assert reading.read_proof(here.ports, "ten_1", proof.id).state is ProofState.EXPIRED
    assert opened(here, employer).state is ProofState.OPEN  # another one may follow


def test_waiting_and_going_on_is_written_once(here: World, employer: Employer) -> None:
    proof, actor = opened(here, employer), Actor(ActorKind.APPLICANT, "apl_1")
    with here.ports.transaction() as tx:
        waiting = settling.wait(tx, proof, actor, MORNING)
        assert settling.wait(tx, waiting, actor, MORNING) is waiting
        assert settling.moved(waiting, ProofState.PENDING, actor) is None
        again = settling.moved(waiting, ProofState.OPEN, actor)
        assert again is not None
        assert again.proof.state is ProofState.OPEN
        settling.write(tx, [again], MORNING)
    with here.ports.view() as tx:
        actions = [entry.action for entry in tx.audit.entries("ten_1")]
    assert actions.count("proof.waiting") == 2


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (ProofKind.FIELD_VISIT, ProofByReviewerOnly),
        (ProofKind.AGENT_IDENTITY, ProofComesWithCase),
        (ProofKind.CORPORATE_MAIL, Invalid),  # whose mailbox?
    ],
)
def test_some_kinds_cannot_be_asked_for_so(
    here: World, employer: Employer, kind: ProofKind, error: type[Exception]
) -> None:
    with pytest.raises(error):
        opening.open_proof(here.ports, "ten_1", employer.id, kind=kind)


def test_one_of_a_kind_is_under_way_and_a_stopped_employer_proves_nothing(
    here: World, employer: Employer
) -> None:
    opened(here, employer)
    with pytest.raises(ProofUnderWay):
        opened(here, employer)
    word = Word("reviewer-1", "Looked at.")
    state = employers.EmployerState.SUSPENDED
    employers.stop_employer(here.ports, "ten_1", employer.id, state=state, word=word)
    with pytest.raises(EmployerStopped):
        opening.open_proof(here.ports, "ten_1", employer.id, kind=ProofKind.OFFICE_VIDEO)


def proven(kind: ProofKind, recruiter_id: str | None = None, hours_ago: float = 1) -> Proof:
    at = MORNING - timedelta(hours=hours_ago)
    proof = Proof(
        "prf_1", "ten_1", "emp_1", kind, ProofState.OPEN, at, at, "proofs-v1", recruiter_id=recruiter_id
    )
    return proof.settled(ProofState.PROVEN, at, "policy", valid_until=MORNING + timedelta(days=1))


def test_a_payment_and_the_recruiters_own_mailbox_stand_for_a_face_of_that_time() -> None:
    stood_at = PROOFS.replacement.stood_at
    payment, mailbox = proven(KIND, hours_ago=90), proven(ProofKind.CORPORATE_MAIL, "rec_1", hours_ago=2)
    assert stood_at([payment, mailbox], "rec_1", MORNING) == MORNING - timedelta(hours=2)
    assert stood_at([payment, mailbox], "rec_2", MORNING) is None  # a colleague's mailbox
    assert stood_at([mailbox], "rec_1", MORNING) is None
    over = replace(payment, valid_until=MORNING)
    assert stood_at([over, mailbox], "rec_1", MORNING) is None


def test_an_offices_mailbox_stands_for_nobodys_face() -> None:
    """By the shipped policy: it proves the firm, and is worth what it was."""
    payment, mailbox = proven(KIND), proven(ProofKind.CORPORATE_MAIL, "rec_1")
    role = Finding("mail_role", Outcome.CONCERN, "mail_of_an_office", "")
    shared = replace(mailbox, findings=(role,))
    assert PROOFS.replacement.stood_at([payment, shared], "rec_1", MORNING) is None
    assert PROOFS.replacement.stood_at([payment, shared, mailbox], "rec_1", MORNING) is not None
    assert PROOFS.worth([payment, shared], MORNING) == 1.5


def facts(**changes: object) -> GateFacts:
    return replace(GateFacts(MORNING, None, None, None), **changes)  # type: ignore[arg-type]  # a test's words


FACE_TIMES = {"hours_max": 12.0, "hours_at_risk_max": 0.25, "every_posting": 0.0}


@pytest.mark.parametrize(("hours", "code"), [(11.9, "face_replaced"), (12.1, "face_stale")])
def test_what_stands_for_a_face_is_as_recent_as_a_face(hours: float, code: str) -> None:
    stood = Proven(face_stood_at=MORNING - timedelta(hours=hours))
    (finding,) = face.CHECK(facts(proofs=stood, text_cleared=True), FACE_TIMES)
    assert finding.code == code


@pytest.mark.parametrize(
    ("kinds", "worth", "code"),
    [
        ((), 0.9, "proofs_missing"),
        ((KIND,), 0.9, "proofs_too_few"),
        ((KIND,), 1.0, "proofs_enough"),
    ],
)
def test_the_gate_asks_for_what_the_policy_requires(
    kinds: tuple[ProofKind, ...], worth: float, code: str
) -> None:
    asked = Proven(frozenset(kinds), worth, Requirement(1.0, frozenset({KIND})))
    (finding,) = proofs.CHECK(facts(proofs=asked), {})
    assert finding.code == code
    assert (finding.outcome is Outcome.PASS) == (code == "proofs_enough")


def test_the_shipped_policy_asks_for_control_where_a_person_saw_a_risk() -> None:
    high = {account: PROOFS.requirement(account, AccountRisk.HIGH).worth_min for account in AccountType}
    assert high.pop(AccountType.PUBLIC_BODY) == 0.5
    assert set(high.values()) == {1.0}
    twice = [proven(KIND), proven(KIND), proven(ProofKind.CORPORATE_MAIL, "rec_1")]
    assert PROOFS.worth(twice, MORNING) == 1.5  # a kind counts once


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("worth = { value = 1.0,", "worth = { value = -1,", "kinds.bank_payment.worth.value"),
        ('fresh = ["corporate_mail"]', 'fresh = ["mail"]', "replaces_face.fresh"),
        ('without = ["mail_of_an_office"]', 'without = ["hr"]', "replaces_face.without"),
        ("[requirements.public_body.high]", "[requirements.public_body.low]", "requirements.public_body"),
        ('version = "proofs-v1"', 'version = ""', "version is empty"),
    ],
)
def test_a_policy_that_does_not_fit_is_refused_by_the_key(
    before: str, after: str, place: str, tmp_path: Path
) -> None:
    text = (POLICIES / "proofs-v1.toml").read_text()
    assert before in text
    path = tmp_path / "proofs.toml"
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(ConfigurationError, match=place.replace(".", r"\.")):
        policies.load_proofs(path)
