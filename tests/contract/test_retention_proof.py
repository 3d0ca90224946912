"""What proves a purge, and what it must not break: receipts, the pruned chain, files against rows, kills."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from tests import databases, face_acts
from tests.acts import added, opened
from tests.fakes import MORNING, World
from tests.retention_acts import YEARS, keeping_house, purged, rows
from verifier import usecases
from verifier.domain.audit_walk import Anchor, FaultKind
from verifier.store import tables
from verifier.store.blobs.local import LocalBlobs
from verifier.store.engine import for_writing
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases import storing
from verifier.usecases.audit_inspection import anchors_now, inspect_chains
from verifier.usecases.blob_ports import BlobsUnavailable
from verifier.usecases.faces.films import clear_leftovers
from verifier.usecases.retention import purging
from verifier.usecases.retention.files import Kind, Stray, check_files, remove_stray
from verifier.usecases.retention.receipts import Flaw, check_receipts, is_listed

CASES = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def here(sql_store: SqlStore, folder: Path) -> World:
    return keeping_house(sql_store, LocalBlobs(folder, Seal(databases.KEY)))


@pytest.fixture
def alice(here: World) -> str:
    """A site whose cases with a file each are drafts that nobody goes on with."""
    tenant, _ = usecases.create_tenant(here.ports, "Alice's site")
    for shade in range(CASES):
        added(here.ports, opened(here.ports, tenant.id), shade)
    return tenant.id


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every transaction of a purge takes one thing."""
    for name in ("FEW", "MANY", "ENTRIES"):
        monkeypatch.setattr(purging, name, 1)


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def kinds(here: World, alice: str) -> list[FaultKind]:
    (chain,) = inspect_chains(here.ports, tenant_id=alice)
    return [fault.kind for fault in chain.faults]


def test_receipts_say_what_went_and_which_policy_said_so(here: World, alice: str, folder: Path) -> None:
    gone = files(folder)
    here.clock.tick(days=91)
    (receipt,) = purged(here.ports)
    told = json.loads(receipt.body)
    assert (told["policy"], told["clock"], told["item"]) == ("retention-v1", "drafts", "drafts")
    assert told["rows"] == {"cases": CASES, "evidence": CASES}
    assert told["items"]["count"] == told["files"]["count"] == len(gone) == CASES
    assert all(is_listed(receipt, name) for name in gone)
    assert not is_listed(receipt, "0" * 64)
    assert files(folder) == set()
    (checked,) = check_receipts(here.ports)
    assert checked.flaws == ()


def test_a_receipt_that_was_changed_or_removed_from_the_chain_is_found(
    here: World, alice: str, sql_store: SqlStore
) -> None:
    here.clock.tick(days=91)
    (receipt,) = purged(here.ports)
    changed = receipt.body.replace('"cases":3', '"cases":2')
    assert changed != receipt.body
    with sql_store.transaction() as tx:
        tx.connection.execute(update(tables.retention.receipts).values(body=changed))
    assert [one.flaws for one in check_receipts(here.ports)] == [(Flaw.CHANGED,)]
    with sql_store.transaction() as tx:
        tx.connection.execute(update(tables.retention.receipts).values(body=receipt.body))
    told_of = tables.audit.c.subject == receipt.id
    with for_writing(sql_store.engine).begin() as connection, databases.unguarded(connection):
        connection.execute(delete(tables.audit).where(told_of))
    assert [one.flaws for one in check_receipts(here.ports)] == [(Flaw.UNRECORDED,)]


