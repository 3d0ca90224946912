"""Field visits from order to judgement: what proves, what a person looks at, what changes nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.colleagues import joined
from tests.visit_acts import (
    DOOR,
    FIVE_KM_NORTH,
    HOUR,
    Field,
    codes,
    field,
    photograph,
)
from verifier.domain.coordinates import Datum, Registered, to_gcj02
from verifier.domain.errors import Invalid, NotFound, VerifierError
from verifier.domain.finding import Outcome
from verifier.domain.proof import ProofState
from verifier.domain.proof_errors import (
    ProofOver,
    ProofUnderWay,
    VisitIncomplete,
    VisitItemConflict,
    VisitOver,
)
from verifier.domain.staff import Role
from verifier.domain.visit import Answer, Answered, ChecklistItem, Fix, NoPlace
from verifier.intake.errors import (
    EvidenceEmpty,
    EvidenceTooLarge,
    EvidenceTruncated,
    ImageTooSmall,
    UnsupportedMediaType,
)
from verifier.usecases.proofs.visits.ordering import order_visit
from verifier.usecases.proofs.visits.submitting import submit_visit
from verifier.usecases.proofs.visits.visiting import my_visits, read_visit, send_answer, send_photo

GOOD = {
    "visit_all_yes",
    "visit_within_appointment",
    "visit_at_address",
    "visit_clock_steady",
    "visit_photos_new",
    "visit_countersigned",
}


@pytest.fixture(scope="module")
def whole_place() -> Field:
    """Joining costs a password's hash, so it is done once."""
    return field()


@pytest.fixture
def place(whole_place: Field) -> Field:
    first = whole_place.store._state  # kept frozen: transactions work on a copy
    yield whole_place
    whole_place.store._state = first


def test_a_visit_as_it_should_be_is_proof(place: Field) -> None:
    proof = place.made(place.ordered())
    assert codes(proof) == GOOD
    assert proof.state is ProofState.PROVEN
    assert proof.decided_by == "policy"


def test_an_order_waits_for_its_agent_and_there_is_one_at_a_time(place: Field) -> None:
    case = place.firm("one")
    visit = order_visit(place.ports, place.me, case.id, place.order())
    with place.ports.view() as tx:
        proof = tx.proofs.get(place.tenant_id, visit.proof_id)
    assert proof is not None
    assert proof.state is ProofState.PENDING
    with pytest.raises(ProofUnderWay):
        order_visit(place.ports, place.me, case.id, place.order())


def test_a_visit_five_kilometres_off_is_found(place: Field) -> None:
    proof = place.made(place.ordered(), where=Fix(FIVE_KM_NORTH, 30.0))
    (far,) = [one for one in proof.findings if one.check == "visit_distance"]
    assert (far.outcome, far.code) == (Outcome.FAIL, "visit_far_from_address")
    assert far.measured == pytest.approx(5000, rel=0.01)
    assert proof.state is ProofState.REVIEW


@pytest.mark.parametrize(
    ("registered", "where", "code", "state"),
    [
        (None, Fix(DOOR, 20), "visit_address_unplaced", ProofState.PROVEN),
        (Registered(to_gcj02(DOOR), Datum.GCJ02), Fix(DOOR, 20), "visit_at_address", ProofState.PROVEN),
        # A shift of 470 m that nobody took away.
        (Registered(to_gcj02(DOOR)), Fix(DOOR, 20), "visit_far_from_address", ProofState.REVIEW),
        (Registered(DOOR), NoPlace.DENIED, "visit_place_untold", ProofState.REVIEW),
        (Registered(DOOR), Fix(DOOR, 5_000), "visit_place_untold", ProofState.REVIEW),
    ],
)
def test_what_is_known_of_places_decides_what_distance_says(
    place: Field, registered: Registered | None, where: Fix | NoPlace, code: str, state: ProofState
) -> None:
    proof = place.made(place.ordered(registered=registered), where=where)
    assert code in codes(proof)
    assert proof.state is state


