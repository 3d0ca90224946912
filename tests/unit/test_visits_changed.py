"""A reviewer changes or cancels a visit, and what its agents meet afterwards."""

from dataclasses import replace

import pytest

from tests.colleagues import joined
from tests.visit_acts import HOUR, Field, field
from verifier.domain.errors import Invalid, NotFound
from verifier.domain.proof import ProofState
from verifier.domain.proof_errors import ProofOver, VisitBegun, VisitCancelled, VisitOver
from verifier.domain.staff import Role, StaffMember
from verifier.domain.visit import Visit
from verifier.usecases.proofs.visits.changing import cancel_visit, change_visit
from verifier.usecases.proofs.visits.ordering import Appointment
from verifier.usecases.proofs.visits.submitting import submit_visit
from verifier.usecases.proofs.visits.visiting import is_cancelled, my_visits, read_visit
from verifier.usecases.review.reviewer import Reviewer

WORDS = "The firm has moved."


@pytest.fixture
def place() -> Field:
    return field()


@pytest.fixture
def other(place: Field) -> StaffMember:
    return joined(place.world, "gao", Role.AGENT).member


def later(visit: Visit, agent_id: str) -> Appointment:
    return Appointment(agent_id, visit.starts_at + 24 * HOUR, visit.ends_at + 24 * HOUR)


def told(place: Field, visit: Visit) -> list[tuple[str, str]]:
    with place.ports.view() as tx:
        return [
            (entry.action, entry.actor_id)
            for entry in tx.audit.of_subject(visit.tenant_id, visit.proof_id, limit=20)
        ]


def test_a_visit_is_handed_to_another_agent_on_another_day(place: Field, other: StaffMember) -> None:
    visit = place.ordered()
    changed = change_visit(place.ports, place.me, visit.proof_id, later(visit, other.id))
    assert changed == replace(
        visit, agent_id=other.id, starts_at=visit.starts_at + 24 * HOUR, ends_at=visit.ends_at + 24 * HOUR
    )
    assert my_visits(place.ports, place.member) == []
    with pytest.raises(NotFound):
        place.answers(visit)
    assert read_visit(place.ports, other, visit.proof_id).report.visit == changed
    assert ("visit.changed", place.me.id) in told(place, visit)


def test_what_has_begun_keeps_its_agent_and_may_move_to_another_hour(
    place: Field, other: StaffMember
) -> None:
    visit = place.ordered()
    place.photos(visit)
    with pytest.raises(VisitBegun):
        change_visit(place.ports, place.me, visit.proof_id, later(visit, other.id))
    moved = change_visit(place.ports, place.me, visit.proof_id, later(visit, visit.agent_id))
    assert moved.starts_at == visit.starts_at + 24 * HOUR


def test_an_appointment_that_nobody_could_keep_is_refused(place: Field) -> None:
    visit = place.ordered()
    nobody = later(visit, "stf_nobody")
    past = Appointment(visit.agent_id, visit.starts_at - 3 * HOUR, visit.starts_at - HOUR)
    far = Appointment(visit.agent_id, visit.starts_at + 700 * HOUR, visit.ends_at + 700 * HOUR)
    for asked, pointer in ((nobody, "/agent"), (past, "/appointment"), (far, "/appointment")):
        with pytest.raises(Invalid) as refused:
            change_visit(place.ports, place.me, visit.proof_id, asked)
        assert [error.pointer for error in refused.value.errors] == [pointer]


def test_a_cancelled_visit_takes_nothing_more_and_says_so(place: Field) -> None:
    visit = place.ordered()
    place.answers(visit)
    proof = cancel_visit(place.ports, place.me, visit.proof_id, WORDS)
    assert (proof.state, proof.words, proof.decided_by) == (ProofState.UNPROVEN, WORDS, place.me.id)
    for act in (place.answers, place.photos, place.signs, place.submits):
        with pytest.raises(VisitCancelled):
            act(visit)
    ((found, state),) = my_visits(place.ports, place.member)
    assert is_cancelled(found, state)
    assert read_visit(place.ports, place.member, visit.proof_id).cancelled
    assert ("visit.cancelled", place.me.id) in told(place, visit)
    with pytest.raises(ProofOver):
        cancel_visit(place.ports, place.me, visit.proof_id, WORDS)
    place.ordered("firm-2")  # the agent may be sent elsewhere


def test_a_visit_that_was_sent_in_is_neither_changed_nor_cancelled(place: Field) -> None:
    visit = place.ordered()
    place.answers(visit)
    digest = place.report(visit).digest
    submit_visit(
        place.ports, place.member, visit.proof_id, photos=[], digest=digest
    )  # for a reviewer to judge
    for act in (
        lambda: change_visit(place.ports, place.me, visit.proof_id, later(visit, visit.agent_id)),
        lambda: cancel_visit(place.ports, place.me, visit.proof_id, WORDS),
    ):
        with pytest.raises((ProofOver, VisitOver)):
            act()


def test_a_reviewer_of_another_site_finds_no_visit(place: Field) -> None:
    visit = place.ordered()
    stranger = Reviewer("stf_eve", frozenset({"ten_other"}))
    with pytest.raises(NotFound):
        cancel_visit(place.ports, stranger, visit.proof_id, WORDS)
    with pytest.raises(NotFound):
        change_visit(place.ports, stranger, visit.proof_id, later(visit, visit.agent_id))
    with pytest.raises(Invalid):
        cancel_visit(place.ports, place.me, visit.proof_id, " ")