def test_files_that_a_store_would_not_delete_are_pending_until_the_sweep_deletes_them(
    here: World, alice: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.clock.tick(days=91)
    with monkeypatch.context() as broken:
        broken.setattr(LocalBlobs, "delete", _refuses)
        purged(here.ports)
        assert len(files(folder)) == CASES
        assert [one.flaws for one in check_receipts(here.ports)] == [(Flaw.PENDING,)]
    assert clear_leftovers(here.ports) == CASES
    assert files(folder) == set()
    assert [one.flaws for one in check_receipts(here.ports)] == [()]


def _refuses(*_: object) -> None:
    raise BlobsUnavailable("down")


@pytest.mark.usefixtures("small_steps")
def test_a_purge_that_is_killed_anywhere_goes_on_and_leaves_nothing(
    here: World, alice: str, sql_store: SqlStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception):
        pass

    def killed(*_: object) -> int:
        raise Killed

    here.clock.tick(days=YEARS)
    steps = 0
    with monkeypatch.context() as deadly:
        deadly.setattr(storing, "erase", killed)  # between the commit and the files
        for _ in range(CASES):
            with pytest.raises(Killed):
                list(purging.purge(here.ports))
            steps += 1
            assert kinds(here, alice) == []
    while any(one is not None for one in _first(purging.purge(here.ports), 40 + steps)):
        steps += 1
        assert kinds(here, alice) == []
    clear_leftovers(here.ports)
    assert files(folder) == set()
    assert not {"cases", "evidence", "face_erasures"} & rows(sql_store).keys()
    assert all(one.flaws == () for one in check_receipts(here.ports))
    assert list(check_files(here.ports)) == []


def _first(steps: Iterator[object], count: int) -> list[object]:
    """So many steps, and then no more: as if the process had been killed after the last one."""
    return [one for one, _ in zip(steps, range(count), strict=False)]


@pytest.mark.usefixtures("small_steps")
def test_a_chain_that_lost_its_beginning_by_the_policy_is_sound_and_only_so(
    here: World, alice: str, sql_store: SqlStore
) -> None:
    early = [anchor for anchor in anchors_now(here.ports) if isinstance(anchor, Anchor)]
    here.clock.tick(days=1200)
    late = opened(here.ports, alice)
    (anchor,) = (one for one in anchors_now(here.ports) if isinstance(one, Anchor))
    for step in purging.purge(here.ports):
        assert kinds(here, alice) == [], step
    (chain,) = inspect_chains(here.ports, anchors=[*early, anchor])
    assert (chain.faults, chain.purged) == ([], 2 + 2 * CASES)
    with sql_store.view() as tx:
        (first, *_) = tx.audit.entries(alice)
    assert (first.seq, first.subject) == (chain.purged + 1, late.id)
    for forbidden in (
        delete(tables.audit).where(tables.audit.c.seq == first.seq),
        delete(tables.audit_beginnings),
        update(tables.audit).values(subject="x"),
    ):
        with pytest.raises(IntegrityError), sql_store.transaction() as tx:
            tx.connection.execute(forbidden)
    with sql_store.transaction() as tx:  # somebody moves the beginning to hide what came after it
        tx.connection.execute(update(tables.audit_beginnings).values(seq=first.seq, hash=first.hash))
        tx.connection.execute(delete(tables.audit).where(tables.audit.c.seq == first.seq))
    assert FaultKind.BEGINNING in kinds(here, alice)


def test_files_and_rows_are_held_against_each_other(here: World, alice: str, folder: Path) -> None:
    here.clock.tick(days=(datetime.now(UTC) - MORNING) / timedelta(days=1) + 1)  # files have the host's time
    assert list(check_files(here.ports)) == []
    stray = here.ports.blobs.put(alice, b"nobody names it")
    listed = here.ports.blobs.put(alice, b"somebody is at it")
    with here.ports.transaction() as tx:
        tx.erasures.plan(alice, [listed], due=here.clock.now())
        lost, *_ = tx.retention.names(alice)
    here.ports.blobs.delete(alice, lost)
    draft = folder / alice / "ab" / f".{'ab' * 32}.{'0' * 16}"
    draft.parent.mkdir(exist_ok=True)
    draft.write_bytes(b"cut off")
    found = set(check_files(here.ports))
    assert found == {
        Stray(alice, Kind.ORPHAN, stray),
        Stray(alice, Kind.MISSING, lost),
        Stray(alice, Kind.DRAFT, draft.name),
    }
    assert all(remove_stray(here.ports, one) for one in found if one.kind is not Kind.MISSING)
    assert set(check_files(here.ports)) == {Stray(alice, Kind.MISSING, lost)}
    assert stray not in files(folder)
    assert listed in files(folder)


def test_a_file_that_is_just_being_handed_in_is_no_orphan(here: World, alice: str) -> None:
    here.ports.blobs.put(alice, b"put and not named yet")
    assert list(check_files(here.ports)) == []


def test_a_draft_counts_from_its_last_file_and_a_portrait_from_the_last_session_under_way(
    here: World, sql_store: SqlStore
) -> None:
    tenant, _ = usecases.create_tenant(here.ports, "Alice's site")
    draft, recruiter = opened(here.ports, tenant.id), face_acts.recruited(here.ports, tenant.id)
    here.clock.tick(days=29)
    face_acts.asked(here.ports, recruiter)
    for days, left in ((2, True), (29, False)):
        here.clock.tick(days=days)
        purged(here.ports)
        assert ("portraits" in rows(sql_store)) is left
    added(here.ports, draft)
    for days, left in ((89, True), (2, False)):
        here.clock.tick(days=days)
        purged(here.ports)
        assert ("cases" in rows(sql_store)) is left


def test_an_upload_that_dies_before_its_row_leaves_a_file_that_is_deleted(
    here: World, alice: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = opened(here.ports, alice)

    class Killed(Exception):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as deadly:
        deadly.setattr("verifier.usecases.evidence._added", killed)
        with pytest.raises(Killed):
            added(here.ports, case, shade=99)
    assert len(files(folder)) == CASES + 1
    here.clock.tick(minutes=9)
    assert clear_leftovers(here.ports) == 0
    here.clock.tick(minutes=2)
    assert clear_leftovers(here.ports) == 1
    assert len(files(folder)) == CASES


def test_an_upload_keeps_a_file_that_was_about_to_be_deleted(here: World, alice: str, folder: Path) -> None:
    with here.ports.view() as tx:
        name, *_ = tx.retention.names(alice)
    with here.ports.transaction() as tx:
        tx.erasures.plan(alice, [name], due=here.clock.now())
    assert storing.erase(here.ports, alice, [name]) == 0  # a row names it
    here.clock.tick(days=91)
    late = opened(here.ports, alice)
    purge = purging.purge(here.ports)
    put = storing.put(here.ports, alice, [b"another"])
    list(purge)
    assert added(here.ports, late, shade=0).sha256 in files(folder)
    assert put[0] in files(folder)  # listed, and not due yet
    with here.ports.view() as tx:
        assert tx.erasures.planned(alice) == put
