"""Purges and erasures that meet uploads, decisions and each other: real processes, SQLite and PostgreSQL."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests import databases
from tests.acts import added, claimed, opened, reading_for, submitted
from tests.crowds import all_at_once, world_on
from tests.fakes import World
from tests.retention_acts import keeping_house, purged, rows
from verifier import usecases
from verifier.domain.errors import VerifierError
from verifier.store.blobs.local import LocalBlobs
from verifier.store.blobs.s3 import S3Blobs
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.audit_inspection import inspect_chains
from verifier.usecases.faces.films import clear_leftovers
from verifier.usecases.ports import Ports
from verifier.usecases.retention.erasing import erase_case

ROUNDS = 8  # a race that is lost once in so many is lost


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


def on(here: World, folder: Path) -> Ports:
    return replace(here.ports, blobs=LocalBlobs(folder, Seal(databases.KEY)))


@pytest.fixture
def here(database_url: str) -> World:
    return world_on(database_url)


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


def test_bytes_that_come_and_go_at_the_same_moment_are_there_if_and_only_if_a_case_has_them(
    here: World, alice: str, database_url: str, folder: Path
) -> None:
    ports = on(here, folder)
    going = [opened(ports, alice) for _ in range(ROUNDS)]
    coming = [opened(ports, alice) for _ in range(ROUNDS)]
    for shade, case in enumerate(going):
        added(ports, case, shade)

    def act(there: World, number: int) -> None:
        mine = on(there, folder)
        for shade, (old, new) in enumerate(zip(going, coming, strict=True)):
            if number == 0:
                erase_case(mine, alice, old.id)
            else:
                added(mine, new, shade)
                there.clock.tick(minutes=2)
                clear_leftovers(mine)

    all_at_once(database_url, act, crowd=3)
    here.clock.tick(hours=1)
    while clear_leftovers(ports):
        pass
    with ports.view() as tx:
        named = list(tx.retention.names(alice))
        assert not tx.erasures.planned(alice)
    assert named == list(ports.blobs.names(alice))
    assert len(named) == ROUNDS
    assert not [fault for chain in inspect_chains(ports) for fault in chain.faults]


def test_a_case_that_is_decided_and_erased_at_the_same_moment_keeps_no_reading(
    here: World, alice: str, database_url: str, sql_store: SqlStore
) -> None:
    claims = [claimed(here.ports, submitted(here.ports, alice)[1][0]) for _ in range(ROUNDS)]

    def act(there: World, number: int) -> list[Any]:
        done = []
        for claim in claims:
            try:
                if number == 0:
                    erase_case(there.ports, alice, claim.task.case_id)
                else:
                    done.append(usecases.record_reading(there.ports, claim, reading_for(claim)))
            except VerifierError as error:
                done.append(error.code)
        return done

    _, recorded = all_at_once(database_url, act, crowd=2)
    assert set(recorded) <= {True, False}
    left = rows(sql_store)
    assert not {"evidence", "readings", "tasks"} & left.keys()
    assert left.get("cases", 0) == left.get("decisions", 0) == sum(recorded)


def test_purges_that_meet_take_everything_once(
    here: World, alice: str, database_url: str, sql_store: SqlStore
) -> None:
    for _ in range(30):
        opened(here.ports, alice)

    def act(there: World, _: int) -> int:
        there.clock.tick(days=91)
        told = [json.loads(one.body) for one in purged(there.ports)]
        return sum(one["items"]["count"] for one in told if one["item"] == "drafts")

    assert sum(all_at_once(database_url, act, crowd=3)) == 30
    assert "cases" not in rows(sql_store)
    assert not [fault for chain in inspect_chains(here.ports) for fault in chain.faults]


def test_a_purge_leaves_no_object_in_a_bucket(sql_store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket="evidence")
        here = keeping_house(sql_store, S3Blobs("evidence", "bonafide", Seal(databases.KEY)))
        tenant = usecases.create_tenant(here.ports, "Alice's site")[0].id
        added(here.ports, opened(here.ports, tenant))
        assert client.list_objects_v2(Bucket="evidence")["KeyCount"] == 1
        here.clock.tick(days=91)
        purged(here.ports)
        assert client.list_objects_v2(Bucket="evidence")["KeyCount"] == 0