def test_the_same_photographs_under_a_second_employer_are_found(place: Field) -> None:
    first, second = place.ordered("first"), place.ordered("second")
    assert place.made(first, seed=10).state is ProofState.PROVEN
    proof = place.made(second, seed=10)
    assert "visit_photo_seen_before" in codes(proof)
    assert proof.state is ProofState.REVIEW


def test_a_photograph_that_was_only_saved_again_looks_like_the_other(place: Field) -> None:
    first, second = place.ordered("first"), place.ordered("second")
    place.made(first, seed=10)
    place.answers(second)
    place.photos(second, seed=30)
    again = place.sent(second, 99, number=9, jpeg=photograph(11, (700, 525)))
    send_photo(place.ports, place.member, second.proof_id, again)
    place.signs(second)
    assert "visit_photo_looks_like_another" in codes(place.submits(second))


def test_sending_everything_twice_and_in_any_order_is_sending_it_once(place: Field) -> None:
    visit = place.ordered()
    second, first = place.sent(visit, 2, number=2), place.sent(visit, 1)
    for sent in (second, first, second, first):
        send_photo(place.ports, place.member, visit.proof_id, sent)
    now = place.ports.clock.now()
    newer = Answered(ChecklistItem.FRONT_DESK, Answer.NO, "locked", now)
    older = replace(newer, answer=Answer.YES, answered_at=now - HOUR)
    for given in (newer, older, newer):
        send_answer(place.ports, place.member, visit.proof_id, given)
    report = place.report(visit)
    assert [photo.number for photo in report.photos] == [1, 2]
    assert report.answers == {ChecklistItem.FRONT_DESK: newer}
    other = replace(first, jpeg=photograph(5))
    with pytest.raises(VisitItemConflict):
        send_photo(place.ports, place.member, visit.proof_id, other)


def test_nothing_changes_after_a_visit_was_sent_in(place: Field) -> None:
    visit = place.ordered()
    proof = place.made(visit)
    report = place.report(visit)
    photos = [photo.id for photo in report.photos]
    again = submit_visit(place.ports, place.member, visit.proof_id, photos=photos, digest=report.digest)
    assert again == proof
    with pytest.raises(VisitOver):
        place.answers(visit, Answer.NO)
    with pytest.raises(VisitOver):
        place.signs(visit)
    with pytest.raises(VisitOver):
        send_photo(place.ports, place.member, visit.proof_id, place.sent(visit, 77))
    assert place.report(visit) == report


def test_a_visit_ends_only_when_all_of_it_is_here(place: Field) -> None:
    visit = place.ordered()
    place.answers(visit)
    report = place.report(visit)
    for photos, digest in ((["absent"], report.digest), ([], "0" * 64)):
        with pytest.raises(VisitIncomplete):
            submit_visit(place.ports, place.member, visit.proof_id, photos=photos, digest=digest)
    assert place.report(visit).visit.open


def test_what_is_not_a_plain_yes_is_for_a_person(place: Field) -> None:
    visit = place.ordered()
    place.answers(visit)
    note = Answered(ChecklistItem.PEOPLE_AT_WORK, Answer.UNSURE, "lunch", place.ports.clock.now() + HOUR)
    send_answer(place.ports, place.member, visit.proof_id, note)
    place.photos(visit)
    place.signs(visit, refused=True, words="We were not told.", signer="", role="", strokes=())
    proof = place.submits(visit)
    assert codes(proof) >= {"visit_not_yes", "visit_countersign_refused"}
    assert proof.state is ProofState.REVIEW


def test_an_empty_visit_says_what_is_missing(place: Field) -> None:
    proof = place.submits(place.ordered())
    assert codes(proof) == {
        "visit_unanswered",
        "visit_unphotographed",
        "visit_time_unknown",
        "visit_place_untold",
        "visit_clock_unknown",
        "visit_no_photos",
        "visit_not_countersigned",
    }


