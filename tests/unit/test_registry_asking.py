"""The registry in a case's life: asked once, beside the first licence, and only where there is one."""

from dataclasses import replace

import pytest

from tests.acts import added, claimed, opened, read
from tests.fakes import World, world
from tests.registries import FakeRegistry, question
from verifier import usecases
from verifier.domain.case import AccountType, Declared
from verifier.domain.registry import Reason, RegistryExtract, RegistryOutcome
from verifier.usecases.ports import Ports
from verifier.usecases.registry import ask_registry


@pytest.fixture
def registry() -> FakeRegistry:
    return FakeRegistry()


@pytest.fixture
def here(registry: FakeRegistry) -> World:
    plain = world()
    return replace(plain, ports=replace(plain.ports, registry=registry))


def _tenant(ports: Ports) -> str:
    return usecases.create_tenant(ports, "site")[0].id


def _submitted(ports: Ports, pieces: int = 1) -> tuple[str, str, list[str]]:
    tenant = _tenant(ports)
    asked = question("A")
    declared = Declared(asked.name, asked.code, asked.person)
    case = usecases.open_case(
        ports, tenant, account_type=AccountType.DIRECT_EMPLOYER, declared=declared, reference=None
    )
    evidence = [added(ports, case, shade) for shade in range(pieces)]
    usecases.submit_case(ports, tenant, case.id)
    return tenant, case.id, [item.id for item in evidence]


def test_the_registry_is_asked_once_a_case_beside_the_first_licence(here: World) -> None:
    tenant, case, evidence = _submitted(here.ports, pieces=3)
    first = usecases.read_case(here.ports, tenant, case).evidence[0].id
    assert sorted(here.queue.asked) == sorted([*(f"licence-{one}" for one in evidence), f"registry-{first}"])


def test_without_a_registry_no_task_is_made() -> None:
    here = world()
    case = opened(here.ports, _tenant(here.ports))
    item = added(here.ports, case)
    usecases.submit_case(here.ports, case.tenant_id, case.id)
    assert here.queue.asked == [f"licence-{item.id}"]


def test_the_question_is_what_was_declared_and_the_answer_is_kept(
    here: World, registry: FakeRegistry
) -> None:
    tenant, case, (evidence,) = _submitted(here.ports)
    read(here.ports, f"licence-{evidence}")
    assert usecases.read_case(here.ports, tenant, case).decision is None
    claim = claimed(here.ports, f"registry-{evidence}")
    reading = ask_registry(here.ports, claim)
    assert usecases.record_reading(here.ports, claim, reading)
    view = usecases.read_case(here.ports, tenant, case)
    assert registry.asked == [question("A")]
    assert view.decision is not None
    assert view.asked == 2
    kept = [one.body for one in view.readings if isinstance(one.body, RegistryExtract)]
    assert [extract.outcome for extract in kept] == [RegistryOutcome.MATCH]
    assert (reading.reader, reading.engine, reading.version) == ("registry", "fake", "2026-02-20")


def test_a_registry_that_is_down_still_leaves_its_answer(here: World, registry: FakeRegistry) -> None:
    registry.up = False
    _, _, (evidence,) = _submitted(here.ports)
    body = ask_registry(here.ports, claimed(here.ports, f"registry-{evidence}")).body
    assert isinstance(body, RegistryExtract)
    assert body.reason is Reason.UNREACHABLE
