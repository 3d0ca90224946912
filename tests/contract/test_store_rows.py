"""What every store does with rows: the fake, SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from tests.fakes import MORNING, MemoryStore
from tests.rows import (
    CASE,
    DECISION,
    EVIDENCE,
    FINDINGS,
    OTHER_TENANT,
    PICTURE,
    READING,
    RULING,
    TASK,
    TENANT,
)
from verifier.domain.case import CaseState
from verifier.domain.decision import DecisionOutcome
from verifier.domain.picture import PictureKind
from verifier.domain.reading import Unreadable
from verifier.domain.task import TaskState
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import RowRefused

Store = MemoryStore | SqlStore
LATER = MORNING + timedelta(minutes=1)


@pytest.fixture
def filled(store: Store) -> Store:
    """Two tenants; the first with a case and one piece of evidence."""
    with store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.tenants.add(OTHER_TENANT)
        tx.cases.add(CASE)
        tx.evidence.add(EVIDENCE)
    return store


def test_a_transaction_that_fails_leaves_nothing_behind(filled: Store) -> None:
    with pytest.raises(KeyError), filled.transaction() as tx:  # noqa: PT012
        tx.cases.add(replace(CASE, id="case_2"))
        raise KeyError
    with filled.view() as tx:
        assert tx.cases.get(TENANT.id, "case_2") is None


def test_a_view_cannot_write(filled: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only|item assignment"), filled.view() as tx:
        tx.cases.add(replace(CASE, id="case_2"))
    with filled.transaction() as tx:
        assert tx.cases.get(TENANT.id, "case_2") is None
        tx.cases.add(replace(CASE, id="case_2"))  # and the connection writes again afterwards


def test_a_view_sees_one_state_throughout(filled: Store) -> None:
    with filled.view() as before:
        assert before.cases.get(TENANT.id, CASE.id) == CASE
        with filled.transaction() as tx:
            tx.cases.move(TENANT.id, CASE.id, since=CaseState.OPEN, to=CaseState.SUBMITTED, at=LATER)
        assert before.cases.get(TENANT.id, CASE.id) == CASE
    with filled.view() as after:
        assert after.cases.get(TENANT.id, CASE.id) != CASE


def test_a_case_comes_back_as_it_was(filled: Store) -> None:
    odd = replace(
        CASE, id="case_2", declared=replace(CASE.declared, name="𠮷野家（上海）🍚 '\";--"), reference=None
    )
    with filled.transaction() as tx:
        tx.cases.add(odd)
    with filled.view() as tx:
        assert tx.cases.get(TENANT.id, CASE.id) == CASE
        assert tx.cases.get(TENANT.id, odd.id) == odd


def test_moments_come_back_in_utc_whatever_zone_they_came_in(filled: Store) -> None:
    shanghai = MORNING.astimezone(timezone(timedelta(hours=8)))
    with filled.transaction() as tx:
        tx.cases.add(replace(CASE, id="case_2", opened_at=shanghai))
    with filled.view() as tx:
        case = tx.cases.get(TENANT.id, "case_2")
    assert case is not None
    assert case.opened_at == MORNING
    assert case.opened_at.utcoffset() == timedelta(0) or isinstance(filled, MemoryStore)


def test_another_tenant_reaches_no_row(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.tasks.add(TASK)
        tx.readings.add(READING, MORNING)
        tx.pictures.keep(PICTURE)
        tx.decisions.add(TENANT.id, DECISION, FINDINGS)
    other = OTHER_TENANT.id
    with filled.view() as tx:
        assert tx.cases.get(other, CASE.id) is None
        assert tx.cases.page(other, before=None, limit=10) == ()
        assert tx.evidence.get(other, EVIDENCE.id) is None
        assert tx.evidence.of_case(other, CASE.id) == ()
        assert tx.readings.of_case(other, CASE.id) == ()
        assert tx.pictures.get(other, EVIDENCE.id, PICTURE.kind) is None
        assert tx.pictures.of_case(other, CASE.id) == ()
        assert tx.tasks.of_case(other, CASE.id) == ()
        assert tx.decisions.latest(other, CASE.id) is None
    with filled.transaction() as tx:
        assert tx.cases.hold(other, CASE.id) is None
        assert not tx.cases.move(other, CASE.id, since=CaseState.OPEN, to=CaseState.SUBMITTED, at=LATER)


def test_a_picture_is_kept_in_place_of_the_last_of_its_kind(filled: Store) -> None:
    newer = replace(PICTURE, sha256="c" * 64)
    with filled.transaction() as tx:
        tx.pictures.keep(PICTURE)
        tx.pictures.keep(replace(PICTURE, kind=PictureKind.TRACES))
        tx.pictures.keep(newer)
    with filled.view() as tx:
        assert tx.pictures.get(TENANT.id, EVIDENCE.id, PictureKind.THUMBNAIL) == newer
        assert tx.pictures.of_case(TENANT.id, CASE.id) == (newer, replace(PICTURE, kind=PictureKind.TRACES))


def test_no_row_can_name_another_tenants_case(filled: Store) -> None:
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.evidence.add(replace(EVIDENCE, id="evd_2", tenant_id=OTHER_TENANT.id))
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.tasks.add(replace(TASK, tenant_id=OTHER_TENANT.id))
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.pictures.keep(replace(PICTURE, tenant_id=OTHER_TENANT.id))
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.decisions.add(OTHER_TENANT.id, DECISION, FINDINGS)


def test_a_refused_row_takes_its_transaction_with_it(filled: Store) -> None:
    with pytest.raises(RowRefused), filled.transaction() as tx:  # noqa: PT012
        tx.cases.add(replace(CASE, id="case_2"))
        tx.cases.add(CASE)
    with filled.view() as tx:
        assert tx.cases.get(TENANT.id, "case_2") is None


def test_a_refused_row_says_nothing_of_its_content(filled: Store) -> None:
    with pytest.raises(RowRefused) as refused, filled.transaction() as tx:
        tx.cases.add(CASE)
    assert str(refused.value) == ""
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or isinstance(filled, MemoryStore)


def test_cases_are_paged_newest_first_without_gap_or_overlap(store: Store) -> None:
    with store.transaction() as tx:
        tx.tenants.add(TENANT)
        for number in range(7):
            tx.cases.add(replace(CASE, id=f"case_{number}"))
    seen: list[str] = []
    with store.view() as tx:
        while page := tx.cases.page(TENANT.id, before=seen[-1] if seen else None, limit=3):
            seen += [case.id for case in page]
    assert seen == [f"case_{number}" for number in reversed(range(7))]


def test_a_case_moves_once(filled: Store) -> None:
    moves = []
    for _ in range(2):
        with filled.transaction() as tx:
            moves.append(
                tx.cases.move(TENANT.id, CASE.id, since=CaseState.OPEN, to=CaseState.SUBMITTED, at=LATER)
            )
    assert moves == [True, False]
    with filled.transaction() as tx:
        tx.cases.move(TENANT.id, CASE.id, since=CaseState.SUBMITTED, to=CaseState.VERIFIED, at=MORNING)
        case = tx.cases.get(TENANT.id, CASE.id)
    assert case == replace(CASE, state=CaseState.VERIFIED, submitted_at=LATER)


def test_evidence_and_all_that_follows_it_keep_the_order_it_came_in(filled: Store) -> None:
    earlier = replace(EVIDENCE, id="evd_9", added_at=MORNING - timedelta(seconds=1), declared_media_type=None)
    with filled.transaction() as tx:
        tx.evidence.add(earlier)
        for evidence in (EVIDENCE, earlier):
            for reader in ("z", "a"):
                tx.readings.add(replace(READING, evidence_id=evidence.id, reader=reader), MORNING)
                name = f"{reader}-{evidence.id}"
                tx.tasks.add(replace(TASK, id=name, evidence_id=evidence.id, reader=reader))
    with filled.view() as tx:
        assert tx.evidence.of_case(TENANT.id, CASE.id) == (earlier, EVIDENCE)
        expected = [("evd_9", "a"), ("evd_9", "z"), ("evd_1", "a"), ("evd_1", "z")]
        readings = tx.readings.of_case(TENANT.id, CASE.id)
        assert [(row.evidence_id, row.reader) for row in readings] == expected
        assert [(row.evidence_id, row.reader) for row in tx.tasks.of_case(TENANT.id, CASE.id)] == expected


def test_readings_come_back_as_they_were(filled: Store) -> None:
    unread = replace(READING, reader="other", body=Unreadable("truncated", "The file ends early."))
    with filled.transaction() as tx:
        tx.readings.add(READING, MORNING)
        tx.readings.add(unread, MORNING)
    with filled.view() as tx:
        assert tx.readings.of_case(TENANT.id, CASE.id) == (READING, unread)


def test_one_reader_reads_one_piece_of_evidence_once(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.readings.add(READING, MORNING)
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.readings.add(replace(READING, milliseconds=1), MORNING)


def test_a_decision_comes_back_with_every_finding(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.decisions.add(TENANT.id, DECISION, FINDINGS)
    with filled.view() as tx:
        assert tx.decisions.latest(TENANT.id, CASE.id) == (DECISION, FINDINGS)


def test_a_case_is_decided_once_a_round(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.decisions.add(TENANT.id, DECISION, FINDINGS)
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.decisions.add(TENANT.id, replace(DECISION, id="dec_2"), ())
    second = replace(DECISION, id="dec_3", round=2, decided_by="rev_1", ruling=RULING)
    with filled.transaction() as tx:
        tx.decisions.add(TENANT.id, second, ())
        assert tx.decisions.latest(TENANT.id, CASE.id) == (second, ())
        assert tuple(tx.decisions.of_case(TENANT.id, CASE.id)) == (DECISION, second)
        assert not tx.decisions.of_case("ten_other", CASE.id)


def test_a_person_decides_with_words_or_not_at_all(filled: Store) -> None:
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.decisions.add(TENANT.id, replace(DECISION, decided_by="rev_1"), ())


def test_the_policy_never_rejects(filled: Store) -> None:
    rejected = replace(DECISION, proposal=replace(DECISION.proposal, outcome=DecisionOutcome.REJECTED))
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.decisions.add(TENANT.id, rejected, ())
    with filled.transaction() as tx:
        tx.decisions.add(TENANT.id, replace(rejected, decided_by="rev_1", ruling=RULING), ())


def test_a_task_is_unique_by_evidence_and_reader(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.tasks.add(TASK)
        assert tx.tasks.get(TASK.id) == TASK
        assert tx.tasks.get("nobody") is None
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.tasks.add(replace(TASK, id="another-name"))


def claim(store: Store, now: datetime, *, by: str = "w1", attempts: int = 3) -> object:
    with store.transaction() as tx:
        return tx.tasks.claim(TASK.id, by=by, now=now, until=now + timedelta(seconds=10), attempts=attempts)


@pytest.fixture
def with_task(filled: Store) -> Store:
    with filled.transaction() as tx:
        tx.tasks.add(TASK)
    return filled


def test_a_task_is_claimed_by_one_worker_until_its_lease_runs_out(with_task: Store) -> None:
    first = claim(with_task, MORNING)
    expected = replace(
        TASK,
        state=TaskState.CLAIMED,
        attempts=1,
        claimed_by="w1",
        lease_until=MORNING + timedelta(seconds=10),
    )
    assert first == expected
    assert claim(with_task, MORNING + timedelta(seconds=10), by="w2") is None
    second = claim(with_task, MORNING + timedelta(seconds=10, microseconds=1), by="w2")
    assert second is not None


def test_a_task_is_given_out_so_many_times_and_no_more(with_task: Store) -> None:
    moments = [MORNING + timedelta(minutes=minute) for minute in range(4)]
    claims = [claim(with_task, now, attempts=3) for now in moments]
    assert [bool(task) for task in claims] == [True, True, True, False]


def test_a_lost_claim_can_change_nothing(with_task: Store) -> None:
    claim(with_task, MORNING)
    claim(with_task, LATER)  # the same worker again: its name must not matter
    with with_task.transaction() as tx:
        assert not tx.tasks.renew(TASK.id, attempt=1, until=LATER + timedelta(hours=1))
        assert not tx.tasks.release(TASK.id, attempt=1, at=LATER)
        assert not tx.tasks.end(TASK.id, attempt=1, state=TaskState.DONE)
        assert tx.tasks.renew(TASK.id, attempt=2, until=LATER + timedelta(hours=1))
        task = tx.tasks.get(TASK.id)
    assert task is not None
    assert task.lease_until == LATER + timedelta(hours=1)


def test_a_released_task_waits_again_with_its_attempts_counted(with_task: Store) -> None:
    claim(with_task, MORNING)
    with with_task.transaction() as tx:
        assert tx.tasks.release(TASK.id, attempt=1, at=LATER)
        assert tx.tasks.get(TASK.id) == replace(TASK, attempts=1, asked_at=LATER)


def test_a_task_that_is_done_is_put_back_with_its_attempts_counted(with_task: Store) -> None:
    claim(with_task, MORNING)
    with with_task.transaction() as tx:
        assert not tx.tasks.restart(TASK.id, at=LATER)
        assert tx.tasks.end(TASK.id, attempt=1, state=TaskState.DONE)
        assert tx.tasks.restart(TASK.id, at=LATER)
        assert tx.tasks.get(TASK.id) == replace(TASK, attempts=1, asked_at=LATER)


def test_an_ended_task_stays_ended(with_task: Store) -> None:
    claim(with_task, MORNING)
    with with_task.transaction() as tx:
        assert tx.tasks.end(TASK.id, attempt=1, state=TaskState.FAILED, failure="timed_out")
        task = tx.tasks.get(TASK.id)
    assert task is not None
    assert (task.state, task.failure, task.lease_until) == (TaskState.FAILED, "timed_out", None)
    assert claim(with_task, LATER + timedelta(hours=1)) is None
    with with_task.transaction() as tx:
        assert not tx.tasks.renew(TASK.id, attempt=1, until=LATER)
        assert not tx.tasks.end(TASK.id, attempt=1, state=TaskState.DONE)
        assert tx.tasks.stale(asked_before=LATER, now=LATER, limit=9) == ()


def test_a_failed_task_says_why(with_task: Store) -> None:
    claim(with_task, MORNING)
    with pytest.raises(RowRefused), with_task.transaction() as tx:
        tx.tasks.end(TASK.id, attempt=1, state=TaskState.FAILED)


def test_tasks_are_stale_when_they_wait_and_were_asked_for_long_ago(with_task: Store) -> None:
    def stale(asked_before: datetime, now: datetime) -> list[str]:
        with with_task.view() as tx:
            return [task.id for task in tx.tasks.stale(asked_before=asked_before, now=now, limit=9)]

    assert stale(MORNING, LATER) == []
    assert stale(LATER, LATER) == [TASK.id]
    claim(with_task, MORNING)
    lease_ends = MORNING + timedelta(seconds=10)
    assert stale(LATER, lease_ends) == []
    assert stale(LATER, lease_ends + timedelta(seconds=1)) == [TASK.id]


def test_the_longest_waiting_tasks_are_stale_first(filled: Store) -> None:
    with filled.transaction() as tx:
        for number in range(4):
            asked_at = MORNING - timedelta(seconds=number)
            tx.tasks.add(replace(TASK, id=f"t{number}", reader=f"r{number}", asked_at=asked_at))
    with filled.view() as tx:
        assert [task.id for task in tx.tasks.stale(asked_before=LATER, now=LATER, limit=2)] == ["t3", "t2"]


def test_one_of_two_sweeps_asks_again(with_task: Store) -> None:
    asked = []
    for _ in range(2):
        with with_task.transaction() as tx:
            asked.append(tx.tasks.ask_again(TASK.id, asked_at=TASK.asked_at, now=LATER))
    assert asked == [True, False]
    claim(with_task, LATER)
    with with_task.transaction() as tx:
        assert not tx.tasks.ask_again(TASK.id, asked_at=LATER, now=LATER)
