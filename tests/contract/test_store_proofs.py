"""What every store does with proofs and applicants' links: the fake, SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.test_store_gate import EMPLOYER, FOREIGN, SECOND, Store
from tests.fakes import MORNING
from tests.rows import FINDINGS, OTHER_TENANT, TENANT
from verifier.domain.decision import POLICY
from verifier.domain.office_video import OfficeVideo, VideoPart
from verifier.domain.proof import ApplicantLink, Proof, ProofKind, ProofState
from verifier.usecases.ports import RowRefused

LATER = MORNING + timedelta(days=3)
PROOF = Proof(
    id="prf_1",
    tenant_id=TENANT.id,
    employer_id=EMPLOYER.id,
    kind=ProofKind.BANK_PAYMENT,
    state=ProofState.OPEN,
    opened_at=MORNING,
    expires_at=LATER,
    policy_version="proofs-v1",
)
LINK = ApplicantLink("apl_1", TENANT.id, EMPLOYER.id, None, MORNING, LATER)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.tenants.add(OTHER_TENANT)
        for employer in (EMPLOYER, SECOND, FOREIGN):
            tx.employers.add(employer)
        tx.proofs.add(PROOF)
    return store


def test_a_proof_comes_back_as_it_was_and_as_it_was_changed(filled: Store) -> None:
    ended = replace(PROOF, findings=FINDINGS, words="样本。").settled(
        ProofState.PROVEN, MORNING, "stf_1", valid_until=LATER
    )
    with filled.transaction() as tx:
        assert tx.proofs.get(TENANT.id, PROOF.id) == PROOF
        tx.proofs.keep(ended)
    with filled.view() as tx:
        assert tx.proofs.get(TENANT.id, PROOF.id) == ended
        assert tx.proofs.get(OTHER_TENANT.id, PROOF.id) is None
        assert tx.proofs.find(PROOF.id, tenants=None) == ended
        assert tx.proofs.find(PROOF.id, tenants=frozenset({OTHER_TENANT.id})) is None


def test_what_holds_is_told_until_it_ends(filled: Store) -> None:
    proven = PROOF.settled(ProofState.PROVEN, MORNING, POLICY, valid_until=LATER)
    with filled.transaction() as tx:
        tx.proofs.keep(replace(proven, findings=FINDINGS))
    with filled.view() as tx:
        before = tx.proofs.in_force(TENANT.id, [EMPLOYER.id, SECOND.id], LATER - timedelta(seconds=1))
        assert before == (proven,)
        assert tx.proofs.in_force(TENANT.id, [EMPLOYER.id], LATER) == ()
        assert tx.proofs.in_force(TENANT.id, [SECOND.id], MORNING) == ()


def test_what_holds_comes_with_findings_where_it_is_somebodys_own(filled: Store) -> None:
    """For what stands for a face goes by them, and the gate asks for every permit."""
    mailbox = replace(PROOF, id="prf_9", kind=ProofKind.CORPORATE_MAIL, findings=FINDINGS)
    with filled.transaction() as tx:
        tx.proofs.add(mailbox)
        tx.proofs.keep(mailbox.settled(ProofState.PROVEN, MORNING, POLICY, valid_until=LATER))
    with filled.view() as tx:
        (found,) = tx.proofs.in_force(TENANT.id, [EMPLOYER.id], MORNING)
    assert found.findings == FINDINGS


def test_parts_of_a_film_are_left_once_its_proof_is_over(filled: Store) -> None:
    film = OfficeVideo(PROOF.id, TENANT.id, EMPLOYER.id, "word", MORNING)
    parts = [VideoPart(PROOF.id, TENANT.id, start, 8, "ab" * 32) for start in (0, 8)]
    with filled.transaction() as tx:
        tx.office_videos.add(film)
        for part in parts:
            tx.office_videos.add_part(part)
        assert tx.office_videos.left_parts(9) == ()
        tx.proofs.keep(PROOF.settled(ProofState.EXPIRED, LATER, POLICY))
        assert tx.office_videos.left_parts(9) == ((TENANT.id, PROOF.id),)
        assert tx.office_videos.drop_parts(TENANT.id, PROOF.id) == ("ab" * 32,)
        assert tx.office_videos.left_parts(9) == ()


def test_those_that_wait_for_a_person_come_oldest_first_and_page_by_page(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.proofs.keep(PROOF.moved(ProofState.REVIEW))
        second = replace(PROOF, id="prf_2", employer_id=SECOND.id, state=ProofState.REVIEW)
        foreign = replace(second, id="prf_3", tenant_id=OTHER_TENANT.id, employer_id=FOREIGN.id)
        for one in (foreign, second):
            tx.proofs.add(one)
    with filled.view() as tx:
        every = tx.proofs.in_review(tenants=None, after=None, limit=2)
        assert [one.id for one in every] == ["prf_1", "prf_2"]
        assert [one.id for one in tx.proofs.in_review(tenants=None, after="prf_2", limit=2)] == ["prf_3"]
        seen = tx.proofs.in_review(tenants=frozenset({OTHER_TENANT.id}), after=None, limit=9)
        assert [one.id for one in seen] == ["prf_3"]


def test_those_whose_time_is_over_are_found_and_reviews_are_not(filled: Store) -> None:
    waiting = replace(PROOF, id="prf_2", state=ProofState.PENDING)
    with filled.transaction() as tx:
        tx.proofs.add(waiting)
        tx.proofs.add(replace(PROOF, id="prf_3", state=ProofState.REVIEW))
    with filled.view() as tx:
        assert tx.proofs.lapsed(now=LATER - timedelta(seconds=1), limit=9) == ()
        assert {one.id for one in tx.proofs.lapsed(now=LATER, limit=9)} == {PROOF.id, waiting.id}
        assert [one.id for one in tx.proofs.of_employer(TENANT.id, EMPLOYER.id)] == [
            "prf_3",
            "prf_2",
            "prf_1",
        ]


def test_a_proof_of_nobody_or_of_another_tenants_employer_is_refused(filled: Store) -> None:
    for stray in (
        replace(PROOF, id="prf_2", employer_id="emp_none"),
        replace(PROOF, id="prf_2", tenant_id=OTHER_TENANT.id),
        replace(PROOF, id="prf_2", state=ProofState.PROVEN, settled_at=MORNING),
    ):
        with pytest.raises(RowRefused), filled.transaction() as tx:
            tx.proofs.add(stray)


def test_a_link_is_found_by_its_hash_alone(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.applicant_links.add(LINK, "a" * 64)
    with filled.view() as tx:
        assert tx.applicant_links.by_token("a" * 64) == LINK
        assert tx.applicant_links.by_token("b" * 64) is None
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.applicant_links.add(replace(LINK, id="apl_2"), "a" * 64)
