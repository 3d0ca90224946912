"""The Python client with employers, permits and blocks, over the real app."""

from datetime import UTC, datetime, timedelta

import pytest

from bonafide import (
    AccountType,
    Answer,
    Bonafide,
    Conflict,
    EmployerState,
    Ground,
    Job,
    KnownBy,
    ListableKind,
    Need,
    NewPermit,
    Outcome,
    StopState,
    TraitKind,
)
from bonafide.answers.gate_enums import EntryKind
from tests.clients import InProcess
from tests.fake_gate import FakeScreener
from tests.gate_acts import suspicion
from tests.sites import DEVICE, JOB, Site
from verifier.domain.screening import ScreeningAction

UNTIL = datetime(2027, 6, 1, tzinfo=UTC)
WHO = {"reviewer": "reviewer-1", "words": "看过了。"}


def permit(bonafide: Bonafide, alice: Site) -> NewPermit:
    """An allowed one."""
    wish = alice.wish()
    return bonafide.permits.ask(
        employer_id=wish["employer_id"], recruiter_id=wish["recruiter_id"], job=Job(**JOB), device=DEVICE
    )


def test_a_permit_is_asked_for_read_and_redeemed_once(bonafide: Bonafide, alice: Site) -> None:
    asked = permit(bonafide, alice)
    assert (asked.answer, asked.needs, asked.reasons) == (Answer.ALLOW, (), ())
    assert asked.expires_at - asked.asked_at == timedelta(minutes=15)
    assert asked.token
    assert asked.token not in repr(asked)
    assert {finding.outcome for finding in asked.findings} <= set(Outcome)
    read = bonafide.permits.read(asked.id)
    assert (read.answer, read.job_sha256) == (asked.answer, asked.job_sha256)
    used = bonafide.permits.redeem(asked.id, job=Job(**JOB), device=DEVICE)
    assert used.redeemed_at is not None
    with pytest.raises(Conflict) as spent:
        bonafide.permits.redeem(asked.id)
    assert spent.value.code == "permit_spent"


def test_a_permit_for_another_job_is_not_redeemed(bonafide: Bonafide, alice: Site) -> None:
    asked = permit(bonafide, alice)
    with pytest.raises(Conflict) as foreign:
        bonafide.permits.redeem(asked.id, job=Job(title="another", text="job"))
    assert foreign.value.code == "permit_foreign"
    bonafide.permits.revoke(asked.id)
    assert bonafide.permits.read(asked.id).revoked_at is not None


def test_a_repeated_wish_under_its_key_is_the_same_permit(bonafide: Bonafide, alice: Site) -> None:
    wish = alice.wish()
    first, second = (
        bonafide.permits.ask(
            employer_id=wish["employer_id"],
            recruiter_id=wish["recruiter_id"],
            job=Job(**JOB),
            idempotency_key="publish-1",
        )
        for _ in range(2)
    )
    assert first == second


def test_a_step_up_names_what_it_needs_and_a_person_clears_the_text(bonafide: Bonafide, alice: Site) -> None:
    wish = alice.wish()
    assert alice.ports is not None
    assert isinstance(alice.ports.screener, FakeScreener)
    alice.ports.screener.says = suspicion(ScreeningAction.REVIEW)
    asked = bonafide.permits.ask(
        employer_id=wish["employer_id"], recruiter_id=wish["recruiter_id"], job=Job(**JOB)
    )
    assert (asked.answer, asked.token) == (Answer.STEP_UP, None)
    assert Need.REVIEW in asked.needs
    assert asked.reasons[0].applicant.zh
    assert bonafide.permits.clear_text(asked.id, **WHO).text_cleared_at is not None


