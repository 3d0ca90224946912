"""The file of a case as a reviewer is given it: covered, recorded, counted."""

from dataclasses import replace

import pytest

from tests.acts import claimed, submitted
from tests.licences import licence
from tests.review_acts import ANNA, BERT, Desk, desk, says
from verifier import policies, usecases
from verifier.domain.audit import Action
from verifier.domain.case import Case
from verifier.domain.errors import NotFound
from verifier.domain.finding import Outcome
from verifier.domain.masking import COVER, Personal
from verifier.domain.reading import Reading
from verifier.domain.review_policy import Viewing
from verifier.domain.staff import RevealReason
from verifier.settings import POLICIES
from verifier.usecases.review.deciding import decide_case
from verifier.usecases.review.looking import look
from verifier.usecases.review.revealing import Why, reveal
from verifier.usecases.review.reviewer import Reviewer

PRINTED_PERSON = "李证据"
WHY = Why(RevealReason.COMPARE_DOCUMENT, "The photo is blurred.")
PLENTY = Viewing(100, 100, 100, 100)


@pytest.fixture
def here(store: object) -> Desk:
    made = desk(store)
    policy = policies.load(POLICIES / "v1.toml")
    review = replace(made.ports.review_policy, viewing=PLENTY)
    return replace(made, ports=replace(made.ports, policy=policy, review_policy=review))


def escalated(here: Desk) -> Case:
    """A case whose licence names somebody else than was declared."""
    case, (task_id,) = submitted(here.ports, here.tenant.id)
    claim = claimed(here.ports, task_id)
    body = licence({"person": PRINTED_PERSON})
    usecases.record_reading(
        here.ports, claim, Reading(claim.evidence.id, claim.task.reader, "none", "0", 1, body)
    )
    assert here.state(case) == "escalated"
    return case


def test_who_opens_a_case_sees_whom_it_is_about_only_after_saying_why(here: Desk) -> None:
    case = escalated(here)
    file = look(here.ports, case.id, ANNA)
    assert file.may_reveal[:1] == (Personal.PERSON,)
    assert PRINTED_PERSON not in repr(file)
    assert case.declared.person not in repr(file)
    (row,) = (row for row in file.rows if row.field == "person")
    assert row.differs
    assert row.personal is Personal.PERSON
    reveal(here.ports, case.id, Personal.PERSON, WHY, ANNA)
    shown = look(here.ports, case.id, ANNA)
    (row,) = (row for row in shown.rows if row.field == "person")
    assert (row.declared, row.printed) == (case.declared.person, PRINTED_PERSON)
    assert PRINTED_PERSON not in repr(look(here.ports, case.id, BERT))
    here.world.clock.tick(hours=2)
    assert PRINTED_PERSON not in repr(look(here.ports, case.id, ANNA))


def test_findings_come_by_outcome_with_what_the_policy_says_of_their_check(here: Desk) -> None:
    file = look(here.ports, escalated(here).id, ANNA)
    failed = {one.finding.code: one for one in file.findings[Outcome.FAIL]}
    assert "person_differs" in failed
    judged = failed["person_differs"]
    assert judged.rule is not None
    assert judged.rule.source
    assert COVER in judged.finding.detail


def test_the_picture_hides_the_places_of_what_is_covered(here: Desk) -> None:
    case = escalated(here)
    (sheet,) = look(here.ports, case.id, ANNA).sheets
    printed = licence().fields
    assert set(sheet.hidden or ()) == {printed[name].box for name in ("person", "address")}  # type: ignore[index]
    reveal(here.ports, case.id, Personal.PAGE, WHY, ANNA)
    assert look(here.ports, case.id, ANNA).sheets[0].hidden == ()


def test_a_page_that_could_not_be_read_is_covered_whole(here: Desk) -> None:
    case, _ = here.escalated()
    assert look(here.ports, case.id, ANNA).sheets[0].hidden is None


def test_looking_and_revealing_are_on_record_and_looking_again_is_not_another_entry(here: Desk) -> None:
    case = escalated(here)
    for _ in range(2):
        look(here.ports, case.id, ANNA)
    here.world.clock.tick(seconds=1)
    reveal(here.ports, case.id, Personal.PERSON, WHY, ANNA)
    with here.ports.view() as tx:
        entries = tx.audit.of_subject(case.tenant_id, case.id, limit=10)
        viewings = tx.viewings.of_case(case.tenant_id, case.id)
    mine = [entry.action for entry in entries if entry.actor_id == ANNA.id]
    assert mine == [Action.PERSONAL_DATA_REVEALED, Action.CASE_READ]
    assert [one.seen.value for one in viewings] == ["case", "revealed"]
    assert "blurred" not in repr([entry.details for entry in entries])
    timeline = look(here.ports, case.id, ANNA).timeline
    assert next(entry.action for entry in timeline) == Action.PERSONAL_DATA_REVEALED


def test_who_reveals_much_and_decides_nothing_raises_one_alert(here: Desk) -> None:
    limits = replace(PLENTY, reveals_without_decision=2)
    here = replace(
        here, ports=replace(here.ports, review_policy=replace(here.ports.review_policy, viewing=limits))
    )
    for _ in range(4):
        reveal(here.ports, escalated(here).id, Personal.PERSON, WHY, ANNA)
    with here.ports.view() as tx:
        (alert,) = tx.alerts.page(open_only=True, before=None, limit=10)
    assert (alert.staff_id, alert.rule) == (ANNA.id, "reveals_without_decision")
    assert (alert.measured, alert.threshold) == (3, 2)


def test_who_decides_the_cases_that_they_look_into_raises_none(here: Desk) -> None:
    limits = replace(PLENTY, reveals_without_decision=2)
    here = replace(
        here, ports=replace(here.ports, review_policy=replace(here.ports.review_policy, viewing=limits))
    )
    for _ in range(4):
        case = escalated(here)
        decide_case(here.ports, here.waiting(case).id, says(), seen=1, me=ANNA)
        reveal(here.ports, case.id, Personal.PERSON, WHY, ANNA)
    with here.ports.view() as tx:
        assert not tx.alerts.page(open_only=True, before=None, limit=10)


def test_a_reviewer_of_another_site_finds_nothing(here: Desk) -> None:
    case = escalated(here)
    stranger = Reviewer("stf_other", tenants=frozenset({"ten_other"}))
    with pytest.raises(NotFound):
        look(here.ports, case.id, stranger)
    with pytest.raises(NotFound):
        reveal(here.ports, case.id, Personal.PERSON, WHY, stranger)
