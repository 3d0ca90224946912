"""Who reaches what: Alice and Bob hold keys of one site, Charlie of another, Mallory holds none."""

from dataclasses import dataclass, replace

import pytest

from tests.acts import added, opened, read, submitted
from tests.fakes import World, world
from verifier import usecases
from verifier.domain.case import Case
from verifier.domain.errors import NotFound, Unauthenticated
from verifier.domain.evidence import Evidence
from verifier.usecases import idempotency
from verifier.usecases.keys import key_hash
from verifier.usecases.ports import Ports, StoredResponse


@dataclass(frozen=True, slots=True)
class Town:
    """Alice's site with an open case and a decided one, her colleague, and her competitor."""

    world: World
    alice: str
    bob: str
    charlie: str
    case: Case
    evidence: Evidence
    decided: Case

    @property
    def ports(self) -> Ports:
        return self.world.ports


@pytest.fixture
def town() -> Town:
    here = world()
    ports = here.ports
    site, key = usecases.create_tenant(ports, "Alice's site")
    _, bobs_key = usecases.create_key(ports, site.id, "Bob's")
    _, charlies_key = usecases.create_tenant(ports, "Charlie's site")
    case = opened(ports, site.id)
    decided, (task,) = submitted(ports, site.id)
    read(ports, task)
    return Town(
        world=here,
        alice=usecases.authenticate(ports, key).tenant.id,
        bob=usecases.authenticate(ports, bobs_key).tenant.id,
        charlie=usecases.authenticate(ports, charlies_key).tenant.id,
        case=case,
        evidence=added(ports, case),
        decided=decided,
    )


def test_alice_reads_her_case_and_so_does_bob(town: Town) -> None:
    for tenant in (town.alice, town.bob):
        assert usecases.read_case(town.ports, tenant, town.case.id).case == town.case


def test_charlie_finds_no_case_of_alices(town: Town) -> None:
    for case in (town.case, town.decided):
        with pytest.raises(NotFound):
            usecases.read_case(town.ports, town.charlie, case.id)


def test_alice_and_bob_list_the_sites_cases_and_charlie_lists_none(town: Town) -> None:
    for tenant in (town.alice, town.bob):
        assert len(usecases.list_cases(town.ports, tenant).cases) == 2
    assert usecases.list_cases(town.ports, town.charlie).cases == ()


def test_bob_adds_evidence_to_alices_case(town: Town) -> None:
    added(town.ports, town.case, shade=1)
    assert len(usecases.read_case(town.ports, town.bob, town.case.id).evidence) == 2


def test_charlie_cannot_add_evidence_to_alices_case(town: Town) -> None:
    with pytest.raises(NotFound):
        added(town.ports, replace(town.case, tenant_id=town.charlie))
    assert len(usecases.read_case(town.ports, town.alice, town.case.id).evidence) == 1


def test_alice_and_bob_fetch_the_photo_back(town: Town) -> None:
    for tenant in (town.alice, town.bob):
        evidence, data = usecases.fetch_evidence(town.ports, tenant, town.evidence.id)
        assert (evidence, len(data)) == (town.evidence, town.evidence.size)


def test_charlie_cannot_fetch_alices_photo(town: Town) -> None:
    with pytest.raises(NotFound):
        usecases.fetch_evidence(town.ports, town.charlie, town.evidence.id)


def test_charlie_cannot_fetch_it_by_handing_in_the_same_photo(town: Town) -> None:
    his = added(town.ports, opened(town.ports, town.charlie))
    assert his.sha256 == town.evidence.sha256
    with pytest.raises(NotFound):
        usecases.fetch_evidence(town.ports, town.charlie, town.evidence.id)


def test_charlie_cannot_submit_alices_case(town: Town) -> None:
    with pytest.raises(NotFound):
        usecases.submit_case(town.ports, town.charlie, town.case.id)
    usecases.submit_case(town.ports, town.bob, town.case.id)


def test_charlie_gets_no_answer_that_was_alices(town: Town) -> None:
    answer = StoredResponse(201, {}, "Alice's")
    assert idempotency.begin(town.ports, town.alice, "key", "f") is None
    idempotency.finish(town.ports, town.alice, "key", answer)
    assert idempotency.begin(town.ports, town.bob, "key", "f") == answer
    assert idempotency.begin(town.ports, town.charlie, "key", "f") is None


@pytest.mark.parametrize("key", ["", "bf_", "bf_guess", "bf_\x00", "\ud800", "bf_" + "A" * 43])
def test_mallory_guesses_in_vain(town: Town, key: str) -> None:
    with pytest.raises(Unauthenticated):
        usecases.authenticate(town.ports, key)


def test_a_key_is_long_random_and_stored_as_its_hash_only(town: Town) -> None:
    keys = {usecases.create_tenant(town.ports, "x")[1] for _ in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in keys} == {len("bf_") + 43}
    with town.ports.view() as tx:
        assert all(tx.keys.by_hash(key) is None for key in keys)
        assert all(tx.keys.by_hash(key_hash(key)) for key in keys)
