"""What every store does with the rows of the gate: the fake, SQLite and PostgreSQL alike."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from tests import databases
from tests.face_acts import template
from tests.face_rows import RECRUITER, SESSION
from tests.fakes import MORNING, MemoryStore
from tests.rows import CASE, FINDINGS, OTHER_TENANT, TENANT
from verifier.domain.account_traits import COUNTED_MAX, Block, Link, TraitKind
from verifier.domain.case import AccountType
from verifier.domain.employer import Employer, EmployerState, Entry, Ground, Happening, Membership
from verifier.domain.face_session import SessionState
from verifier.domain.permit import Answer, Need, Permit
from verifier.store.engine import for_writing
from verifier.store.sealing import Broken, Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.gate_ports import Asked, Poster, Posting, SigningKey, Sought
from verifier.usecases.ports import RowRefused, Transaction

Store = MemoryStore | SqlStore
LATER = MORNING + timedelta(minutes=1)
EMPLOYER = Employer(
    "emp_1", TENANT.id, "account-1", AccountType.DIRECT_EMPLOYER, EmployerState.PENDING, MORNING, MORNING
)
SECOND = replace(EMPLOYER, id="emp_2", reference="account-2")
FOREIGN = replace(EMPLOYER, id="emp_9", tenant_id=OTHER_TENANT.id)
ENTRY = Entry(
    "eml_1",
    TENANT.id,
    EMPLOYER.id,
    MORNING,
    Happening.STOPPED,
    EmployerState.SUSPENDED,
    "reviewer-1",
    Ground.COMPLAINT,
    "case_1",
    "样本。",
)
PERMIT = Permit(
    id="pmt_1",
    tenant_id=TENANT.id,
    employer_id=EMPLOYER.id,
    recruiter_id=RECRUITER.id,
    job_digest="a" * 64,
    device="b" * 64,
    answer=Answer.ALLOW,
    needs=(),
    findings=FINDINGS,
    policy_version="gate-v1",
    asked_at=MORNING,
    expires_at=MORNING + timedelta(minutes=15),
    token_id="token-1",
)
DENIED = replace(
    PERMIT, id="pmt_2", answer=Answer.STEP_UP, token_id=None, needs=(Need.FACE_SESSION, Need.REVIEW)
)
KEY = SigningKey("sig_1", b"p" * 32, b"q" * 32, MORNING, MORNING)
BLOCK = Block("blk_1", TraitKind.PHONE, "forged_licence", LATER, MORNING, "reviewer-1", EMPLOYER.id)
PHONE = (TraitKind.PHONE, "13800000000")
CODE = (TraitKind.CODE, "91330100MA00SAMPLE")


@pytest.fixture
def filled(store: Store) -> Store:
    """Two tenants; the first with two employers and a recruiter, the second with an employer."""
    with store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.tenants.add(OTHER_TENANT)
        for employer in (EMPLOYER, SECOND, FOREIGN):
            tx.employers.add(employer)
        tx.cases.add(CASE)
        tx.recruiters.add(RECRUITER)
    return store


def refused(store: Store, act: Callable[[Transaction], object]) -> bool:
    try:
        with store.transaction() as tx:
            act(tx)
    except RowRefused:
        return True
    return False


def test_an_employer_comes_back_as_it_was_and_as_it_was_changed(filled: Store) -> None:
    changed = replace(
        EMPLOYER,
        state=EmployerState.REVIEW,
        since=LATER,
        case_id=CASE.id,
        verified_until=LATER,
        ground=Ground.REGISTRY_CHANGE,
        scope="软件 '\";--",
        links_cleared_at=LATER,
    )
    with filled.transaction() as tx:
        assert tx.employers.get(TENANT.id, EMPLOYER.id) == EMPLOYER
        assert tx.employers.hold(TENANT.id, EMPLOYER.id) == EMPLOYER
        tx.employers.keep(changed)
    with filled.view() as tx:
        assert tx.employers.get(TENANT.id, EMPLOYER.id) == changed
        assert tx.employers.of_reference(TENANT.id, "account-1") == changed
        assert tx.employers.get(TENANT.id, SECOND.id) == SECOND


def test_employers_are_their_tenants_alone(filled: Store) -> None:
    with filled.transaction() as tx:
        assert tx.employers.get(OTHER_TENANT.id, EMPLOYER.id) is None
        assert tx.employers.hold(OTHER_TENANT.id, EMPLOYER.id) is None
        assert tx.employers.of_reference(OTHER_TENANT.id, "account-1") == FOREIGN
        assert tx.employers.page(OTHER_TENANT.id, before=None, limit=9) == (FOREIGN,)
        assert tx.employers.page(TENANT.id, before=None, limit=9) == (SECOND, EMPLOYER)
        assert tx.employers.page(TENANT.id, before=SECOND.id, limit=9) == (EMPLOYER,)


def test_a_reference_is_one_employers_alone(filled: Store) -> None:
    assert refused(filled, lambda tx: tx.employers.add(replace(EMPLOYER, id="emp_3")))


def test_a_record_is_read_newest_first_and_by_its_tenant(filled: Store) -> None:
    second = replace(ENTRY, id="eml_2", at=LATER, ground=None, about=None, words="")
    with filled.transaction() as tx:
        for entry in (ENTRY, second, replace(ENTRY, id="eml_3", employer_id=SECOND.id)):
            tx.employers.note(entry)
    with filled.view() as tx:
        assert tx.employers.record(TENANT.id, EMPLOYER.id, before=None, limit=9) == (second, ENTRY)
        assert tx.employers.record(TENANT.id, EMPLOYER.id, before="eml_2", limit=9) == (ENTRY,)
        assert tx.employers.record(TENANT.id, EMPLOYER.id, before=None, limit=1) == (second,)
        assert tx.employers.record(OTHER_TENANT.id, EMPLOYER.id, before=None, limit=9) == ()
    assert refused(filled, lambda tx: tx.employers.note(replace(ENTRY, id="eml_4", employer_id="emp_0")))
    foreign = replace(ENTRY, id="eml_4", employer_id=FOREIGN.id)
    assert refused(filled, lambda tx: tx.employers.note(foreign))


def test_a_case_names_an_employer_of_its_own_tenant(filled: Store) -> None:
    mine = replace(CASE, id="case_2", employer_id=EMPLOYER.id)
    with filled.transaction() as tx:
        tx.cases.add(mine)
    with filled.view() as tx:
        assert tx.cases.get(TENANT.id, "case_2") == mine
        assert tx.cases.of_employer(TENANT.id, EMPLOYER.id) == (mine,)
        assert tx.cases.of_employer(OTHER_TENANT.id, EMPLOYER.id) == ()
    for employer_id in ("emp_0", FOREIGN.id):
        wrong = replace(mine, id="case_3", employer_id=employer_id)
        assert refused(filled, lambda tx, wrong=wrong: tx.cases.add(wrong))  # type: ignore[misc]


def test_a_membership_is_kept_and_changed(filled: Store) -> None:
    joined = Membership(TENANT.id, EMPLOYER.id, RECRUITER.id, MORNING)
    left = replace(joined, left_at=LATER)
    elsewhere = replace(joined, employer_id=SECOND.id, joined_at=LATER)
    with filled.transaction() as tx:
        for one in (joined, elsewhere, left):
            tx.memberships.keep(one)
    with filled.view() as tx:
        assert tx.memberships.get(TENANT.id, EMPLOYER.id, RECRUITER.id) == left
        assert tx.memberships.get(OTHER_TENANT.id, EMPLOYER.id, RECRUITER.id) is None
        assert tx.memberships.of_employer(TENANT.id, EMPLOYER.id) == (left,)
        assert tx.memberships.of_recruiter(TENANT.id, RECRUITER.id) == (left, elsewhere)
    for wrong in (
        replace(joined, employer_id="emp_0"),
        replace(joined, recruiter_id="rec_0"),
        replace(joined, employer_id=FOREIGN.id),
    ):
        assert refused(filled, lambda tx, wrong=wrong: tx.memberships.keep(wrong))  # type: ignore[misc]


def test_a_permit_comes_back_as_it_was(filled: Store) -> None:
    unknown = replace(DENIED, id="pmt_3", employer_id="nobody", recruiter_id="nobody", device=None)
    with filled.transaction() as tx:
        for permit in (PERMIT, DENIED, unknown):
            tx.permits.add(permit)
    with filled.view() as tx:
        for permit in (PERMIT, DENIED, unknown):
            assert tx.permits.get(TENANT.id, permit.id) == permit
            assert tx.permits.get(OTHER_TENANT.id, permit.id) is None
    assert refused(filled, lambda tx: tx.permits.add(replace(PERMIT, id="pmt_4", token_id=None)))
    assert refused(filled, lambda tx: tx.permits.add(replace(DENIED, id="pmt_4", token_id="token-4")))


def test_a_permit_is_used_or_taken_back_once_and_in_its_time(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.permits.add(PERMIT)
        tx.permits.add(DENIED)
        tx.permits.add(replace(PERMIT, id="pmt_3", token_id="token-3"))
        assert not tx.permits.redeem(OTHER_TENANT.id, PERMIT.id, LATER)
        assert not tx.permits.redeem(TENANT.id, DENIED.id, LATER)
        assert not tx.permits.redeem(TENANT.id, PERMIT.id, PERMIT.expires_at)
        assert tx.permits.redeem(TENANT.id, PERMIT.id, LATER)
        assert not tx.permits.redeem(TENANT.id, PERMIT.id, LATER)
        assert not tx.permits.revoke(TENANT.id, PERMIT.id, LATER)
        assert tx.permits.revoke(TENANT.id, "pmt_3", LATER)
        assert not tx.permits.redeem(TENANT.id, "pmt_3", LATER)
        assert tx.permits.get(TENANT.id, PERMIT.id) == replace(PERMIT, redeemed_at=LATER)


def test_all_permits_in_force_of_an_employer_or_of_its_recruiter_are_taken_back(filled: Store) -> None:
    others = (
        replace(PERMIT, id="pmt_3", token_id="token-3", recruiter_id="rec_other"),
        replace(PERMIT, id="pmt_4", token_id="token-4", employer_id=SECOND.id),
        replace(PERMIT, id="pmt_5", token_id="token-5", expires_at=LATER),
        DENIED,
    )
    with filled.transaction() as tx:
        for permit in (PERMIT, *others):
            tx.permits.add(permit)
        ended = tx.permits.revoke_all(TENANT.id, at=LATER, employer_id=EMPLOYER.id, recruiter_id=RECRUITER.id)
        assert ended == 1
        assert tx.permits.get(TENANT.id, PERMIT.id) == replace(PERMIT, revoked_at=LATER)
        assert tx.permits.revoke_all(OTHER_TENANT.id, at=LATER, employer_id=EMPLOYER.id) == 0
        assert tx.permits.revoke_all(TENANT.id, at=LATER, employer_id=EMPLOYER.id) == 1
        assert [tx.permits.get(TENANT.id, one.id) for one in others[1:]] == list(others[1:])


POSTING = Posting(EMPLOYER.id, RECRUITER.id, "b" * 64, "a" * 64)


def poster(tx: Transaction, tenant_id: str = TENANT.id, **changes: Any) -> Poster:
    (found,) = tx.posters.of(tenant_id, [replace(POSTING, **changes)])
    assert found is not None
    return found


def test_a_poster_whom_nothing_is_known_of_has_nothing_to_show(filled: Store) -> None:
    with filled.view() as tx:
        assert poster(tx) == Poster(
            recruiter=RECRUITER,
            membership=None,
            enrolled=False,
            face_at=None,
            face_spent=False,
            in_review=False,
            device_known=False,
            text_cleared=False,
        )
        assert poster(tx, device=None).device_known is None
        unknown = replace(POSTING, recruiter_id="rec_none")
        assert tx.posters.of(TENANT.id, [unknown, POSTING]) == [None, poster(tx)]
        assert tx.posters.of(OTHER_TENANT.id, [POSTING]) == [None]


def test_a_poster_is_a_member_of_that_employer_alone(filled: Store) -> None:
    membership = Membership(TENANT.id, EMPLOYER.id, RECRUITER.id, MORNING, LATER)
    with filled.transaction() as tx:
        tx.memberships.keep(membership)
        assert poster(tx).membership == membership
        assert poster(tx, employer_id=SECOND.id).membership is None


def test_a_device_is_known_once_a_permit_was_used_from_it(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.permits.add(PERMIT, DENIED)
        assert not poster(tx).device_known
        tx.permits.redeem(TENANT.id, PERMIT.id, LATER)
        assert poster(tx).device_known
        assert not poster(tx, device="c" * 64).device_known


def test_a_text_is_cleared_for_one_employer(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.permits.add(PERMIT, DENIED)
        assert tx.permits.clear_text(TENANT.id, DENIED.id, LATER)
        assert not tx.permits.clear_text(OTHER_TENANT.id, DENIED.id, LATER)
        assert poster(tx).text_cleared
        assert not poster(tx, employer_id=SECOND.id).text_cleared
        assert not poster(tx, job_digest="c" * 64).text_cleared


def test_signing_keys_come_back_in_their_order(filled: Store) -> None:
    later = replace(KEY, id="sig_0", active_from=LATER)
    with filled.transaction() as tx:
        tx.signing_keys.add(later)
        tx.signing_keys.add(KEY)
        tx.signing_keys.retire(KEY.id, LATER)
    with filled.view() as tx:
        assert tx.signing_keys.all() == (replace(KEY, published_until=LATER), later)


def test_a_private_key_is_sealed_and_opens_under_its_own_name_only(sql_store: SqlStore) -> None:
    with sql_store.transaction() as tx:
        tx.signing_keys.add(KEY)
    with for_writing(sql_store.engine).begin() as connection:
        sealed = bytes(connection.execute(text("SELECT private FROM signing_keys")).scalar_one())
        assert KEY.private not in sealed
        connection.execute(text("UPDATE signing_keys SET id = 'sig_other'"))
    with pytest.raises(Broken), sql_store.view() as tx:
        tx.signing_keys.all()


def sought(tx: Transaction, *traits: tuple[TraitKind, str], tenant: str = TENANT.id) -> list[Sought]:
    return [Sought(kind, tx.account_traits.mark(tenant, kind, value)) for kind, value in traits]


def shared(tx: Transaction, tenant: str, employer_id: str, marks: Sequence[Sought]) -> Sequence[Link]:
    """Beside another's, whose answer must not come in between."""
    mine = Asked(employer_id, tuple(marks))
    links, none, again = tx.account_traits.shared(tenant, [mine, Asked("emp_none", ()), mine])
    assert none == ()
    assert links == again
    return links