def test_a_report_that_changed_after_the_firm_signed_it_is_found(place: Field) -> None:
    visit = place.ordered()
    place.photos(visit)
    place.signs(visit)
    place.answers(visit)
    assert "visit_signed_another_report" in codes(place.submits(visit))


@pytest.mark.parametrize(
    ("taken", "sent", "code"),
    [
        (timedelta(hours=-3), timedelta(0), "visit_outside_appointment"),
        (timedelta(minutes=20), timedelta(minutes=20), "visit_clock_off"),
        (timedelta(minutes=2), timedelta(0), "visit_photo_from_the_future"),
        (timedelta(minutes=-30), timedelta(0), "visit_clock_went_back"),
    ],
)
def test_a_clock_that_tells_stories_is_found(
    place: Field, taken: timedelta, sent: timedelta, code: str
) -> None:
    visit, now = place.ordered(), place.ports.clock.now()
    first = place.sent(visit, 1)
    send_photo(place.ports, place.member, visit.proof_id, first)
    odd = place.sent(visit, 2, number=2, taken_at=now + taken, sent_at=now + sent)
    send_photo(place.ports, place.member, visit.proof_id, odd)
    assert code in codes(place.submits(visit))


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"jpeg": b""}, EvidenceEmpty),
        ({"jpeg": b"%PDF-1.7 no picture"}, UnsupportedMediaType),
        ({"jpeg": photograph(1)[:2000]}, EvidenceTruncated),
        ({"jpeg": photograph(1) + bytes(2_000_000)}, EvidenceTooLarge),
        ({"jpeg": photograph(1, (30, 20))}, ImageTooSmall),
        ({"nonce": "another"}, Invalid),
        ({"id": "../../etc"}, Invalid),
        ({"number": 0}, Invalid),
    ],
)
def test_what_is_no_photograph_of_this_visit_is_refused(
    place: Field, more: dict[str, object], error: type[VerifierError]
) -> None:
    visit = place.ordered()
    with pytest.raises(error):
        send_photo(place.ports, place.member, visit.proof_id, place.sent(visit, **more))
    assert place.report(visit).photos == ()


def test_agents_see_only_their_visits(place: Field) -> None:
    visit = place.ordered()
    other = joined(place.world, "gao", Role.AGENT).member
    assert [one.proof_id for one, _ in my_visits(place.ports, place.member)] == [visit.proof_id]
    assert my_visits(place.ports, other) == []
    elsewhere = replace(place.member, tenants=frozenset({"ten_other"}))
    for stranger in (other, elsewhere):
        with pytest.raises(NotFound):
            read_visit(place.ports, stranger, visit.proof_id)
        with pytest.raises(NotFound):
            send_photo(place.ports, stranger, visit.proof_id, place.sent(visit))


@pytest.mark.parametrize(
    "more",
    [
        {"reason": " "},
        {"address": ""},
        {"agent_id": "stf_nobody"},
        {"ends_at": None},
        {"days": 29},
        {"days": -1},
    ],
)
def test_an_order_that_nobody_could_follow_is_refused(place: Field, more: dict[str, object]) -> None:
    order = place.order()
    if "days" in more:
        shift = timedelta(days=more["days"])  # type: ignore[arg-type]  # a number
        more = {"starts_at": order.starts_at + shift, "ends_at": order.ends_at + shift}
    if "ends_at" in more and more["ends_at"] is None:
        more = {"ends_at": order.starts_at}
    with pytest.raises(Invalid):
        order_visit(place.ports, place.me, place.firm("x").id, replace(order, **more))


def test_a_visit_that_nobody_sent_in_time_takes_nothing_more(place: Field) -> None:
    visit = place.ordered()
    place.world.clock.tick(days=31)
    with pytest.raises(ProofOver):
        place.answers(visit)
