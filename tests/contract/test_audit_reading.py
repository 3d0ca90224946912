"""The audit as staff are shown it, on memory and on both databases."""

from datetime import timedelta

import pytest

from tests.acts import opened
from tests.fakes import World, world
from verifier import usecases
from verifier.domain.audit import Action
from verifier.domain.audit_chain import moment
from verifier.domain.errors import NotFound
from verifier.usecases.audit_inspection import inspect_chains
from verifier.usecases.audit_ports import Sought
from verifier.usecases.audit_reading import PAGE, Chain, follow_chain, read_chain, take_chain
from verifier.usecases.review.reviewer import Reviewer

AUDITOR = Reviewer("stf_auditor")
ANYTHING = Sought()


@pytest.fixture
def here(store: object) -> World:
    return world(store=store)


@pytest.fixture
def site(here: World) -> str:
    return usecases.create_tenant(here.ports, "A site")[0].id


def read(here: World, site: str, sought: Sought = ANYTHING, before: int | None = None) -> Chain:
    return read_chain(here.ports, site, sought, before=before, me=AUDITOR)


def test_entries_are_found_by_what_was_done_by_whom_to_what_and_when(here: World, site: str) -> None:
    first = opened(here.ports, site)
    here.clock.tick(hours=30)
    then = moment(here.clock.now())
    second = opened(here.ports, site)
    by_subject = read(here, site, Sought(subject=first.id)).entries
    assert {entry.subject for entry in by_subject} == {first.id}
    by_action = read(here, site, Sought(action=Action.CASE_OPENED)).entries
    assert [entry.subject for entry in by_action] == [second.id, first.id]
    later = read(here, site, Sought(action=Action.CASE_OPENED, since=then)).entries
    assert [entry.subject for entry in later] == [second.id]
    sooner = read(here, site, Sought(action=Action.CASE_OPENED, until=then)).entries
    assert [entry.subject for entry in sooner] == [first.id]
    assert {entry.actor_id for entry in read(here, site, Sought(actor=AUDITOR.id)).entries} == {AUDITOR.id}
    assert not read(here, site, Sought(actor="stf_nobody")).entries


def test_that_somebody_read_is_recorded_once_an_hour(here: World, site: str) -> None:
    reads = Sought(action=Action.AUDIT_READ)
    for _ in range(3):
        read(here, site, Sought(subject="somebody's name"))
    shown = read(here, site, reads)
    assert [(entry.actor_id, entry.details) for entry in shown.entries] == [(AUDITOR.id, "{}")]
    here.clock.tick(hours=1, seconds=1)
    assert len(read(here, site, reads).entries) == 2


def test_pages_follow_each_other_without_gap(here: World, site: str) -> None:
    for _ in range(PAGE + 5):
        opened(here.ports, site)
    first = read(here, site)
    second = read(here, site, before=first.older)
    numbers = [entry.seq for entry in (*first.entries, *second.entries)]
    assert numbers == list(range(first.length, 0, -1))
    assert second.older is None


def test_who_serves_some_sites_sees_no_other_chain_and_not_the_operators(here: World, site: str) -> None:
    usecases.create_tenant(here.ports, "Another")
    confined = Reviewer("stf_lead", frozenset({site}))
    assert read_chain(here.ports, None, ANYTHING, before=None, me=confined).tenants == (site,)
    for other in ("operator", "none"):
        with pytest.raises(NotFound):
            read_chain(here.ports, other, ANYTHING, before=None, me=confined)
        with pytest.raises(NotFound):
            follow_chain(here.ports, other, confined)
        with pytest.raises(NotFound):
            take_chain(here.ports, other, since=None, until=None, write=len, me=confined)


def test_when_it_was_last_followed_and_what_was_found_is_kept(here: World, site: str) -> None:
    assert read(here, site).verified is None
    found = follow_chain(here.ports, site, AUDITOR)
    assert found is not None
    assert not found.faults
    verified = read(here, site).verified
    assert verified is not None
    assert (verified.actor_id, verified.details) == (
        AUDITOR.id,
        f'{{"entries":"{found.last.seq}","faults":"0"}}',
    )
    (chain,) = inspect_chains(here.ports, tenant_id=site)
    assert not chain.faults


def test_what_is_taken_away_names_who_took_it(here: World, site: str) -> None:
    opened(here.ports, site)
    lines: list[str] = []
    until = here.clock.now() + timedelta(days=1)
    manifest = take_chain(here.ports, site, since=None, until=until, write=lines.append, me=AUDITOR)
    assert manifest["entries"] == len(lines)
    taken = read(here, site, Sought(action=Action.AUDIT_EXPORTED)).entries
    assert [entry.actor_id for entry in taken] == [AUDITOR.id]
