"""What the repository of field visits promises, in memory and on each engine."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.fakes import MORNING, MemoryStore
from tests.rows import OTHER_TENANT, TENANT
from tests.visit_rows import AGENT, ANSWER, PHOTO, PROOF, SIGNATURE, VISIT
from verifier.domain.case import AccountType
from verifier.domain.employer import Employer, EmployerState
from verifier.domain.visit import Answer, ChecklistItem, NoPlace, Report, Seen
from verifier.store import tables
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import RowRefused

Store = MemoryStore | SqlStore
OTHERS = replace(VISIT, proof_id="prf_2", employer_id="emp_2", registered=None)


def employer(number: int, tenant_id: str = TENANT.id) -> Employer:
    return Employer(
        id=f"emp_{number}",
        tenant_id=tenant_id,
        reference=f"firm-{number}",
        account_type=AccountType.DIRECT_EMPLOYER,
        state=EmployerState.PENDING,
        since=MORNING,
        opened_at=MORNING,
    )


@pytest.fixture
def shelf(store: Store) -> Store:
    with store.transaction() as tx:
        for tenant in (TENANT, OTHER_TENANT):
            tx.tenants.add(tenant)
        tx.staff.add(AGENT)
        for number in (1, 2):
            tx.employers.add(employer(number))
            tx.proofs.add(replace(PROOF, id=f"prf_{number}", employer_id=f"emp_{number}"))
        tx.visits.add(VISIT)
        tx.visits.add(OTHERS)
    return store


def test_a_visit_comes_back_as_it_was_kept_with_all_that_arrived(shelf: Store) -> None:
    nowhere = replace(PHOTO, id="00000000-0000-0000-0000-000000000002", number=2, where=NoPlace.DENIED)
    with shelf.transaction() as tx:
        assert tx.visits.answer(VISIT, ANSWER)
        for photo in (nowhere, PHOTO):
            tx.visits.add_photo(VISIT, photo)
        tx.visits.countersign(VISIT, replace(SIGNATURE, refused=True))
        tx.visits.countersign(VISIT, SIGNATURE)
        tx.visits.submit(VISIT, MORNING)
    with shelf.view() as tx:
        ended = replace(VISIT, submitted_at=MORNING)
        assert tx.visits.get(TENANT.id, VISIT.proof_id) == ended
        whole = Report(ended, {ANSWER.item: ANSWER}, (PHOTO, nowhere), SIGNATURE)
        assert tx.visits.report(ended) == whole
        assert tx.visits.photo(ended, PHOTO.id) == PHOTO
        assert tx.visits.report(OTHERS) == Report(OTHERS, {}, (), None)


def test_only_the_newest_answer_counts_whatever_the_order(shelf: Store) -> None:
    newer = replace(ANSWER, answer=Answer.NO, answered_at=MORNING + timedelta(seconds=1))
    other = replace(ANSWER, item=ChecklistItem.SPOKE_TO_FIRM)
    with shelf.transaction() as tx:
        kept = [tx.visits.answer(VISIT, one) for one in (newer, ANSWER, newer, other)]
    assert kept == [True, False, False, True]
    with shelf.view() as tx:
        assert tx.visits.report(VISIT).answers == {newer.item: newer, other.item: other}


def test_an_agent_finds_their_own_and_only_where_they_serve(shelf: Store) -> None:
    later = replace(OTHERS, starts_at=VISIT.starts_at)
    with shelf.view() as tx:
        mine = tx.visits.of_agent(AGENT.id, tenants=None, limit=9)
        assert [one.proof_id for one in mine] == [VISIT.proof_id, later.proof_id]
        assert len(tx.visits.of_agent(AGENT.id, tenants=None, limit=1)) == 1
        assert tx.visits.of_agent("stf_gao", tenants=None, limit=9) == ()
        assert tx.visits.of_agent(AGENT.id, tenants=frozenset({OTHER_TENANT.id}), limit=9) == ()
        assert tx.visits.find("prf_1", agent_id=AGENT.id, tenants=frozenset({TENANT.id})) == VISIT
        assert tx.visits.find("prf_1", agent_id="stf_gao", tenants=None) is None
        assert tx.visits.find("prf_1", agent_id=AGENT.id, tenants=frozenset({OTHER_TENANT.id})) is None
        assert tx.visits.get(OTHER_TENANT.id, "prf_1") is None


def test_photographs_are_found_again_by_their_bytes_and_by_their_look(shelf: Store) -> None:
    with shelf.transaction() as tx:
        tx.visits.add_photo(VISIT, PHOTO)
    near = replace(PHOTO, sha256="e" * 64, look=bytes.fromhex("00ff00ff00ff00fc"))
    far = replace(PHOTO, sha256="f" * 64, look=bytes.fromhex("ff00ff00ff00ff00"))
    with shelf.view() as tx:
        found = {
            name: tx.visits.seen(OTHERS, [photo], within=2, limit=5)
            for name, photo in (("same", PHOTO), ("near", near), ("far", far))
        }
        own = tx.visits.seen(VISIT, [PHOTO], within=2, limit=5)
    assert found["same"] == [Seen(PHOTO.id, "prf_1", 0, same=True, other_employer=True)]
    assert found["near"] == [Seen(PHOTO.id, "prf_1", 2, same=False, other_employer=True)]
    assert found["far"] == own == []


def _twice(tx: Any) -> None:
    tx.visits.add_photo(VISIT, PHOTO)
    tx.visits.add_photo(VISIT, replace(PHOTO, sha256="e" * 64))


@pytest.mark.parametrize(
    "act",
    [
        lambda tx: tx.visits.add(VISIT),
        lambda tx: tx.visits.add(replace(VISIT, proof_id="prf_none")),
        lambda tx: tx.visits.add(replace(VISIT, proof_id="prf_3", agent_id="stf_none")),
        _twice,
    ],
)
def test_what_cannot_be_is_refused(shelf: Store, act: Callable[[Any], None]) -> None:
    with shelf.transaction() as tx:
        tx.proofs.add(replace(PROOF, id="prf_3"))
    with pytest.raises(RowRefused), shelf.transaction() as tx:
        act(tx)


def test_who_signed_is_in_no_column_in_plain(shelf: Store) -> None:
    if isinstance(shelf, MemoryStore):
        pytest.skip("there are columns in databases alone")
    with shelf.transaction() as tx:
        tx.visits.countersign(VISIT, SIGNATURE)
        query = select(tables.visiting.visits).where(tables.visiting.visits.c.proof_id == VISIT.proof_id)
        row = repr(tx.connection.execute(query).one())
    assert SIGNATURE.signer not in row
    assert SIGNATURE.signer.encode().hex() not in row
