"""Somebody with the database and without the key changes the audit: it is found, and the entry named."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from tests import databases
from tests.acts import opened
from tests.crowds import all_at_once, world_on
from tests.fakes import World
from verifier import usecases
from verifier.domain.audit import Action
from verifier.domain.audit_chain import (
    COLUMNS,
    GENESIS,
    ChainKey,
    ChainKeys,
    Entry,
    Link,
    hash_of,
    mark_of,
)
from verifier.domain.audit_walk import Anchor, Fault, FaultKind
from verifier.store.engine import connect, for_writing
from verifier.store.sealing import Seal
from verifier.usecases.audit_inspection import anchors_now, inspect_chains

ENTRIES = 8  # of Alice: two of her making, and a case of each letter
HIDDEN = "0" * 64


@pytest.fixture
def here(database_url: str) -> World:
    return world_on(database_url)


@pytest.fixture
def alice(here: World) -> str:
    tenant = usecases.create_tenant(here.ports, "Alice's site")[0].id
    for _ in range(ENTRIES - 2):
        opened(here.ports, tenant)
    return tenant


@pytest.fixture
def bob(here: World) -> str:
    return usecases.create_tenant(here.ports, "Bob's site")[0].id


@pytest.fixture
def tamper(database_url: str) -> Iterator[Callable[..., None]]:
    """SQL by whoever owns the tables, who drops the triggers first, and heeds no foreign key."""
    engine = connect(database_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda made, _: made.execute("PRAGMA foreign_keys = OFF"))

    def change(*statements: str, **values: object) -> None:
        with for_writing(engine).begin() as connection, databases.unguarded(connection):
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                used = {name: value for name, value in values.items() if f":{name}" in statement}
                connection.execute(text(statement), used)

    yield change
    engine.dispose()


def faults(here: World, **which: object) -> list[Fault]:
    return [fault for chain in inspect_chains(here.ports, **which) for fault in chain.faults]  # type: ignore[arg-type]  # they fit


def entries(here: World, tenant: str) -> list[Entry]:
    with here.ports.view() as tx:
        return list(tx.audit.entries(tenant))


def keys_of(here: World, tenant: str) -> ChainKeys:
    with here.ports.view() as tx:
        return tx.audit.keys(tenant)


def test_a_chain_that_nobody_touched_is_sound(here: World, alice: str, bob: str) -> None:
    chains = list(inspect_chains(here.ports))
    assert [(chain.tenant_id, chain.last.seq) for chain in chains] == sorted([(alice, ENTRIES), (bob, 2)])
    assert faults(here) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET subject = 'x' WHERE seq = 3",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit_heads",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove(
    here: World, alice: str, database_url: str, statement: str
) -> None:
    engine = connect(database_url)
    with pytest.raises(DBAPIError), for_writing(engine).begin() as connection:
        connection.execute(text(statement))
    if engine.dialect.name == "postgresql":
        for table in ("audit", "audit_heads"):
            with pytest.raises(DBAPIError), for_writing(engine).begin() as connection:
                connection.execute(text(f"TRUNCATE {table}"))
    assert faults(here) == []
    engine.dispose()


TEXTS = [name for name in COLUMNS if name not in ("tenant_id", "seq")]


@pytest.mark.parametrize("column", TEXTS)
@pytest.mark.parametrize("seq", [1, 3, ENTRIES])
def test_one_column_that_was_changed_is_one_fault_that_names_its_entry(
    here: World, alice: str, tamper: Callable[..., None], column: str, seq: int
) -> None:
    before = getattr(entries(here, alice)[seq - 1], column)
    after = before[:-1] + ("1" if before[-1] != "1" else "2")
    tamper(f"UPDATE audit SET {column} = :after WHERE seq = :seq", after=after, seq=seq)
    kind = FaultKind.FOREIGN_KEY if column == "key_id" else FaultKind.CHANGED
    assert faults(here) == [Fault(alice, kind, seq)]


@pytest.mark.parametrize(
    "details", ["", "null", '{"a": "1"}', '{"b":"1","a":"1"}', '{"a":"1","a":"1"}', "[" * 5000, "NaN"]
)
def test_details_that_are_spelled_otherwise_are_a_change(
    here: World, alice: str, tamper: Callable[..., None], details: str
) -> None:
    tamper("UPDATE audit SET details = :details WHERE seq = 3", details=details)
    assert faults(here) == [Fault(alice, FaultKind.CHANGED, 3)]


def test_the_same_details_in_other_letters_are_a_change(
    here: World, alice: str, tamper: Callable[..., None]
) -> None:
    details = entries(here, alice)[1].details
    tamper("UPDATE audit SET details = :d WHERE seq = 2", d=details.replace(":", ": ", 1))
    assert faults(here) == [Fault(alice, FaultKind.CHANGED, 2)]


def test_an_entry_that_was_given_to_another_tenant_is_missed_here_and_found_there(
    here: World, alice: str, bob: str, tamper: Callable[..., None]
) -> None:
    tamper("UPDATE audit SET tenant_id = :bob WHERE tenant_id = :alice AND seq = 3", alice=alice, bob=bob)
    found = faults(here)
    assert Fault(alice, FaultKind.MISSING, 3, 3) in found
    assert {(fault.tenant_id, fault.seq) for fault in found if fault.tenant_id == bob} == {(bob, 3)}


def test_entries_under_a_name_that_no_tenant_has_are_found(
    here: World, alice: str, tamper: Callable[..., None]
) -> None:
    tamper("UPDATE audit SET tenant_id = 'ten_none' WHERE seq = 3")
    assert {fault.tenant_id for fault in faults(here)} == {alice, "ten_none"}


@pytest.mark.parametrize("seq", [1, 4, ENTRIES])
def test_an_entry_that_was_removed_is_missed(
    here: World, alice: str, tamper: Callable[..., None], seq: int
) -> None:
    tamper("DELETE FROM audit WHERE seq = :seq", seq=seq)
    assert faults(here) == [Fault(alice, FaultKind.MISSING, seq, seq)]
    opened(here.ports, alice)  # and going on does not heal it
    assert faults(here) == [Fault(alice, FaultKind.MISSING, seq, seq)]


def test_the_whole_chain_that_was_removed_is_missed(
    here: World, alice: str, tamper: Callable[..., None]
) -> None:
    tamper("DELETE FROM audit")
    assert faults(here) == [Fault(alice, FaultKind.MISSING, 1, ENTRIES)]


def test_a_chain_that_was_removed_with_its_head_begins_anew_and_says_so(
    here: World, alice: str, tamper: Callable[..., None]
) -> None:
    anchors = [one for one in anchors_now(here.ports) if isinstance(one, Anchor)]
    tamper("DELETE FROM audit", "DELETE FROM audit_heads")
    opened(here.ports, alice)
    (chain,) = inspect_chains(here.ports)
    assert (chain.faults, chain.begun) == ([], entries(here, alice)[0].moment)
    assert faults(here, anchors=anchors) == [Fault(alice, FaultKind.ANCHOR, ENTRIES)]


def test_two_entries_that_changed_places_are_both_named(
    here: World, alice: str, tamper: Callable[..., None]
) -> None:
    tamper(
        "UPDATE audit SET seq = 100 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 5",
        "UPDATE audit SET seq = 5 WHERE seq = 100",
    )
    named = {fault.seq for fault in faults(here) if fault.kind is FaultKind.CHANGED}
    assert named == {3, 5}


def test_an_entry_that_was_removed_and_the_rest_renumbered_is_found_where_it_was(
    here: World, alice: str, tamper: Callable[..., None]
) -> None:
    tamper("DELETE FROM audit WHERE seq = 4")
    for seq in range(5, ENTRIES + 1):
        tamper("UPDATE audit SET seq = :to WHERE seq = :seq", seq=seq, to=seq - 1)
    assert faults(here)[0] == Fault(alice, FaultKind.CHANGED, 4)


@pytest.mark.parametrize("seq", [-7, 0, ENTRIES + 1, 10**12])
def test_an_entry_that_was_slipped_in_is_named(
    here: World, alice: str, tamper: Callable[..., None], seq: int
) -> None:
    slip_in(tamper, replace(entries(here, alice)[-1], seq=seq, previous=entries(here, alice)[-1].hash))
    assert Fault(alice, FaultKind.CHANGED, seq) in faults(here)


def slip_in(tamper: Callable[..., None], *rows: Entry) -> None:
    names = ", ".join(COLUMNS)
    marks = ", ".join(f":{name}" for name in COLUMNS)
    for row in rows:
        tamper(
            f"INSERT INTO audit ({names}) VALUES ({marks})", **{name: getattr(row, name) for name in COLUMNS}
        )


def test_a_chain_that_was_rewritten_with_hashes_of_no_key_or_another_key_is_found(
    here: World, alice: str, tamper: Callable[..., None]
) -> None:
    """A forger who knows the format and not the key drops an entry and computes all hashes anew."""
    kept = entries(here, alice)
    for sign in (_plain, ChainKey(b"guessed").sign):
        tamper("DELETE FROM audit", "DELETE FROM audit_heads")
        rows = rewritten([kept[0], *kept[2:]], sign)
        slip_in(tamper, *rows)
        tamper(
            "INSERT INTO audit_heads (tenant_id, seq, hash, mark) VALUES (:t, :s, :h, :m)",
            t=alice,
            s=rows[-1].seq,
            h=rows[-1].hash,
            m=HIDDEN,
        )
        found = faults(here)
        assert [fault.seq for fault in found if fault.kind is FaultKind.CHANGED] == [row.seq for row in rows]
        assert Fault(alice, FaultKind.HEAD, rows[-1].seq) in found


def _plain(members: object) -> str:
    return hashlib.sha256(json.dumps(members, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def rewritten(kept: list[Entry], sign: Callable[..., str]) -> list[Entry]:
    class Signing(ChainKey):
        def sign(self, members: object) -> str:  # type: ignore[override]  # a forger's
            return str(sign(members))

    rows, previous = [], GENESIS
    for seq, entry in enumerate(kept, 1):
        unsigned = replace(entry, seq=seq, previous=previous)
        previous = hash_of(unsigned, Signing(b"")) or ""
        rows.append(replace(unsigned, hash=previous))
    return rows


def test_a_tail_that_was_cut_off_with_its_head_is_found_unless_an_older_head_was_kept_for_it(
    here: World, alice: str, tamper: Callable[..., None]
) -> None:
    """Whoever cuts off a tail must sign a head, or have kept one: then only an anchor outside tells."""
    with here.ports.view() as tx:
        older = tx.audit.head(alice)
    opened(here.ports, alice)
    opened(here.ports, alice)
    anchors = [one for one in anchors_now(here.ports) if isinstance(one, Anchor)]
    tamper("DELETE FROM audit WHERE seq > :last", last=ENTRIES)
    tamper("UPDATE audit_heads SET seq = :s", s=ENTRIES)
    assert faults(here) == [Fault(alice, FaultKind.HEAD, ENTRIES)]
    assert older is not None
    tamper("UPDATE audit_heads SET hash = :h, mark = :m", h=older.hash, m=older.mark)
    assert faults(here) == []
    assert faults(here, anchors=anchors) == [Fault(alice, FaultKind.ANCHOR, ENTRIES + 2)]
    opened(here.ports, alice)
    opened(here.ports, alice)
    assert faults(here) == []
    assert faults(here, anchors=anchors) == [Fault(alice, FaultKind.ANCHOR, ENTRIES + 2)]


@pytest.mark.parametrize("change", ["DELETE FROM audit_heads", "UPDATE audit_heads SET mark = 'x', seq = 99"])
def test_a_head_that_is_not_ours_is_never_healed_and_stops_nobody(
    here: World, alice: str, tamper: Callable[..., None], change: str
) -> None:
    tamper("DELETE FROM audit WHERE seq = :last", change, last=ENTRIES)
    assert FaultKind.HEAD in {fault.kind for fault in faults(here)}
    assert any(isinstance(one, Fault) for one in anchors_now(here.ports))
    case = opened(here.ports, alice)
    *_, resumed, last = entries(here, alice)
    assert (resumed.action, resumed.details) == (Action.AUDIT_RESUMED, f'{{"found":"{ENTRIES - 1}"}}')
    assert last.subject == case.id
    assert faults(here) == [Fault(alice, FaultKind.RESUMED, resumed.seq)]


def test_a_chain_that_was_rewritten_with_the_key_is_found_by_an_anchor_alone(
    here: World, alice: str, tamper: Callable[..., None]
) -> None:
    anchors = [one for one in anchors_now(here.ports) if isinstance(one, Anchor)]
    key = keys_of(here, alice).current
    kept = entries(here, alice)
    rows = rewritten([replace(kept[0], subject="ten_other"), *kept[1:]], key.sign)
    tamper("DELETE FROM audit")
    slip_in(tamper, *rows)
    link = Link(rows[-1].seq, rows[-1].hash)
    tamper("UPDATE audit_heads SET hash = :h, mark = :m", h=link.hash, m=mark_of(key, alice, link))
    assert faults(here) == []
    assert faults(here, anchors=anchors) == [Fault(alice, FaultKind.ANCHOR, ENTRIES)]


def test_an_anchor_of_a_tenant_that_is_gone_is_missed(here: World, alice: str) -> None:
    gone = Anchor("ten_gone", 3, HIDDEN)
    assert faults(here, anchors=[gone]) == [Fault("ten_gone", FaultKind.ANCHOR, 3)]


def test_values_of_another_type_are_named_and_stop_no_walk(
    here: World, alice: str, tamper: Callable[..., None], database_url: str
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("only SQLite keeps any type in any column")
    tamper("UPDATE audit SET details = x'00ff' WHERE seq = 2", "UPDATE audit SET seq = 'x' WHERE seq = 4")
    found = faults(here)
    assert Fault(alice, FaultKind.CHANGED, 2) in found
    assert Fault(alice, FaultKind.MISSING, 4, 4) in found
    assert Fault(alice, FaultKind.MOVED, "x") in found


def test_writers_of_many_processes_make_one_chain(here: World, alice: str, database_url: str) -> None:
    def write(there: World, number: int) -> int:
        return len([opened(there.ports, alice) for _ in range(25)])

    assert all_at_once(database_url, write, crowd=4) == [25] * 4
    (chain,) = inspect_chains(here.ports)
    assert (chain.last.seq, chain.faults) == (ENTRIES + 100, [])


def test_another_blob_key_is_no_sound_chain_and_says_why(here: World, alice: str, database_url: str) -> None:
    from tests.fakes import LENIENT, world
    from verifier.store.transaction import SqlStore

    other = Seal(b"another key of 32 bytes. " + b"0" * 7)
    elsewhere = world(LENIENT, SqlStore(connect(database_url), other, Seal(databases.FACE_KEY)))
    found = faults(elsewhere)
    assert {fault.kind for fault in found} == {FaultKind.FOREIGN_KEY, FaultKind.HEAD}


def test_an_inspector_needs_ten_lines_and_the_tenants_key(here: World, alice: str) -> None:
    """By the documented format, with nothing of ours."""
    from verifier.usecases.audit_inspection import export_chain

    lines: list[str] = []
    export_chain(here.ports, alice, write=lines.append)
    secret = keys_of(here, alice).current.secret
    previous = "0" * 64
    for number, line in enumerate(lines, 1):
        entry = json.loads(line)
        claimed = entry.pop("hash")
        assert (entry["seq"], entry["previous"]) == (number, previous)
        signed = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        assert hmac.new(secret, signed, "sha256").hexdigest() == claimed
        previous = claimed
    assert len(lines) == ENTRIES + 1
