"""The purge on both databases: what is over goes whole and with its files, and nothing else goes."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.acts import added, opened
from tests.databases import KEY
from tests.retention_acts import POLICY, YEARS, Lived, lived, purged, rows
from verifier import usecases
from verifier.domain.evidence import Evidence
from verifier.domain.retention import Item
from verifier.store import hashes, tables
from verifier.store.blobs.local import LocalBlobs
from verifier.store.retention.naming import NAMING
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.faces.films import clear_leftovers
from verifier.usecases.retention.purging import what_is_due

# What a site has none of until something is purged or chosen, or only while a film is on its way.
NOT_YET = {"audit_beginnings", "retention_receipts", "tenant_retention", "face_erasures", "film_batches"}
# The operator's own, which no site has; but for the agent who visited the firm.
OPERATORS = {"sandbox", "saved_views", "alerts", "sign_in_failures", "bank_statements"} | {
    f"staff_{name}" for name in ("recovery_codes", "passkeys", "sessions", "tickets")
}


@pytest.fixture
def blobs(tmp_path: Path) -> LocalBlobs:
    return LocalBlobs(tmp_path / "blobs", Seal(KEY))


@pytest.fixture
def alice(sql_store: SqlStore, blobs: LocalBlobs) -> Lived:
    return lived(sql_store, blobs)


def files(tmp_path: Path) -> int:
    return sum(path.is_file() for path in (tmp_path / "blobs").rglob("*"))


def test_every_table_is_on_a_clock_or_kept_for_a_reason() -> None:
    purges = {name for rule in POLICY.rules.values() for name in rule.tables}
    assert purges | POLICY.keep.keys() == {*tables.metadata.tables, hashes.TABLE}
    assert not purges & POLICY.keep.keys()


def test_every_kind_of_file_is_on_a_clock_and_known_to_whoever_deletes() -> None:
    naming = {name for name, table in tables.metadata.tables.items() if "sha256" in table.c}
    assert naming - {"face_erasures"} == POLICY.blobs.keys() == {table.name for table in NAMING}


def test_nothing_goes_before_its_time_all_after_it_and_nothing_twice(
    alice: Lived, sql_store: SqlStore, tmp_path: Path
) -> None:
    before = rows(sql_store), files(tmp_path)
    assert before[0].keys() == {*tables.metadata.tables, hashes.TABLE} - NOT_YET - OPERATORS
    assert purged(alice.ports) == []
    assert (rows(sql_store), files(tmp_path)) == before
    assert files(tmp_path) > 0
    bob, evidence = _neighbour(alice)
    alice.world.clock.tick(days=YEARS)
    due = {one.item for one in what_is_due(alice.ports, tenant_id=alice.tenant_id)}
    assert due == {*Item} - {
        Item.EMPLOYERS,
        Item.RECRUITERS,
        Item.SEEKERS,
    }  # which go when nothing names them any more
    receipts = purged(alice.ports, tenant_id=alice.tenant_id)
    told = {json.loads(one.body)["item"] for one in receipts}
    assert told == {*Item} - {Item.EVIDENCE}  # which goes with its case where a tenant chose nothing else
    left = rows(sql_store)
    assert left.keys() - {"cases", "evidence"} <= POLICY.keep.keys() | {"tenant_keys", "audit"}
    assert left["cases"] == left["evidence"] == 1  # the other site's
    assert left["tenant_keys"] == 3  # which have no end: two of hers, one of his
    assert alice.ports.blobs.get(bob, evidence.sha256)
    assert files(tmp_path) == 1
    assert purged(alice.ports, tenant_id=alice.tenant_id) == []
    assert rows(sql_store) == left


def _neighbour(alice: Lived) -> tuple[str, Evidence]:
    """Another site with a file that Alice has, too."""
    bob, _ = usecases.create_tenant(alice.ports, "Bob's site")
    return bob.id, added(alice.ports, opened(alice.ports, bob.id), shade=7)


def test_faces_go_first_then_what_a_tenant_wants_sooner_and_decisions_stay(
    alice: Lived, sql_store: SqlStore, tmp_path: Path
) -> None:
    with sql_store.transaction() as tx:
        tx.retention.choose_evidence_time(alice.tenant_id, timedelta(days=200))
    alice.world.clock.tick(days=184)
    clear_leftovers(alice.ports)
    purged(alice.ports)
    left = rows(sql_store)
    assert not left.keys() & {"portraits", "face_templates", "film_marks", "events", "deliveries", "replies"}
    assert left.keys() >= {"decisions", "evidence", "readings", "face_sessions", "face_decisions", "permits"}
    with sql_store.view() as tx:
        assert tx.cases.get(alice.tenant_id, alice.draft.id) is None
        (evidence,) = tx.evidence.of_case(alice.tenant_id, alice.case.id)
    assert alice.ports.blobs.get(alice.tenant_id, evidence.sha256)  # which the draft named, too
    alice.world.clock.tick(days=197)
    purged(alice.ports)
    left = rows(sql_store)
    assert not left.keys() & {"evidence", "readings", "pictures", "likenesses", "likeness_keys", hashes.TABLE}
    assert (left["cases"], left["decisions"]) == (2, 3)
    assert files(tmp_path) == 3  # of proofs: a visit's photograph, a film's part and its strip
