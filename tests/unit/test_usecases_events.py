"""Events: told with what they tell, in order, to whoever wants them, and never a word that anybody typed."""

import pytest

from tests.acts import claimed, opened, read, submitted
from tests.fakes import LENIENT, MORNING, World, world
from tests.rows import CASE
from verifier import usecases
from verifier.domain.errors import EvidenceMissing
from verifier.domain.event import Event, EventType, members
from verifier.domain.evidence import ReadingPlan
from verifier.usecases.tasks import ATTEMPTS_MAX

URL = "https://jobs.example/hook"


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


def told(here: World, tenant: str, **which: object) -> list[Event]:
    return list(usecases.list_events(here.ports, tenant, **which).events)  # type: ignore[arg-type]  # they fit


def test_a_case_that_is_submitted_and_verified_tells_both(here: World, alice: str) -> None:
    case, (task,) = submitted(here.ports, alice)
    assert [event.type for event in told(here, alice)] == [EventType.CASE_SUBMITTED]
    read(here.ports, task)
    _, decided = told(here, alice)
    decision = usecases.read_case(here.ports, alice, case.id).decision
    assert decision is not None
    assert decided.type is EventType.CASE_VERIFIED
    assert decided.subject == case.id
    assert members(decided)["data"] == {
        "case_id": case.id,
        "url": f"/v1/cases/{case.id}",
        "state": "verified",
        "decision_id": decision.id,
        "policy_version": "lenient",
    }


def test_a_case_that_is_escalated_tells_so() -> None:
    from verifier import policies
    from verifier.settings import POLICIES

    here = world(policies.load(POLICIES / "v1.toml"))
    tenant = usecases.create_tenant(here.ports, "site")[0].id
    _, (task,) = submitted(here.ports, tenant)
    for _ in range(ATTEMPTS_MAX):
        usecases.fail_task(here.ports, claimed(here.ports, task), "x")
    assert [event.type for event in told(here, tenant)] == [
        EventType.CASE_SUBMITTED,
        EventType.CASE_ESCALATED,
    ]


def test_a_case_that_nobody_reads_tells_of_both_steps_in_order() -> None:
    from verifier.domain.evidence import EvidenceKind

    here = world(LENIENT, plan=ReadingPlan({EvidenceKind.BUSINESS_LICENCE: ()}))
    tenant = usecases.create_tenant(here.ports, "site")[0].id
    submitted(here.ports, tenant)
    assert [event.type for event in told(here, tenant)] == [
        EventType.CASE_SUBMITTED,
        EventType.CASE_VERIFIED,
    ]


def test_what_did_not_happen_is_not_told(here: World, alice: str) -> None:
    usecases.create_webhook(here.ports, alice, URL)
    case = opened(here.ports, alice)
    with pytest.raises(EvidenceMissing):
        usecases.submit_case(here.ports, alice, case.id)
    assert told(here, alice) == []


def test_nothing_that_anybody_typed_is_in_an_event(here: World, alice: str) -> None:
    _, (task,) = submitted(here.ports, alice)
    read(here.ports, task)
    everything = repr([members(event) for event in told(here, alice)]) + repr(told(here, alice))
    for typed in (CASE.declared.name, CASE.declared.code, CASE.declared.person, CASE.reference or "?"):
        assert typed not in everything


def test_events_come_in_order_page_by_page_and_by_type(here: World, alice: str) -> None:
    for _ in range(3):
        _, (task,) = submitted(here.ports, alice)
        read(here.ports, task)
    every_one = told(here, alice)
    assert [event.id for event in every_one] == sorted(event.id for event in every_one)
    first = usecases.list_events(here.ports, alice, limit=4)
    assert first.next == every_one[3].id
    rest = usecases.list_events(here.ports, alice, after=first.next, limit=4)
    assert (first.events + rest.events, rest.next) == (tuple(every_one), None)
    verified = told(here, alice, kind=EventType.CASE_VERIFIED)
    assert [event.type for event in verified] == [EventType.CASE_VERIFIED] * 3


def test_another_site_hears_nothing(here: World, alice: str) -> None:
    bob = usecases.create_tenant(here.ports, "Bob's site")[0].id
    hook, _ = usecases.create_webhook(here.ports, bob, URL)
    submitted(here.ports, alice)
    assert told(here, bob) == []
    assert usecases.list_deliveries(here.ports, bob, hook.id).deliveries == ()


def test_every_endpoint_that_wants_an_event_gets_a_delivery_and_no_other(here: World, alice: str) -> None:
    both, _ = usecases.create_webhook(here.ports, alice, URL)
    decided, _ = usecases.create_webhook(here.ports, alice, URL, types=[EventType.CASE_VERIFIED])
    off, _ = usecases.create_webhook(here.ports, alice, URL)
    usecases.change_webhook(here.ports, alice, off.id, enabled=False)
    _, (task,) = submitted(here.ports, alice)
    read(here.ports, task)
    submission, verification = told(here, alice)
    events = {
        hook.id: {item.event_id for item in usecases.list_deliveries(here.ports, alice, hook.id).deliveries}
        for hook in (both, decided, off)
    }
    assert events == {
        both.id: {submission.id, verification.id},
        decided.id: {verification.id},
        off.id: set(),
    }


@pytest.mark.parametrize("typed", ["欧阳样本", "two words", "a@b.example", "", "x" * 101])
def test_an_event_refuses_what_a_person_may_have_typed(typed: str) -> None:
    with pytest.raises(ValueError, match="identifiers"):
        Event("evt_1", "ten_1", EventType.CASE_VERIFIED, MORNING, "case_1", {"person": typed})
