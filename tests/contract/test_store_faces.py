"""What every store does with the rows of face sessions: the fake, SQLite and PostgreSQL alike."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests import databases
from tests.face_acts import template, templates
from tests.face_rows import (
    ATTEMPT,
    BATCH,
    BROWSER,
    CONSENT,
    DECISION,
    DIGESTS,
    FINDINGS,
    FRAME,
    PORTRAIT,
    READING,
    RECRUITER,
    SESSION,
    TOKEN,
)
from tests.fakes import MORNING, MemoryStore
from tests.rows import CASE, EVIDENCE, OTHER_TENANT, TASK, TENANT
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_session import OtherWay, PortraitKind, SessionState
from verifier.domain.picture import PictureKind, StoredPicture
from verifier.domain.task import TaskState, film_task
from verifier.store.engine import for_writing
from verifier.store.sealing import Broken, Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import RowRefused, Transaction

Store = MemoryStore | SqlStore
LATER = MORNING + timedelta(minutes=1)
OTHER_RECRUITER = replace(RECRUITER, id="rec_9", tenant_id=OTHER_TENANT.id)
PLACE = (TENANT.id, RECRUITER.id)


@pytest.fixture
def filled(store: Store) -> Store:
    """Two tenants, each with a recruiter; the first with a session and an attempt."""
    with store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.tenants.add(OTHER_TENANT)
        tx.cases.add(CASE)
        tx.evidence.add(EVIDENCE)
        tx.recruiters.add(RECRUITER)
        tx.recruiters.add(OTHER_RECRUITER)
        tx.face_sessions.add(SESSION, TOKEN)
        tx.attempts.add(ATTEMPT)
    return store


def refused(store: Store, act: Callable[[Transaction], object]) -> bool:
    try:
        with store.transaction() as tx:
            act(tx)
    except RowRefused:
        return True
    return False


def test_a_recruiter_is_found_by_id_and_by_the_tenants_own_reference(filled: Store) -> None:
    of_a_case = replace(RECRUITER, id="rec_2", reference="another", case_id=CASE.id)
    with filled.transaction() as tx:
        tx.recruiters.add(of_a_case)
    with filled.transaction() as tx:
        assert tx.recruiters.get(*PLACE) == RECRUITER
        assert tx.recruiters.hold(*PLACE) == RECRUITER
        assert tx.recruiters.by_reference(TENANT.id, "another") == of_a_case
        assert tx.recruiters.by_reference(OTHER_TENANT.id, RECRUITER.reference) == OTHER_RECRUITER
        assert tx.recruiters.of_case(TENANT.id, CASE.id) == (of_a_case,)
        assert tx.recruiters.of_case(OTHER_TENANT.id, CASE.id) == ()
        assert tx.recruiters.get(OTHER_TENANT.id, RECRUITER.id) is None
        assert tx.recruiters.hold(OTHER_TENANT.id, RECRUITER.id) is None


def test_a_reference_is_taken_once_and_a_case_is_the_tenants_own(filled: Store) -> None:
    for bad in (
        replace(RECRUITER, id="rec_2"),
        replace(RECRUITER, id="rec_2", reference="x", case_id="case_9"),
        replace(OTHER_RECRUITER, id="rec_2", reference="x", case_id=CASE.id),
    ):
        assert refused(filled, lambda tx, row=bad: tx.recruiters.add(row))


def test_a_portrait_takes_the_place_of_the_last_of_its_kind(filled: Store) -> None:
    document = replace(PORTRAIT, kind=PortraitKind.IDENTITY_DOCUMENT, sha256="1" * 64)
    newer = replace(PORTRAIT, sha256="2" * 64, media_type="image/png", added_at=LATER)
    with filled.transaction() as tx:
        assert tx.recruiters.keep_portrait(PORTRAIT) is None
        assert tx.recruiters.keep_portrait(document) is None
        assert tx.recruiters.keep_portrait(newer) == PORTRAIT.sha256
    with filled.transaction() as tx:
        assert tx.recruiters.portraits(*PLACE) == (document, newer)
        assert tx.recruiters.portraits(OTHER_TENANT.id, RECRUITER.id) == ()
        assert tx.recruiters.count_pictured() == 1
        assert tx.recruiters.drop_portraits(OTHER_TENANT.id, RECRUITER.id) == ()
        assert sorted(tx.recruiters.drop_portraits(*PLACE)) == ["1" * 64, "2" * 64]
        assert tx.recruiters.portraits(*PLACE) == ()
        assert tx.recruiters.count_pictured() == 0


def test_a_session_comes_back_as_it_was_and_as_it_became(filled: Store) -> None:
    with filled.transaction() as tx:
        assert tx.face_sessions.get(TENANT.id, SESSION.id) == SESSION
        assert tx.face_sessions.by_token(TOKEN) == SESSION
        assert tx.face_sessions.by_token("0" * 64) is None
        assert tx.face_sessions.get(OTHER_TENANT.id, SESSION.id) is None
        tx.face_sessions.bind(SESSION.id, BROWSER)
        became = replace(SESSION, state=SessionState.ACTIVE, consent=CONSENT, expires_at=LATER)
        tx.face_sessions.keep(became)
        assert tx.face_sessions.get(TENANT.id, SESSION.id) == became
        over = replace(became, state=SessionState.REVIEW, way=OtherWay.VIDEO_CALL)
        tx.face_sessions.keep(over)
        assert tx.face_sessions.get(TENANT.id, SESSION.id) == over
        rejected = replace(over, state=SessionState.REJECTED, ended_at=LATER)
        tx.face_sessions.keep(rejected)
        assert tx.face_sessions.get(TENANT.id, SESSION.id) == rejected


def test_a_session_is_tied_to_one_browser(filled: Store) -> None:
    with filled.transaction() as tx:
        assert tx.face_sessions.browser_of(SESSION.id) is None
        assert tx.face_sessions.bind(SESSION.id, BROWSER)
        assert not tx.face_sessions.bind(SESSION.id, "0" * 64)
        assert tx.face_sessions.browser_of(SESSION.id) == BROWSER


def test_no_session_is_active_without_a_consent_nor_ended_without_an_end(filled: Store) -> None:
    for bad in (
        replace(SESSION, state=SessionState.ACTIVE),
        replace(SESSION, state=SessionState.ACTIVE, consent=CONSENT),  # tied to no browser
        replace(SESSION, state=SessionState.VERIFIED),
        replace(SESSION, ended_at=LATER),
    ):
        assert refused(filled, lambda tx, row=bad: tx.face_sessions.keep(row))
    assert refused(filled, lambda tx: tx.face_sessions.add(replace(SESSION, id="fcs_2"), TOKEN))
    stranger = replace(SESSION, id="fcs_2", tenant_id=OTHER_TENANT.id)
    assert refused(filled, lambda tx: tx.face_sessions.add(stranger, "0" * 64))


def test_sessions_are_paged_newest_first_by_recruiter_and_state(filled: Store) -> None:
    second = replace(RECRUITER, id="rec_2", reference="x")
    with filled.transaction() as tx:
        tx.recruiters.add(second)
        for number in range(2, 6):
            of = second if number % 2 else RECRUITER
            row = replace(SESSION, id=f"fcs_{number}", recruiter_id=of.id)
            tx.face_sessions.add(row, f"{number}" * 64)
        tx.face_sessions.keep(
            replace(SESSION, id="fcs_4", state=SessionState.REVIEW, way=OtherWay.SITE_VISIT)
        )
    with filled.view() as tx:

        def page(tenant_id: str = TENANT.id, **only: object) -> list[str]:
            wanted = {"recruiter_id": None, "state": None, "before": None, "limit": 9} | only
            return [one.id for one in tx.face_sessions.page(tenant_id, **wanted)]  # type: ignore[arg-type]

        assert page(limit=2) == ["fcs_5", "fcs_4"]
        assert page(before="fcs_4") == ["fcs_3", "fcs_2", "fcs_1"]
        assert page(recruiter_id="rec_2") == ["fcs_5", "fcs_3"]
        assert page(state=SessionState.REVIEW) == ["fcs_4"]
        assert page(OTHER_TENANT.id) == []


def test_what_has_not_ended_and_what_has_lapsed_is_found(filled: Store) -> None:
    with filled.transaction() as tx:
        rows = {
            "fcs_2": {"expires_at": MORNING},
            "fcs_3": {"state": SessionState.EXPIRED, "ended_at": MORNING, "expires_at": MORNING},
            "fcs_4": {"state": SessionState.REVIEW, "expires_at": MORNING},
            "fcs_5": {"expires_at": MORNING - timedelta(seconds=1)},
        }
        for name, changes in rows.items():
            tx.face_sessions.add(replace(SESSION, id=name, **changes), name[-1] * 64)  # type: ignore[arg-type]
    with filled.view() as tx:
        unended = tx.face_sessions.unended(*PLACE)
        assert [one.id for one in unended] == ["fcs_1", "fcs_2", "fcs_4", "fcs_5"]
        assert tx.face_sessions.unended(OTHER_TENANT.id, RECRUITER.id) == ()
        lapsed = tx.face_sessions.lapsed(now=MORNING, limit=9)
        assert [one.id for one in lapsed] == ["fcs_5", "fcs_2"]
        assert len(tx.face_sessions.lapsed(now=MORNING, limit=1)) == 1


def test_an_attempt_comes_back_as_it_was_and_ends_once(filled: Store) -> None:
    second = replace(ATTEMPT, id="fat_2", number=2, challenge=replace(ATTEMPT.challenge, nonce="nonce-2"))
    with filled.transaction() as tx:
        tx.attempts.add(second)
        assert tx.attempts.of_session(TENANT.id, SESSION.id) == (ATTEMPT, second)
        assert tx.attempts.of_session(OTHER_TENANT.id, SESSION.id) == ()
        assert tx.attempts.get(OTHER_TENANT.id, ATTEMPT.id) is None
        assert tx.attempts.finish(ATTEMPT.id, LATER)
        assert not tx.attempts.finish(ATTEMPT.id, LATER + timedelta(minutes=1))
        assert tx.attempts.get(TENANT.id, ATTEMPT.id) == replace(ATTEMPT, finished_at=LATER)
    for bad in (
        replace(second, id="fat_3", challenge=replace(ATTEMPT.challenge, nonce="nonce-3")),
        replace(second, id="fat_3", number=3, tenant_id=OTHER_TENANT.id),
    ):
        assert refused(filled, lambda tx, row=bad: tx.attempts.add(row))


def test_a_nonce_is_used_once(filled: Store) -> None:
    assert refused(filled, lambda tx: tx.attempts.add(replace(ATTEMPT, id="fat_2", number=2)))


def test_attempts_that_verified_nobody_are_told_by_when_they_were_issued(filled: Store) -> None:
    def since(at: object = MORNING) -> list[object]:
        with filled.view() as tx:
            return list(tx.attempts.unverified_since(*PLACE, at))  # type: ignore[arg-type]

    other = replace(SESSION, id="fcs_2")
    later = replace(
        ATTEMPT,
        id="fat_2",
        session_id=other.id,
        issued_at=LATER,
        challenge=replace(ATTEMPT.challenge, nonce="nonce-2"),
    )
    with filled.transaction() as tx:
        tx.face_sessions.add(other, "2" * 64)
        tx.attempts.add(later)
        tx.face_decisions.add(DECISION, ())  # a review
    assert since() == [MORNING, LATER]
    assert since(LATER) == [LATER]
    with filled.view() as tx:
        assert tx.attempts.unverified_since(OTHER_TENANT.id, OTHER_RECRUITER.id, MORNING) == ()
    by_a_person = replace(
        DECISION, id="fcd_2", attempt_id=None, outcome=FaceOutcome.VERIFIED, decided_by="rev_1"
    )
    with filled.transaction() as tx:
        tx.face_decisions.add(by_a_person, ())
    assert since() == [LATER]
    verified = replace(
        DECISION, id="fcd_3", session_id=other.id, attempt_id=later.id, outcome=FaceOutcome.VERIFIED
    )
    with filled.transaction() as tx:
        tx.face_decisions.add(verified, ())
    assert since() == []


def test_batches_come_back_in_order_and_one_of_an_index_is_kept(filled: Store) -> None:
    second = replace(BATCH, index=1, sha256="2" * 64, times=(), digests=())
    with filled.transaction() as tx:
        assert tx.attempts.add_batch(second)
        assert tx.attempts.add_batch(BATCH)
        assert not tx.attempts.add_batch(replace(BATCH, sha256="3" * 64))
        assert tx.attempts.batches(ATTEMPT.id) == (BATCH, second)
        assert tx.attempts.drop_batches(ATTEMPT.id) == (BATCH.sha256, second.sha256)
        assert tx.attempts.batches(ATTEMPT.id) == ()
    assert refused(filled, lambda tx: tx.attempts.add_batch(replace(BATCH, attempt_id="fat_9")))


def test_a_films_reading_comes_back_to_the_last_number(filled: Store) -> None:
    unmeasured = replace(ATTEMPT, id="fat_2", number=2, challenge=replace(ATTEMPT.challenge, nonce="n"))
    with filled.transaction() as tx:
        tx.attempts.add(unmeasured)
        tx.attempts.keep_reading(ATTEMPT.id, READING)
        tx.attempts.keep_reading(unmeasured.id, replace(READING, live=None, matches=()))
    with filled.view() as tx:
        assert tx.attempts.reading(TENANT.id, ATTEMPT.id) == READING
        assert tx.attempts.reading(TENANT.id, unmeasured.id) == replace(READING, live=None, matches=())
        assert tx.attempts.reading(OTHER_TENANT.id, ATTEMPT.id) is None
    assert refused(filled, lambda tx: tx.attempts.keep_reading(ATTEMPT.id, READING))


def test_kept_frames_are_found_by_their_session_and_by_their_age(filled: Store) -> None:
    later = replace(FRAME, at=900, label="blink", sha256="2" * 64)
    with filled.transaction() as tx:
        tx.attempts.keep_frames([later, FRAME], MORNING)
    with filled.transaction() as tx:
        assert tx.attempts.kept_frames(TENANT.id, SESSION.id) == (FRAME, later)
        assert tx.attempts.kept_frames(OTHER_TENANT.id, SESSION.id) == ()
        assert tx.attempts.frames_kept_before(MORNING, limit=9) == ()
        assert tx.attempts.frames_kept_before(LATER, limit=9) == ((TENANT.id, SESSION.id),)
        assert tx.attempts.drop_frames(OTHER_TENANT.id, SESSION.id) == ()
        assert tx.attempts.drop_frames(TENANT.id, SESSION.id) == (FRAME.sha256, later.sha256)
        assert tx.attempts.frames_kept_before(LATER, limit=9) == ()
    for bad in (replace(FRAME, attempt_id="fat_9"), replace(FRAME, tenant_id=OTHER_TENANT.id)):
        assert refused(filled, lambda tx, row=bad: tx.attempts.keep_frames([row], MORNING))


def test_a_decision_comes_back_with_every_finding_and_a_film_is_decided_once(filled: Store) -> None:
    later = replace(DECISION, id="fcd_2", attempt_id=None, decided_by="rev_1", words="A mask.")
    with filled.transaction() as tx:
        tx.face_decisions.add(replace(later, outcome=FaceOutcome.REJECTED), ())
        tx.face_decisions.add(DECISION, FINDINGS)
        tx.face_decisions.add(replace(later, id="fcd_3"), ())
    with filled.view() as tx:
        found = tx.face_decisions.of_session(TENANT.id, SESSION.id)
        assert [one.id for one, _ in found] == ["fcd_1", "fcd_2", "fcd_3"]
        assert found[0] == (DECISION, FINDINGS)
        assert tx.face_decisions.of_session(OTHER_TENANT.id, SESSION.id) == ()
    for bad in (
        replace(DECISION, id="fcd_4"),
        replace(DECISION, id="fcd_4", attempt_id=None, outcome=FaceOutcome.REJECTED),  # by the policy
        replace(DECISION, id="fcd_4", attempt_id=None, tenant_id=OTHER_TENANT.id),
    ):
        assert refused(filled, lambda tx, row=bad: tx.face_decisions.add(row, ()))


def test_templates_wait_for_their_session_and_take_the_place_of_earlier_ones(filled: Store) -> None:
    first, second = templates(), templates((0.5, 0.25))
    with filled.transaction() as tx:
        tx.face_templates.propose(*PLACE, SESSION.id, first)
        assert tx.face_templates.of(*PLACE) == ()
        assert tx.face_templates.enrolled_at(*PLACE) is None
        assert not tx.face_templates.enrol(*PLACE, "fcs_9", MORNING)
        assert tx.face_templates.enrol(*PLACE, SESSION.id, MORNING)
        assert not tx.face_templates.enrol(*PLACE, SESSION.id, LATER)
        assert sorted(tx.face_templates.of(*PLACE), key=lambda one: one.engine) == sorted(
            first, key=lambda one: one.engine
        )
        tx.face_templates.propose(*PLACE, "fcs_2", first)
        tx.face_templates.propose(*PLACE, "fcs_2", second[:1])  # replaces what the session proposed
        assert tx.face_templates.enrol(*PLACE, "fcs_2", LATER)
        assert tx.face_templates.of(*PLACE) == second[:1]
        assert tx.face_templates.enrolled_at(*PLACE) == LATER


def test_templates_are_forgotten_with_their_session_or_their_owner(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.face_templates.propose(*PLACE, SESSION.id, templates())
        tx.face_templates.enrol(*PLACE, SESSION.id, MORNING)
        tx.face_templates.propose(*PLACE, "fcs_2", templates())
        other = (OTHER_TENANT.id, OTHER_RECRUITER.id)
        tx.face_templates.propose(*other, "fcs_3", templates())
        assert tx.face_templates.count() == 2
        tx.face_templates.forget_session(TENANT.id, "fcs_2")
        tx.face_templates.forget_session(TENANT.id, SESSION.id)  # enrolled: it stays
        tx.face_templates.forget_session(TENANT.id, "fcs_3")  # another tenant's
        assert len(tx.face_templates.of(*PLACE)) == 2
        assert tx.face_templates.count() == 2
        assert tx.face_templates.forget(*PLACE)
        assert not tx.face_templates.forget(*PLACE)
        assert tx.face_templates.of(*PLACE) == ()
        assert tx.face_templates.count() == 1
        tx.face_templates.propose(*PLACE, SESSION.id, [template("sface@1", 0.5)])
        assert tx.face_templates.forget(*PLACE)  # what was merely proposed, too


def test_a_template_lies_in_the_database_encrypted_and_says_nothing_of_whose_it_is(
    sql_store: SqlStore,
) -> None:
    one = template("sface@1", *(0.25 * number for number in range(128)))
    with sql_store.transaction() as tx:
        tx.face_templates.propose(*PLACE, SESSION.id, [one])
        tx.face_templates.enrol(*PLACE, SESSION.id, MORNING)
    with sql_store.engine.connect() as connection:
        (row,) = connection.execute(text("SELECT * FROM face_templates")).all()
    stored = b"".join(bytes(part) for part in row if isinstance(part, bytes | memoryview)) + str(row).encode()
    assert one.vector[:32] not in stored
    for name in (TENANT.id, RECRUITER.id, SESSION.id):
        assert name.encode() not in stored
        assert hashlib.sha256(name.encode()).digest() not in stored


def test_a_template_opens_in_its_place_and_with_its_own_key_alone(sql_store: SqlStore) -> None:
    other = replace(RECRUITER, id="rec_2")
    with sql_store.transaction() as tx:
        tx.face_templates.propose(*PLACE, SESSION.id, templates())
        tx.face_templates.enrol(*PLACE, SESSION.id, MORNING)
        tx.face_templates.propose(TENANT.id, other.id, "fcs_2", templates((0.5, 0.5)))
        tx.face_templates.enrol(TENANT.id, other.id, "fcs_2", LATER)
    stranger = SqlStore(sql_store.engine, Seal(databases.KEY), Seal(databases.KEY))  # the blobs' key
    with stranger.view() as tx:
        assert tx.face_templates.of(*PLACE) == ()
    swap = "UPDATE face_templates SET sealed = (SELECT sealed FROM face_templates AS o WHERE o.engine = "
    swap += "face_templates.engine AND o.place <> face_templates.place)"
    with for_writing(sql_store.engine).begin() as connection:
        connection.execute(text(swap))
    with pytest.raises(Broken), sql_store.view() as tx:
        tx.face_templates.of(*PLACE)


def test_the_marks_of_frames_are_no_hashes_that_anybody_could_make(sql_store: SqlStore) -> None:
    with sql_store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.recruiters.add(RECRUITER)
        tx.face_sessions.add(SESSION, TOKEN)
        tx.attempts.add(ATTEMPT)
        tx.film_marks.keep(TENANT.id, ATTEMPT.id, DIGESTS[:1])
    with sql_store.engine.connect() as connection:
        mark = bytes(connection.execute(text("SELECT mark FROM film_marks")).scalar_one())
    assert len(mark) == 16
    assert mark != DIGESTS[0][:16]


def test_frames_of_other_films_of_the_tenant_are_known(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.film_marks.keep(TENANT.id, ATTEMPT.id, DIGESTS[:2])
        tx.film_marks.keep(TENANT.id, ATTEMPT.id, ())
    with filled.view() as tx:
        assert tx.film_marks.known(TENANT.id, DIGESTS, except_attempt="fat_9") == 2
        assert tx.film_marks.known(TENANT.id, DIGESTS, except_attempt=ATTEMPT.id) == 0
        assert tx.film_marks.known(OTHER_TENANT.id, DIGESTS, except_attempt="fat_9") == 0
        assert tx.film_marks.known(TENANT.id, (), except_attempt="fat_9") == 0


def test_what_is_to_be_erased_is_listed_once_and_struck_off(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.erasures.plan(TENANT.id, ["a" * 64], due=MORNING)
        tx.erasures.plan(TENANT.id, ["b" * 64, "a" * 64], due=LATER)  # put off
        tx.erasures.plan(TENANT.id, ["a" * 64], due=MORNING)  # keeps the later time
        tx.erasures.plan(OTHER_TENANT.id, ["a" * 64], due=MORNING)
        assert tx.erasures.due(now=MORNING, limit=9) == ((OTHER_TENANT.id, "a" * 64),)
        assert len(tx.erasures.due(now=LATER, limit=9)) == 3
        assert tx.erasures.due(now=LATER, limit=1) == ((OTHER_TENANT.id, "a" * 64),)
        tx.erasures.strike(TENANT.id, ["a" * 64, "c" * 64])
        assert tx.erasures.due(now=LATER, limit=9) == ((OTHER_TENANT.id, "a" * 64), (TENANT.id, "b" * 64))


def test_a_blob_is_taken_off_the_list_once_and_only_when_its_time_has_come(filled: Store) -> None:
    unnamed = "9" * 64
    with filled.transaction() as tx:
        tx.erasures.plan(TENANT.id, [unnamed], due=LATER)
        assert not tx.erasures.take(TENANT.id, unnamed, now=MORNING)
        assert not tx.erasures.take(OTHER_TENANT.id, unnamed, now=LATER)
        assert tx.erasures.take(TENANT.id, unnamed, now=LATER)
        assert not tx.erasures.take(TENANT.id, unnamed, now=LATER)


def test_a_blob_is_named_by_rows_of_every_kind_and_to_its_tenant_alone(filled: Store) -> None:
    picture = StoredPicture(EVIDENCE.id, TENANT.id, CASE.id, PictureKind.TRACES, "image/webp", "f" * 64)
    with filled.transaction() as tx:
        tx.pictures.keep(picture)
        tx.recruiters.keep_portrait(PORTRAIT)
        tx.attempts.add_batch(BATCH)
        tx.attempts.keep_frames([FRAME], MORNING)
    for row in (EVIDENCE, picture, PORTRAIT, BATCH, FRAME):
        with filled.transaction() as tx:
            for tenant in (TENANT, OTHER_TENANT):
                tx.erasures.plan(tenant.id, [row.sha256], due=MORNING)
            assert not tx.erasures.take(TENANT.id, row.sha256, now=MORNING)
            assert tx.erasures.take(OTHER_TENANT.id, row.sha256, now=MORNING)


def test_a_film_has_one_task_which_lives_like_any_other(filled: Store) -> None:
    task = film_task(ATTEMPT, MORNING)
    with filled.transaction() as tx:
        tx.tasks.add(TASK)
        tx.tasks.add(task)
        assert tx.tasks.get(task.id) == task
        assert tx.tasks.of_case(TENANT.id, CASE.id) == (TASK,)
        assert set(tx.tasks.stale(asked_before=LATER, now=LATER, limit=9)) == {TASK, task}
        claimed = tx.tasks.claim(task.id, by="w1", now=LATER, until=LATER, attempts=3)
        assert claimed == replace(
            task, state=TaskState.CLAIMED, claimed_by="w1", lease_until=LATER, attempts=1
        )
    assert refused(filled, lambda tx: tx.tasks.add(replace(task, id="another")))
    for stranger in (replace(task, session_id="fcs_9"), replace(task, tenant_id=OTHER_TENANT.id)):
        assert refused(filled, lambda tx, row=stranger: tx.tasks.add(replace(row, id="x", attempt_id="y")))


def test_a_task_is_cancelled_whoever_holds_it_unless_it_has_ended(filled: Store) -> None:
    task = film_task(ATTEMPT, MORNING)
    with filled.transaction() as tx:
        tx.tasks.add(task)
        tx.tasks.claim(task.id, by="w1", now=MORNING, until=LATER, attempts=3)
        assert tx.tasks.cancel(task.id, failure="consent_withdrawn")
        assert not tx.tasks.cancel(task.id, failure="again")
        assert not tx.tasks.cancel("nobody", failure="x")
        assert not tx.tasks.end(task.id, attempt=1, state=TaskState.DONE)
        ended = tx.tasks.get(task.id)
    assert ended is not None
    assert (ended.state, ended.failure, ended.lease_until) == (TaskState.FAILED, "consent_withdrawn", None)
