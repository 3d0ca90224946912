"""What every store does with the audit chain: the fake, SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes import MORNING, MemoryStore
from tests.rows import CASE, KEY, OTHER_TENANT, TENANT
from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.audit_chain import BEGINNING, Link, hash_of
from verifier.domain.audit_walk import Walk
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import RowRefused

Store = MemoryStore | SqlStore
ALICE, BOB = TENANT.id, OTHER_TENANT.id
BY_KEY = Actor(ActorKind.KEY, KEY.id)
MADE = Deed(Action.TENANT_CREATED, Actor(ActorKind.OPERATOR, "command-line"), ALICE)
OPENED = Deed(Action.CASE_OPENED, BY_KEY, CASE.id)
READ = Deed(Action.CASE_READ, BY_KEY, CASE.id, {"state": "open"})


@pytest.fixture
def filled(store: Store) -> Store:
    """Two tenants of whom nothing is recorded yet."""
    with store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.tenants.add(OTHER_TENANT)
    return store


def append(store: Store, *deeds: Deed, tenant: str = ALICE) -> None:
    with store.transaction() as tx:
        tx.tenants.hold(tenant)
        tx.audit.append(tenant, deeds, MORNING)


def append_and_break(store: Store) -> None:
    with store.transaction() as tx:
        tx.audit.append(ALICE, [READ], MORNING)
        tx.tenants.add(TENANT)


def test_entries_come_back_as_they_were_recorded_and_hang_together(filled: Store) -> None:
    append(filled, MADE, READ)
    append(filled, OPENED)
    with filled.view() as tx:
        one, two, three = tx.audit.entries(ALICE)
        keys = tx.audit.keys(ALICE)
        head = tx.audit.head(ALICE)
    assert (one.tenant_id, one.seq, one.moment) == (ALICE, 1, "2026-05-04T03:02:01.123456Z")
    assert (one.actor_kind, one.actor_id, one.action, one.subject) == (
        "operator",
        "command-line",
        "tenant.created",
        ALICE,
    )
    assert (one.details, two.details) == ("{}", '{"state":"open"}')
    assert [entry.seq for entry in (one, two, three)] == [1, 2, 3]
    assert [one.previous, two.previous, three.previous] == [BEGINNING.hash, one.hash, two.hash]
    assert all(hash_of(entry, keys.current) == entry.hash for entry in (one, two, three))
    assert head is not None
    assert head.link == Link(3, three.hash)
    assert keys.made(head)
    assert not keys.made(replace(head, seq=2))


def test_each_tenant_has_a_chain_and_a_key_of_its_own(filled: Store) -> None:
    append(filled, MADE)
    append(filled, MADE, tenant=BOB)
    with filled.view() as tx:
        (hers,), (his,) = tx.audit.entries(ALICE), tx.audit.entries(BOB)
        assert (hers.seq, his.seq) == (1, 1)
        assert hers.key_id != his.key_id
        assert not tx.audit.keys(BOB).made(tx.audit.head(ALICE))  # type: ignore[arg-type]  # there is one
        assert tx.audit.tenants() == (ALICE, BOB)


def test_nothing_is_recorded_for_a_tenant_that_is_not_there(filled: Store) -> None:
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.audit.append("ten_none", [OPENED], MORNING)


def test_what_is_rolled_back_was_never_on_the_chain(filled: Store) -> None:
    append(filled, MADE)
    with pytest.raises(RowRefused):
        append_and_break(filled)
    append(filled, OPENED)
    with filled.view() as tx:
        entries = list(tx.audit.entries(ALICE))
        walk = Walk(ALICE, tx.audit.keys(ALICE))
        assert [*walk.take(entries), *walk.end(tx.audit.head(ALICE))] == []
    assert [entry.action for entry in entries] == ["tenant.created", "case.opened"]


def test_a_deed_is_known_by_all_that_it_says(filled: Store) -> None:
    append(filled, MADE, READ)
    before, others = (
        MORNING - timedelta(microseconds=1),
        [
            replace(READ, action=Action.CASE_OPENED),
            replace(READ, actor=Actor(ActorKind.KEY, "key_2")),
            replace(READ, actor=Actor(ActorKind.OPERATOR, KEY.id)),
            replace(READ, subject="case_2"),
            replace(READ, details={"state": "verified"}),
            replace(READ, details={}),
        ],
    )
    with filled.view() as tx:
        assert tx.audit.holds(ALICE, READ, since=before)
        assert not tx.audit.holds(ALICE, READ, since=MORNING)
        assert not tx.audit.holds(BOB, READ, since=before)
        assert not any(tx.audit.holds(ALICE, other, since=before) for other in others)


def test_a_part_of_the_chain_is_found_by_its_time(filled: Store) -> None:
    hours = [MORNING + timedelta(hours=hour) for hour in (0, 2, 1, 3)]  # clocks of hosts differ
    for at, deed in zip(hours, (MADE, READ, READ, READ), strict=True):
        with filled.transaction() as tx:
            tx.audit.append(ALICE, [deed], at)
    with filled.view() as tx:
        one, late, early, last = (entry.moment for entry in tx.audit.entries(ALICE))
        assert tx.audit.span(ALICE, since=None, until=None) == (1, 4)
        assert tx.audit.span(ALICE, since=early, until=late) == (2, 3)
        assert tx.audit.span(ALICE, since=late, until=last) == (2, 3)
        assert tx.audit.span(ALICE, since=last, until=last) is None
        assert tx.audit.span(ALICE, since=None, until=one) is None
        assert tx.audit.span(BOB, since=None, until=None) is None
        assert [entry.seq for entry in tx.audit.entries(ALICE, first=2, last=3)] == [2, 3]


def test_a_chain_that_does_not_begin_with_its_tenant_says_so(filled: Store) -> None:
    """As that of a tenant who is older than the audit, or whose chain was removed with its head."""
    append(filled, OPENED)
    append(filled, OPENED)
    with filled.view() as tx:
        assert [entry.action for entry in tx.audit.entries(ALICE)] == ["audit.begun", *["case.opened"] * 2]


def test_a_long_chain_is_read_whole(filled: Store) -> None:
    append(filled, MADE, *[OPENED] * 2499)
    with filled.view() as tx:
        assert [entry.seq for entry in tx.audit.entries(ALICE)] == list(range(1, 2501))
        assert [entry.seq for entry in tx.audit.entries(ALICE, first=900, last=2100)] == list(
            range(900, 2101)
        )