def test_an_employer_lives_from_opening_to_restoration(bonafide: Bonafide, alice: Site) -> None:
    employer = bonafide.employers.open(
        reference="e-1", account_type=AccountType.HR_AGENCY, known_by=KnownBy(phone="13900001111")
    )
    assert employer.state is EmployerState.PENDING
    recruiter_id = alice.add_recruiter().rpartition("/")[2]
    assert bonafide.employers.join(employer.id, recruiter_id=recruiter_id).recruiter_id == recruiter_id
    read = bonafide.employers.read(employer.id)
    assert read.recruiters == (recruiter_id,)
    assert any(not paper.handed_in for paper in read.papers)
    assert [one.id for one in bonafide.employers.list(reference="e-1")] == [employer.id]
    bonafide.employers.leave(employer.id, recruiter_id)
    stopped = bonafide.employers.stop(employer.id, state=StopState.SUSPENDED, **WHO)
    assert stopped.state is EmployerState.SUSPENDED
    assert bonafide.employers.appeal(employer.id, words="请复核。").appealed_at is not None
    assert bonafide.employers.restore(employer.id, **WHO).state is EmployerState.PENDING
    told = [entry.what for entry in bonafide.employers.timeline(employer.id, limit=2)]
    assert told[0] is EntryKind.RESTORED
    assert told[-1] is EntryKind.OPENED
    assert len(told) > 2


def test_a_verified_employer_is_looked_at_again(bonafide: Bonafide, alice: Site) -> None:
    employer_id = alice.verified_employer().rpartition("/")[2]
    reopened = bonafide.employers.reopen(employer_id, ground=Ground.COMPLAINT)
    assert (reopened.state, reopened.ground) == (EmployerState.REVIEW, Ground.COMPLAINT)


def test_what_two_accounts_share_is_shown_and_cleared(bonafide: Bonafide) -> None:
    known = KnownBy(phone="13900001111", device="fp-1")
    for number in range(2):
        employer = bonafide.employers.open(
            reference=f"e-{number}", account_type=AccountType.DIRECT_EMPLOYER, known_by=known
        )
    links = bonafide.employers.links(employer.id)
    assert {link.kind for link in links} >= {TraitKind.PHONE}
    assert bonafide.employers.clear_links(employer.id, **WHO).id == employer.id
    assert len(bonafide.employers.links(employer.id)) == 0


def test_a_block_lives_from_its_listing_to_its_lifting(bonafide: Bonafide) -> None:
    blocks = [
        bonafide.blocks.add(
            kind=ListableKind.PHONE,
            value=f"1390000111{number}",
            reason="forged_papers",
            until=UNTIL,
            reviewer="r-1",
        )
        for number in range(3)
    ]
    assert blocks[0].until == UNTIL
    assert {block.id for block in bonafide.blocks.list(limit=2)} == {block.id for block in blocks}
    assert bonafide.blocks.read(blocks[0].id) == blocks[0]
    assert bonafide.blocks.appeal(blocks[0].id).appealed_at is not None
    assert bonafide.blocks.uphold(blocks[0].id, **WHO).ended_at is None
    assert bonafide.blocks.lift(blocks[0].id, **WHO).ended_at is not None


def test_what_an_employer_is_known_by_is_listed(bonafide: Bonafide) -> None:
    employer = bonafide.employers.open(
        reference="e-1",
        account_type=AccountType.DIRECT_EMPLOYER,
        known_by=KnownBy(phone="13900001111", device="fp-1"),
    )
    (block,) = bonafide.employers.block(
        employer.id, reason="forged_papers", until=UNTIL, reviewer="r-1", kinds=[TraitKind.PHONE]
    )
    assert (block.kind, block.employer_id) == (TraitKind.PHONE, employer.id)


def test_a_moment_without_a_time_zone_is_refused_before_it_is_sent(
    bonafide: Bonafide, transport: InProcess
) -> None:
    with pytest.raises(ValueError, match="time zone"):
        bonafide.blocks.add(
            kind=ListableKind.PHONE,
            value="1",
            reason="x",
            until=datetime(2027, 6, 1),
            reviewer="r",
        )
    assert transport.seen == []
