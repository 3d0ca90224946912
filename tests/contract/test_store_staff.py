"""What every store does with staff: the fake, SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.fakes import MORNING, MemoryStore
from verifier.domain.staff import Invites, Method, Passkey, Role, StaffMember, StaffSession, Stage, Ticket
from verifier.store import tables
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import RowRefused
from verifier.usecases.staff_ports import Totp

Store = MemoryStore | SqlStore
LATER = MORNING + timedelta(minutes=5)
LING = StaffMember("stf_1", "ling", "凌", Role.REVIEWER, frozenset({"ten_2", "ten_1"}), "zh", MORNING)
WANG = StaffMember("stf_2", "a.wang", "王", Role.LEAD, None, "en", MORNING, MORNING, LATER, LATER)
SESSION = StaffSession("sts_1", LING.id, Stage.FULL, Method.TOTP, MORNING, MORNING, failures=2)
HALF = StaffSession("sts_2", LING.id, Stage.PASSWORD, None, MORNING, MORNING)
PASSKEY = Passkey("cred-1", LING.id, b"public", 3, "laptop", MORNING)
SEED = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def staffed(store: Store) -> Store:
    with store.transaction() as tx:
        tx.staff.add(LING)
        tx.staff.add(WANG)
    return store


def test_members_come_back_as_they_were_kept_by_id_and_by_name(staffed: Store) -> None:
    with staffed.view() as tx:
        assert (tx.staff.get(LING.id), tx.staff.by_name(WANG.name)) == (LING, WANG)
        assert tx.staff.everyone() == (WANG, LING)
        assert tx.staff.get("stf_9") is None
        assert tx.staff.by_name("LING") is None


@pytest.mark.parametrize("twin", [replace(WANG, id="stf_3"), replace(WANG, name="other")], ids=["name", "id"])
def test_a_name_and_an_id_are_one_members(twin: StaffMember, staffed: Store) -> None:
    with pytest.raises(RowRefused), staffed.transaction() as tx:
        tx.staff.add(twin)


def test_a_member_is_changed_as_a_whole(staffed: Store) -> None:
    changed = replace(LING, role=Role.AUDITOR, tenants=None, joined_at=LATER, away_until=LATER, language="en")
    with staffed.transaction() as tx:
        assert tx.staff.hold(LING.id) == LING
        tx.staff.change(changed)
    with staffed.view() as tx:
        assert tx.staff.everyone() == (WANG, changed)


def test_passwords_and_seeds_are_kept_replaced_and_taken(staffed: Store) -> None:
    with staffed.transaction() as tx:
        tx.credentials.set_password(LING.id, "$argon2id$…")
        tx.credentials.set_totp(LING.id, Totp(SEED, 7))
    with staffed.view() as tx:
        assert tx.credentials.password(LING.id) == "$argon2id$…"
        assert tx.credentials.totp(LING.id) == Totp(SEED, 7)
        assert tx.credentials.password(WANG.id) is None
        assert tx.credentials.totp(WANG.id) is None
    with staffed.transaction() as tx:
        tx.credentials.set_password(LING.id, None)
        tx.credentials.set_totp(LING.id, None)
        assert tx.credentials.password(LING.id) is None
        assert tx.credentials.totp(LING.id) is None


def test_a_step_is_used_once_and_never_one_before_it(staffed: Store) -> None:
    with staffed.transaction() as tx:
        tx.credentials.set_totp(LING.id, Totp(SEED, 7))
        assert [tx.credentials.use_step(LING.id, step) for step in (7, 8, 8, 6, 10)] == [
            False, True, False, False, True,
        ]  # fmt: skip
        assert not tx.credentials.use_step(WANG.id, 8)


def test_a_recovery_code_is_spent_once_and_new_ones_replace_the_old(staffed: Store) -> None:
    with staffed.transaction() as tx:
        tx.credentials.set_codes(LING.id, ("a", "b"))
        assert [tx.credentials.use_code(LING.id, code, LATER) for code in ("a", "a", "c")] == [
            True, False, False,
        ]  # fmt: skip
        assert not tx.credentials.use_code(WANG.id, "b", LATER)
        assert (tx.credentials.codes_left(LING.id), tx.credentials.codes_left(WANG.id)) == (1, 0)
        tx.credentials.set_codes(LING.id, ("d",))
        assert not tx.credentials.use_code(LING.id, "b", LATER)
        assert tx.credentials.codes_left(LING.id) == 1


def test_passkeys_are_their_members_and_known_once(staffed: Store) -> None:
    with staffed.transaction() as tx:
        tx.credentials.add_passkey(PASSKEY)
        tx.credentials.add_passkey(replace(PASSKEY, id="cred-0", added_at=LATER))
    with pytest.raises(RowRefused), staffed.transaction() as tx:
        tx.credentials.add_passkey(replace(PASSKEY, member_id=WANG.id))
    with staffed.transaction() as tx:
        tx.credentials.use_passkey(PASSKEY.id, 9, LATER)
        assert not tx.credentials.remove_passkey(WANG.id, PASSKEY.id)
        assert tx.credentials.remove_passkey(LING.id, "cred-0")
        assert tx.credentials.passkeys(LING.id) == (replace(PASSKEY, count=9, used_at=LATER),)
        assert tx.credentials.passkeys(WANG.id) == ()


def test_sessions_are_known_by_their_token_until_they_end(staffed: Store) -> None:
    with staffed.transaction() as tx:
        tx.staff_sessions.add(SESSION, "hash-1")
        tx.staff_sessions.add(HALF, "hash-2")
        tx.staff_sessions.add(replace(SESSION, id="sts_3"), "hash-3")
    with staffed.transaction() as tx:
        assert tx.staff_sessions.by_token("hash-1") == SESSION
        assert tx.staff_sessions.by_token("hash-9") is None
        assert [one.id for one in tx.staff_sessions.open_of(LING.id, Stage.FULL)] == ["sts_3", "sts_1"]
        assert not tx.staff_sessions.end(WANG.id, SESSION.id, LATER)
        assert tx.staff_sessions.end(LING.id, SESSION.id, LATER)
        assert not tx.staff_sessions.end(LING.id, SESSION.id, LATER)
        assert tx.staff_sessions.by_token("hash-1") == replace(SESSION, ended_at=LATER)
        tx.staff_sessions.end_all(LING.id, LATER, but="sts_2")
        assert tx.staff_sessions.open_of(LING.id, Stage.FULL) == ()
        assert tx.staff_sessions.open_of(LING.id, Stage.PASSWORD) == (HALF,)


@pytest.mark.parametrize(
    "session", [replace(SESSION, method=None), replace(HALF, method=Method.TOTP)], ids=["none", "early"]
)
def test_a_session_is_full_exactly_when_something_completed_it(session: StaffSession, staffed: Store) -> None:
    with pytest.raises(RowRefused), staffed.transaction() as tx:
        tx.staff_sessions.add(session, "hash")


def test_use_is_noted_once_in_a_while(staffed: Store) -> None:
    with staffed.transaction() as tx:
        tx.staff_sessions.add(SESSION, "hash-1")
        assert tx.staff_sessions.note(SESSION.id, at=LATER, unless_since=LATER - timedelta(minutes=1))
        assert not tx.staff_sessions.note(SESSION.id, at=LATER, unless_since=LATER - timedelta(minutes=1))
        assert tx.staff_sessions.by_token("hash-1") == replace(SESSION, seen_at=LATER)


def test_a_seed_waits_in_its_session_and_a_challenge_is_taken_once(staffed: Store) -> None:
    with staffed.transaction() as tx:
        tx.staff_sessions.add(HALF, "hash-2")
        assert tx.staff_sessions.seed(HALF.id) is None
        assert tx.staff_sessions.take_challenge(HALF.id) is None
        tx.staff_sessions.keep_seed(HALF.id, SEED)
        tx.staff_sessions.keep_challenge(HALF.id, b"first")
        tx.staff_sessions.keep_challenge(HALF.id, b"second")
        assert tx.staff_sessions.seed(HALF.id) == SEED
        assert [tx.staff_sessions.take_challenge(HALF.id) for _ in range(2)] == [b"second", None]
        tx.staff_sessions.end(LING.id, HALF.id, LATER)
        assert tx.staff_sessions.seed(HALF.id) is None


def test_a_ticket_is_used_once_and_dropped_with_the_others(staffed: Store) -> None:
    ticket = Ticket(LING.id, Invites.JOIN, LATER)
    with staffed.transaction() as tx:
        tx.tickets.add(ticket, "hash-1")
        tx.tickets.add(replace(ticket, purpose=Invites.DEMO), "hash-2")
        assert tx.tickets.by_token("hash-1") == ticket
        assert [tx.tickets.use("hash-1", LATER) for _ in range(2)] == [True, False]
        assert tx.tickets.by_token("hash-1") == replace(ticket, used_at=LATER)
        tx.tickets.drop_of(LING.id)
        assert tx.tickets.by_token("hash-2") is None


def test_failures_are_counted_by_kind_and_value_and_forgotten(staffed: Store) -> None:
    with staffed.transaction() as tx:
        tx.sign_in_failures.note("name", "ling", LATER)
        tx.sign_in_failures.note("name", "ling", MORNING)
        tx.sign_in_failures.note("address", "ling", MORNING)
        assert tx.sign_in_failures.since("name", "ling", MORNING - timedelta(seconds=1)) == (MORNING, LATER)
        assert tx.sign_in_failures.since("name", "ling", MORNING) == (LATER,)
        tx.sign_in_failures.forget(LATER)
        assert tx.sign_in_failures.since("name", "ling", MORNING - timedelta(seconds=1)) == (LATER,)
        assert tx.sign_in_failures.since("address", "ling", MORNING - timedelta(seconds=1)) == ()
        tx.sign_in_failures.clear("name", "ling")
        assert tx.sign_in_failures.since("name", "ling", MORNING - timedelta(seconds=1)) == ()


def test_no_row_holds_a_seed_or_the_name_or_address_of_a_failure(sql_store: SqlStore, tmp_path: Path) -> None:
    with sql_store.transaction() as tx:
        tx.staff.add(LING)
        tx.credentials.set_totp(LING.id, Totp(SEED, 7))
        tx.staff_sessions.add(HALF, "hash")
        tx.staff_sessions.keep_seed(HALF.id, SEED)
        tx.sign_in_failures.note("name", "typed-a-password-here", MORNING)
        tx.sign_in_failures.note("address", "192.0.2.7", MORNING)
        kept = [
            bytes(value) if isinstance(value, memoryview) else value
            for table in tables.metadata.sorted_tables
            if table.name.startswith(("staff", "sign_in"))
            for row in tx.connection.execute(text(f"SELECT * FROM {table.name}"))
            for value in row
        ]
    assert len(kept) > 10
    for secret in (SEED, "typed-a-password-here", "192.0.2.7"):
        assert secret not in repr(kept)
