"""A task's life: claims, leases, attempts, the sweep, and the decision when the last task of a case ends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.acts import claimed, read, reading_for, submitted
from tests.fakes import MORNING, World, world
from tests.rows import READING
from verifier import policies, usecases
from verifier.checks import judge
from verifier.domain.case import CaseState
from verifier.domain.decision import DecisionOutcome
from verifier.domain.errors import NotFound
from verifier.domain.evidence import EvidenceKind, ReadingPlan
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding
from verifier.domain.picture import Picture, PictureKind
from verifier.domain.policy import Policy, Rule, Weight
from verifier.domain.reading import Unreadable
from verifier.domain.task import TaskState
from verifier.settings import POLICIES
from verifier.usecases.cases import CaseView
from verifier.usecases.tasks import ATTEMPTS_MAX, LEASE, RENEW_EVERY

MUST_BE_READ = Policy("must-be-read", timedelta(days=180), 2, {"readable": Rule(Weight.HARD, "test", {})})


@pytest.fixture
def here() -> World:
    return world(MUST_BE_READ)


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


def view(here: World, tenant_id: str, case_id: str) -> CaseView:
    return usecases.read_case(here.ports, tenant_id, case_id)


def test_a_case_is_decided_when_its_last_task_ends_and_not_before(here: World, alice: str) -> None:
    case, (first, second) = submitted(here.ports, alice, pieces=2)
    read(here.ports, first)
    assert view(here, alice, case.id).case.state is CaseState.SUBMITTED
    assert view(here, alice, case.id).decision is None
    read(here.ports, second)
    decided = view(here, alice, case.id)
    assert decided.case.state is CaseState.VERIFIED
    assert decided.decision is not None
    assert decided.decision.decided_by == "policy"
    assert decided.decision.expires_at - decided.decision.decided_at == MUST_BE_READ.decision_lifetime
    assert len(decided.readings) == 2
    assert [finding.code for finding in decided.findings] == ["read", "read"]


def test_the_policy_that_ships_escalates_what_it_does_not_like() -> None:
    here = world(policies.load(POLICIES / "v1.toml"))
    alice = usecases.create_tenant(here.ports, "Alice's site")[0].id
    case, (task,) = submitted(here.ports, alice)
    read(here.ports, task)
    decided = view(here, alice, case.id)
    assert decided.case.state is CaseState.ESCALATED
    assert decided.decision is not None
    assert decided.decision.proposal.reasons


def test_one_worker_has_a_task_at_a_time(here: World, alice: str) -> None:
    _, (task,) = submitted(here.ports, alice)
    claim = claimed(here.ports, task)
    assert (claim.attempt, claim.task.lease_until) == (1, MORNING + LEASE)
    assert usecases.claim_task(here.ports, task, worker="w2") is None


def test_an_ended_task_and_an_unknown_one_cannot_be_claimed(here: World, alice: str) -> None:
    _, (task,) = submitted(here.ports, alice)
    read(here.ports, task)
    assert usecases.claim_task(here.ports, task, worker="w1") is None
    assert usecases.claim_task(here.ports, "licence-evd_unknown", worker="w1") is None


def test_a_renewed_lease_lasts_from_its_renewal(here: World, alice: str) -> None:
    _, (task,) = submitted(here.ports, alice)
    claim = claimed(here.ports, task)
    for _ in range(20):
        here.clock.tick(seconds=RENEW_EVERY.total_seconds())
        assert usecases.renew_lease(here.ports, claim)
        assert usecases.claim_task(here.ports, task, worker="w2") is None


def test_a_lease_outlives_two_renewals_that_were_missed() -> None:
    assert RENEW_EVERY * 3 < LEASE


def test_a_worker_that_lost_its_lease_changes_nothing(here: World, alice: str) -> None:
    case, (task,) = submitted(here.ports, alice)
    lost = claimed(here.ports, task, "w1")
    here.clock.tick(seconds=LEASE.total_seconds() + 1)
    held = claimed(here.ports, task, "w1")  # even under the same name
    assert not usecases.renew_lease(here.ports, lost)
    assert not usecases.record_reading(here.ports, lost, reading_for(lost))
    assert not usecases.fail_task(here.ports, lost, "too_late")
    assert view(here, alice, case.id).readings == ()
    assert usecases.record_reading(here.ports, held, reading_for(held))
    assert view(here, alice, case.id).case.state is CaseState.VERIFIED


def test_a_worker_whose_lease_ran_out_may_still_record_while_nobody_else_has_the_task(
    here: World, alice: str
) -> None:
    case, (task,) = submitted(here.ports, alice)
    claim = claimed(here.ports, task)
    here.clock.tick(minutes=5)
    usecases.sweep_tasks(here.ports)
    assert usecases.record_reading(here.ports, claim, reading_for(claim))
    assert view(here, alice, case.id).case.state is CaseState.VERIFIED


def test_recording_twice_records_once(here: World, alice: str) -> None:
    case, (task,) = submitted(here.ports, alice)
    claim = claimed(here.ports, task)
    assert usecases.record_reading(here.ports, claim, reading_for(claim))
    assert not usecases.record_reading(here.ports, claim, reading_for(claim))
    assert len(view(here, alice, case.id).readings) == 1


def test_a_reading_of_other_evidence_is_a_mistake_of_ours(here: World, alice: str) -> None:
    _, (first, second) = submitted(here.ports, alice, pieces=2)
    one, other = claimed(here.ports, first), claimed(here.ports, second)
    with pytest.raises(ValueError, match="another task"):
        usecases.record_reading(here.ports, one, reading_for(other))


def test_a_failed_attempt_is_followed_by_another(here: World, alice: str) -> None:
    case, (task,) = submitted(here.ports, alice)
    assert usecases.fail_task(here.ports, claimed(here.ports, task), "reader_failed")
    assert view(here, alice, case.id).case.state is CaseState.SUBMITTED
    here.queue.asked.clear()
    here.clock.tick(seconds=6)
    assert usecases.sweep_tasks(here.ports) == 1
    assert here.queue.asked == [task]
    read(here.ports, task)
    assert view(here, alice, case.id).case.state is CaseState.VERIFIED


def test_after_its_last_attempt_a_task_fails_and_the_case_escalates(here: World, alice: str) -> None:
    case, (bad, good) = submitted(here.ports, alice, pieces=2)
    read(here.ports, good)
    for _ in range(ATTEMPTS_MAX):
        assert view(here, alice, case.id).decision is None
        assert usecases.fail_task(here.ports, claimed(here.ports, bad), "reader_timed_out")
    decided = view(here, alice, case.id)
    assert decided.case.state is CaseState.ESCALATED
    assert sorted(finding.code for finding in decided.findings) == ["not_read", "read"]
    with here.ports.view() as tx:
        task = tx.tasks.get(bad)
    assert task is not None
    assert (task.state, task.failure) == (TaskState.FAILED, "reader_timed_out")


def test_workers_that_die_every_time_end_in_a_decision_too(here: World, alice: str) -> None:
    case, (task,) = submitted(here.ports, alice)
    for _ in range(ATTEMPTS_MAX):
        claimed(here.ports, task)
        here.clock.tick(seconds=LEASE.total_seconds() + 6)
        usecases.sweep_tasks(here.ports)
    decided = view(here, alice, case.id)
    assert decided.case.state is CaseState.ESCALATED
    assert decided.decision is not None
    assert decided.decision.proposal.outcome is DecisionOutcome.ESCALATED
    with here.ports.view() as tx:
        ended = tx.tasks.get(task)
    assert ended is not None
    assert ended.failure == "worker_lost"


def test_a_last_attempt_is_not_given_up_while_its_lease_holds(here: World, alice: str) -> None:
    case, (task,) = submitted(here.ports, alice)
    for _ in range(ATTEMPTS_MAX - 1):
        usecases.fail_task(here.ports, claimed(here.ports, task), "x")
    last = claimed(here.ports, task)
    for _ in range(10):
        here.clock.tick(seconds=3)
        assert usecases.renew_lease(here.ports, last)
        assert usecases.sweep_tasks(here.ports) == 0
    assert view(here, alice, case.id).decision is None
    assert usecases.record_reading(here.ports, last, reading_for(last))


def test_the_sweep_leaves_alone_what_was_just_asked_for(here: World, alice: str) -> None:
    submitted(here.ports, alice)
    here.clock.tick(seconds=4)
    assert usecases.sweep_tasks(here.ports) == 0


def test_the_sweep_asks_again_every_few_seconds_until_somebody_comes(here: World, alice: str) -> None:
    _, (task,) = submitted(here.ports, alice)
    here.queue.asked.clear()
    asked = []
    for _ in range(12):
        here.clock.tick(seconds=2)
        asked.append(usecases.sweep_tasks(here.ports))
    assert asked == [0, 0, 1] * 4
    claimed(here.ports, task)
    here.clock.tick(seconds=9)
    assert usecases.sweep_tasks(here.ports) == 0
    here.clock.tick(seconds=2)
    assert usecases.sweep_tasks(here.ports) == 1


def test_a_sweep_with_nothing_to_do_takes_no_lock(here: World, alice: str) -> None:
    submitted(here.ports, alice)
    with here.ports.transaction():
        assert usecases.sweep_tasks(here.ports) == 0


def test_a_case_whose_checks_crash_keeps_the_sweep_from_no_other(
    here: World, alice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [submitted(here.ports, alice) for _ in range(3)]
    for _ in range(ATTEMPTS_MAX):
        for _, (task,) in cases:
            claimed(here.ports, task)
        here.clock.tick(minutes=1)
    _, (waiting,) = submitted(here.ports, alice)
    here.clock.tick(minutes=1)
    here.queue.asked.clear()
    crashed: list[str] = []

    def judge_once_badly(facts: Facts, policy: Policy) -> Sequence[Finding]:
        if not crashed:
            crashed.append("once")
            raise ZeroDivisionError
        return judge(facts, policy)

    monkeypatch.setattr("verifier.checks.judge", judge_once_badly)
    with pytest.raises(ZeroDivisionError):
        usecases.sweep_tasks(here.ports)
    states = [view(here, alice, case.id).case.state for case, _ in cases]
    assert sorted(states) == [CaseState.ESCALATED, CaseState.ESCALATED, CaseState.SUBMITTED]
    assert here.queue.asked == [waiting]
    usecases.sweep_tasks(here.ports)
    assert {view(here, alice, case.id).case.state for case, _ in cases} == {CaseState.ESCALATED}


def test_the_day_of_a_decision_is_chinas(here: World, alice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[date] = []

    def judge_the_day(facts: Facts, _policy: Policy) -> Sequence[Finding]:
        days.append(facts.today)
        return ()

    monkeypatch.setattr("verifier.checks.judge", judge_the_day)
    here.clock.tick(hours=13)  # 16:02 in London, past midnight in Shanghai
    _, (task,) = submitted(here.ports, alice)
    read(here.ports, task)
    assert [day.isoformat() for day in days] == ["2026-05-05"]


LOOKS_TWICE = ReadingPlan({EvidenceKind.BUSINESS_LICENCE: ("licence",)}, {"licence": ("again", "thrice")})


@pytest.fixture
def followed() -> World:
    return world(MUST_BE_READ, plan=LOOKS_TWICE)


def test_readers_that_follow_a_page_are_asked_once_it_is_read_and_the_case_waits_for_them(
    followed: World,
) -> None:
    alice = usecases.create_tenant(followed.ports, "Alice's site")[0].id
    case, (first,) = submitted(followed.ports, alice)
    read(followed.ports, first)
    evidence = first.removeprefix("licence-")
    assert followed.queue.asked[-2:] == [f"again-{evidence}", f"thrice-{evidence}"]
    assert view(followed, alice, case.id).decision is None
    assert view(followed, alice, case.id).asked == 3
    read(followed.ports, f"again-{evidence}")
    read(followed.ports, f"thrice-{evidence}")
    assert view(followed, alice, case.id).case.state is CaseState.VERIFIED


def test_a_reader_that_follows_is_given_the_page_as_it_was_read(followed: World) -> None:
    alice = usecases.create_tenant(followed.ports, "Alice's site")[0].id
    _, (first,) = submitted(followed.ports, alice)
    read(followed.ports, first)
    claim = claimed(followed.ports, first.replace("licence", "again"))
    assert usecases.page_of(followed.ports, claim) == READING.body


def test_what_could_not_be_read_is_not_looked_at_again(followed: World) -> None:
    alice = usecases.create_tenant(followed.ports, "Alice's site")[0].id
    case, (first,) = submitted(followed.ports, alice)
    claim = claimed(followed.ports, first)
    unreadable = replace(reading_for(claim), body=Unreadable("evidence_truncated", "It ends too early."))
    assert usecases.record_reading(followed.ports, claim, unreadable)
    assert view(followed, alice, case.id).case.state is CaseState.ESCALATED


def test_pictures_are_kept_with_the_reading_and_given_to_their_tenant_alone(here: World, alice: str) -> None:
    case, (task,) = submitted(here.ports, alice)
    claim = claimed(here.ports, task)
    picture = Picture(PictureKind.THUMBNAIL, "image/webp", b"small")
    assert usecases.record_reading(here.ports, claim, reading_for(claim), [picture])
    stored, data = usecases.fetch_picture(here.ports, alice, claim.evidence.id, PictureKind.THUMBNAIL)
    assert (stored.media_type, data) == ("image/webp", b"small")
    assert view(here, alice, case.id).pictures == (stored,)
    bob = usecases.create_tenant(here.ports, "Bob's site")[0].id
    with pytest.raises(NotFound):
        usecases.fetch_picture(here.ports, bob, claim.evidence.id, PictureKind.THUMBNAIL)
    with pytest.raises(NotFound):
        usecases.fetch_picture(here.ports, alice, claim.evidence.id, PictureKind.TRACES)


def test_a_claim_that_was_lost_leaves_no_picture(here: World, alice: str) -> None:
    case, (task,) = submitted(here.ports, alice)
    lost = claimed(here.ports, task)
    here.clock.tick(seconds=LEASE.total_seconds() + 1)
    claimed(here.ports, task, "w2")
    picture = Picture(PictureKind.THUMBNAIL, "image/webp", b"small")
    assert not usecases.record_reading(here.ports, lost, reading_for(lost), [picture])
    assert view(here, alice, case.id).pictures == ()