def test_traits_are_shared_within_a_tenant_by_those_in_the_window(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.account_traits.keep(TENANT.id, EMPLOYER.id, frozenset({PHONE}), MORNING)
        tx.account_traits.keep(TENANT.id, EMPLOYER.id, frozenset({PHONE, CODE}), LATER)
        tx.account_traits.keep(OTHER_TENANT.id, FOREIGN.id, frozenset({PHONE, CODE}), MORNING)
        phone, code = sought(tx, PHONE, CODE)
        assert shared(tx, TENANT.id, EMPLOYER.id, [phone, code]) == ()
        both = (Link(TraitKind.CODE, (EMPLOYER.id,), 1), Link(TraitKind.PHONE, (EMPLOYER.id,), 1))
        assert shared(tx, TENANT.id, SECOND.id, [phone, code]) == both
        assert shared(tx, TENANT.id, SECOND.id, [replace(code, upto=MORNING)]) == ()
        assert shared(tx, TENANT.id, SECOND.id, [replace(code, upto=LATER)]) == both[:1]
        assert shared(tx, TENANT.id, SECOND.id, [replace(code, after=MORNING)]) == both[:1]
        assert shared(tx, TENANT.id, SECOND.id, [replace(code, after=LATER)]) == ()
        assert [one.since for one in tx.account_traits.of_employer(TENANT.id, EMPLOYER.id)] == [
            LATER,
            MORNING,
        ]
        assert tx.account_traits.of_employer(OTHER_TENANT.id, EMPLOYER.id) == ()
        owners = tx.account_traits.owners(TENANT.id, [phone.mark, b"nobody's"])
        assert {mark: tuple(ids) for mark, ids in owners.items()} == {phone.mark: (EMPLOYER.id,)}
        tx.account_traits.forget(TENANT.id, EMPLOYER.id)
        assert tx.account_traits.of_employer(TENANT.id, EMPLOYER.id) == ()
        assert tx.account_traits.of_employer(OTHER_TENANT.id, FOREIGN.id) != ()


def test_a_trait_of_an_employer_that_is_not_there_is_refused(filled: Store) -> None:
    for employer_id in ("emp_0", FOREIGN.id):
        place = (TENANT.id, employer_id)
        assert refused(filled, lambda tx, place=place: _keep_phone(tx, *place))  # type: ignore[misc]


def _keep_phone(tx: Transaction, tenant_id: str, employer_id: str) -> None:
    tx.account_traits.keep(tenant_id, employer_id, frozenset({PHONE}), MORNING)


def test_of_a_crowd_the_newest_are_named_and_no_more_are_counted_than_matter(filled: Store) -> None:
    ids = [f"emp_1{number:03}" for number in range(COUNTED_MAX + 5)]
    with filled.transaction() as tx:
        for number, employer_id in enumerate(ids):
            tx.employers.add(replace(EMPLOYER, id=employer_id, reference=employer_id))
            at = MORNING + timedelta(seconds=number)
            tx.account_traits.keep(TENANT.id, employer_id, frozenset({PHONE}), at)
        (link,) = shared(tx, TENANT.id, SECOND.id, sought(tx, PHONE))
    assert link == Link(TraitKind.PHONE, tuple(ids[:-11:-1]), COUNTED_MAX)


def test_more_marks_than_one_statement_takes_are_all_looked_for(filled: Store) -> None:
    many = frozenset((TraitKind.DEVICE, f"device-{number}") for number in range(250))
    with filled.transaction() as tx:
        tx.account_traits.keep(TENANT.id, EMPLOYER.id, frozenset({(TraitKind.DEVICE, "device-249")}), MORNING)
        assert shared(tx, TENANT.id, SECOND.id, sought(tx, *sorted(many))) == (
            Link(TraitKind.DEVICE, (EMPLOYER.id,), 1),
        )


def test_marks_say_nothing_to_who_lacks_the_key(sql_store: SqlStore) -> None:
    with sql_store.view() as tx:
        here = tx.account_traits.mark(TENANT.id, *PHONE)
        assert here == tx.account_traits.mark(TENANT.id, *PHONE)
        assert here != tx.account_traits.mark(OTHER_TENANT.id, *PHONE)
        assert here != tx.account_traits.mark(TENANT.id, TraitKind.BANK_ACCOUNT, PHONE[1])
    other = SqlStore(sql_store.engine, Seal(databases.FACE_KEY), Seal(databases.KEY))
    with other.view() as tx:
        assert here != tx.account_traits.mark(TENANT.id, *PHONE)


def test_a_block_is_found_by_its_mark_until_it_is_lifted(filled: Store) -> None:
    ended = replace(BLOCK, id="blk_2", ended_at=LATER, ended_by="reviewer-2", employer_id=None)
    with filled.transaction() as tx:
        mark, other = (one.mark for one in sought(tx, PHONE, CODE))
        tx.blocks.add(TENANT.id, BLOCK, mark)
        tx.blocks.add(TENANT.id, replace(ended, ended_at=None, ended_by=None), mark)
        tx.blocks.keep(TENANT.id, ended)
        assert tx.blocks.on(TENANT.id, [mark, other]) == (BLOCK,)
        assert tx.blocks.on(TENANT.id, [other]) == ()
        assert tx.blocks.on(TENANT.id, []) == ()
        assert tx.blocks.on(OTHER_TENANT.id, [mark]) == ()
        assert tx.blocks.get(TENANT.id, ended.id) == ended
        assert tx.blocks.get(OTHER_TENANT.id, ended.id) is None
        assert tx.blocks.page(TENANT.id, before=None, limit=9) == (ended, BLOCK)
        assert tx.blocks.page(TENANT.id, before=ended.id, limit=9) == (BLOCK,)
        assert tx.blocks.page(OTHER_TENANT.id, before=None, limit=9) == ()
        appealed = replace(BLOCK, appealed_at=LATER)
        tx.blocks.keep(TENANT.id, appealed)
        assert tx.blocks.on(TENANT.id, [mark]) == (appealed,)


def test_the_last_verified_face_of_a_poster_and_what_became_of_it_are_found(filled: Store) -> None:
    def kept(tx: Transaction, number: int, state: SessionState, minutes: int) -> None:
        ended = None if state is SessionState.REVIEW else MORNING + timedelta(minutes=minutes)
        session = replace(
            SESSION, id=f"fcs_{number}", state=SessionState.WAITING, consent=None, ended_at=None
        )
        tx.face_sessions.add(session, str(number) * 64)
        tx.face_sessions.keep(replace(session, state=state, ended_at=ended))

    at = MORNING + timedelta(minutes=5)
    with filled.transaction() as tx:
        kept(tx, 1, SessionState.VERIFIED, 5)
        kept(tx, 2, SessionState.VERIFIED, 3)
        kept(tx, 3, SessionState.REJECTED, 9)
        assert (poster(tx).face_at, poster(tx).in_review, poster(tx).face_spent) == (at, False, False)
        tx.permits.add(replace(PERMIT, asked_at=at - timedelta(microseconds=1)))
        tx.permits.add(replace(DENIED, asked_at=at))
        assert not poster(tx).face_spent
        tx.permits.add(replace(PERMIT, id="pmt_3", token_id="token-3", asked_at=at))
        assert poster(tx).face_spent
        other = replace(RECRUITER, id="rec_other", reference="other")
        tx.recruiters.add(other)
        found = tx.posters.of(TENANT.id, [replace(POSTING, recruiter_id=other.id), POSTING])
        assert [one and (one.face_at, one.face_spent, one.face_session_id) for one in found] == [
            (None, False, None),
            (at, True, "fcs_1"),
        ]
        kept(tx, 4, SessionState.REVIEW, 0)
        assert poster(tx).in_review


def test_faces_that_are_alike_are_found_within_the_tenant(filled: Store) -> None:
    faces = {
        "rec_1": (1.0, 0.0), "rec_2": (0.95, 0.3), "rec_3": (0.0, 1.0), "rec_4": (0.39, 0.92),
        "rec_9": (1.0, 0.0),
    }  # fmt: skip
    with filled.transaction() as tx:
        for number, (recruiter_id, face) in enumerate(faces.items()):
            tenant = OTHER_TENANT.id if recruiter_id == "rec_9" else TENANT.id
            if recruiter_id != RECRUITER.id:
                tx.recruiters.add(
                    replace(RECRUITER, id=recruiter_id, tenant_id=tenant, reference=recruiter_id)
                )
            session = replace(SESSION, id=f"fcs_{number}", tenant_id=tenant, recruiter_id=recruiter_id)
            tx.face_sessions.add(session, str(number) * 64)
            pair = (template("sface@test", *face), template("dlib@test", 1.0, 0.0))
            tx.face_templates.propose(tenant, recruiter_id, session.id, pair)
            if recruiter_id != "rec_4":
                tx.face_templates.enrol(tenant, recruiter_id, session.id, MORNING)
    with filled.view() as tx:
        alike = tx.face_templates.alike
        assert alike(TENANT.id, "rec_1", engine="sface", least=0.4) == ("rec_2",)
        assert alike(TENANT.id, "rec_1", engine="sface", least=0.96) == ()
        assert alike(TENANT.id, "rec_3", engine="sface", least=0.2) == ("rec_2",)
        assert alike(TENANT.id, "rec_4", engine="sface", least=0.2) == ()
        assert alike(OTHER_TENANT.id, "rec_9", engine="sface", least=0.4) == ()


def test_the_search_for_links_reads_the_index_alone(tmp_path: Path) -> None:
    """On SQLite; PostgreSQL reads an index alone only of pages that were vacuumed."""
    engine = databases.migrated(f"sqlite:///{tmp_path / 'test.sqlite'}")
    seen: list[str] = []
    with SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY)).transaction() as tx:
        tx.tenants.add(TENANT)
        tx.employers.add(EMPLOYER)
        connection = tx.account_traits._connection
        marks = [replace(one, after=MORNING, upto=LATER) for one in sought(tx, PHONE, CODE)]

        def explain(_c: object, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:
            if "json_each" in statement and "EXPLAIN" not in statement:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                seen.append(str(plan.all()))

        event.listen(connection.engine, "before_cursor_execute", explain)
        shared(tx, TENANT.id, EMPLOYER.id, marks)
    (plan,) = seen
    assert "account_traits USING COVERING INDEX ix_account_traits_links" in plan
    assert "SEARCH found USING INTEGER PRIMARY KEY" in plan
    assert "SCAN account_traits" not in plan
    assert "SCAN found" not in plan
    assert "TEMP B-TREE" not in plan
    engine.dispose()
