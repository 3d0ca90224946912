"""The photograph on an identity card beside a live face: whose card is looked at, when, what comes of it."""

from dataclasses import replace

import pytest

from tests.acts import photo
from tests.face_acts import OTHER_FACE, active, claimed_film, finished, pictured, seen, templates
from tests.face_films import POLICY, live
from tests.faces import view
from tests.fake_faces import FACE_POLICY
from tests.fakes import World, world
from tests.rows import CASE
from verifier import usecases
from verifier.api import presenting
from verifier.checks.faces import judge_film
from verifier.domain.case import AccountType, Case
from verifier.domain.evidence import EvidenceKind
from verifier.domain.face_facts import Against
from verifier.domain.face_session import PortraitKind, Purpose, Recruiter
from verifier.domain.faces import StillMeasures
from verifier.domain.finding import Finding, Outcome
from verifier.domain.paper import PaperReading
from verifier.domain.places import Box, Frame
from verifier.domain.reading import Reading
from verifier.usecases.faces import recruiters
from verifier.usecases.faces.films import FilmSeen, StillSeen, fetch_film, record_film
from verifier.usecases.gate import employers
from verifier.usecases.gate.members import join

PLACE: Box = (600, 100, 860, 500)
FRAME = Frame(900, 700)


@pytest.fixture
def here() -> World:
    made = world()
    return replace(made, ports=replace(made.ports, face_policy=POLICY, judge_film=judge_film))


@pytest.fixture
def case(here: World) -> Case:
    site = usecases.create_tenant(here.ports, "Alice's site")[0].id
    firm = employers.open_employer(
        here.ports, site, reference="account-1", account_type=AccountType.DIRECT_EMPLOYER
    )
    return usecases.open_case(
        here.ports,
        site,
        account_type=CASE.account_type,
        declared=CASE.declared,
        reference=None,
        employer_id=firm.id,
    )


def recruited(here: World, case: Case, reference: str = "recruiter-1") -> Recruiter:
    """A recruiter of the case, with a selfie."""
    made = recruiters.add_recruiter(here.ports, case.tenant_id, reference=reference, case_id=case.id)
    assert case.employer_id is not None
    join(here.ports, case.tenant_id, case.employer_id, made.id)
    pictured(here.ports, made)
    return made


def with_card(here: World, case: Case, portrait: Box | None = PLACE) -> None:
    """An identity card that was handed in and read."""
    item = usecases.add_evidence(
        here.ports,
        case.tenant_id,
        case.id,
        kind=EvidenceKind.AGENT_IDENTITY,
        data=photo(),
        declared_media_type=None,
    )
    body = PaperReading(FRAME, item.kind, (), portrait=portrait)
    with here.ports.transaction() as tx:
        tx.readings.add(Reading(item.id, "paper", "e", "1", 1, body), here.ports.clock.now())


def task_of(here: World, recruiter: Recruiter, purpose: Purpose = Purpose.ENROL) -> str:
    return finished(here.ports, active(here.ports, recruiter, purpose))


def looked(face: tuple[float, float], card: tuple[float, float] | None) -> FilmSeen:
    """What a worker saw of an honest film, and on the card beside it."""
    what = seen(face)
    selfie = replace(what.portraits[PortraitKind.SELFIE], measures=StillMeasures(1, view()))
    still = StillSeen(StillMeasures(1, view()), templates(card)) if card else None
    return replace(what, live=live(), portraits={PortraitKind.SELFIE: selfie}, card=still)


def said(here: World, task_id: str, what: FilmSeen) -> Finding:
    """What the check of the card says of a film."""
    claim = claimed_film(here.ports, task_id)
    assert record_film(here.ports, claim, what)
    with here.ports.view() as tx:
        ((_, findings),) = tx.face_decisions.of_session(claim.session.tenant_id, claim.session.id)
    return next(one for one in findings if one.check == "card_match")


def enrol(here: World, recruiter: Recruiter) -> None:
    """Under a policy that takes any film."""
    lenient = replace(here.ports, judge_film=here.judge, face_policy=FACE_POLICY)
    record_film(lenient, claimed_film(lenient, task_of(here, recruiter)), looked((1.0, 0.0), None))


def test_the_card_is_given_to_the_worker_with_the_place_of_its_photograph(here: World, case: Case) -> None:
    with_card(here, case)
    card = fetch_film(here.ports, claimed_film(here.ports, task_of(here, recruited(here, case)))).card
    assert card is not None
    assert (card.data, card.frame, card.portrait) == (photo(), FRAME, PLACE)
    assert photo()[:30].hex() not in repr(card)


def test_a_card_without_a_photograph_is_said_and_its_bytes_are_not_fetched(here: World, case: Case) -> None:
    with_card(here, case, portrait=None)
    card = fetch_film(here.ports, claimed_film(here.ports, task_of(here, recruited(here, case)))).card
    assert card is not None
    assert (card.data, card.portrait) == (b"", None)


def test_a_recruiter_of_another_case_or_none_is_compared_with_no_card(here: World, case: Case) -> None:
    with_card(here, case)
    for other in (None, replace(case, id=_another(here, case))):
        made = recruiters.add_recruiter(
            here.ports, case.tenant_id, reference=f"r-{other}"[:40], case_id=other.id if other else None
        )
        pictured(here.ports, made)
        assert fetch_film(here.ports, claimed_film(here.ports, task_of(here, made))).card is None


def _another(here: World, case: Case) -> str:
    return usecases.open_case(
        here.ports, case.tenant_id, account_type=case.account_type, declared=case.declared, reference=None
    ).id


@pytest.mark.parametrize(
    ("card", "outcome", "code"),
    [
        ((1.0, 0.0), Outcome.PASS, "card_matches"),
        (OTHER_FACE, Outcome.FAIL, "card_differs"),
        (None, Outcome.INCONCLUSIVE, "no_paper"),
    ],
)
def test_the_live_face_is_compared_with_the_cards(
    card: tuple[float, float] | None, outcome: Outcome, code: str, here: World, case: Case
) -> None:
    if card:
        with_card(here, case)
    found = said(here, task_of(here, recruited(here, case)), looked((1.0, 0.0), card))
    assert (found.outcome, found.code) == (outcome, code)


def test_of_several_recruiters_nobody_is_compared_and_it_is_said(here: World, case: Case) -> None:
    with_card(here, case)
    recruited(here, case, "recruiter-2")
    task = task_of(here, recruited(here, case))
    assert fetch_film(here.ports, claimed_film(here.ports, task, "w0")).card is None
    here.clock.tick(minutes=10)
    found = said(here, task, looked((1.0, 0.0), None))
    assert (found.outcome, found.code) == (Outcome.INCONCLUSIVE, "card_of_several")


def test_a_card_that_came_after_the_enrolment_is_compared_from_the_next_session_on(
    here: World, case: Case
) -> None:
    recruiter = recruited(here, case)
    enrol(here, recruiter)
    again = claimed_film(here.ports, task_of(here, recruiter, Purpose.REAUTHENTICATE))
    assert fetch_film(here.ports, again).card is None
    here.clock.tick(days=1)
    with_card(here, case)
    late = claimed_film(here.ports, task_of(here, recruiter, Purpose.REAUTHENTICATE))
    assert fetch_film(here.ports, late).card is not None


def test_a_card_from_before_the_enrolment_is_compared_once(here: World, case: Case) -> None:
    with_card(here, case)
    here.clock.tick(days=1)
    recruiter = recruited(here, case)
    enrol(here, recruiter)
    again = claimed_film(here.ports, task_of(here, recruiter, Purpose.REAUTHENTICATE))
    assert fetch_film(here.ports, again).card is None


def test_of_the_cards_face_numbers_alone_are_kept(here: World, case: Case) -> None:
    with_card(here, case)
    recruiter = recruited(here, case)
    claim = claimed_film(here.ports, task_of(here, recruiter))
    before = set(here.blobs.names(case.tenant_id))
    lenient = replace(here.ports, judge_film=here.judge, face_policy=FACE_POLICY)
    record_film(lenient, claim, looked((1.0, 0.0), (0.8, 0.6)))
    with here.ports.view() as tx:
        kept = tx.face_templates.of(case.tenant_id, recruiter.id)
        (match,) = [
            one
            for one in tx.attempts.reading(case.tenant_id, claim.attempt.id).matches
            if one.against is Against.AGENT_CARD
        ]
    assert match.cosine == pytest.approx(0.8)
    assert {one.vector for one in kept} == {one.vector for one in templates((1.0, 0.0))}
    assert set(here.blobs.names(case.tenant_id)) < before


def test_the_case_says_what_came_of_it(here: World, case: Case) -> None:
    with_card(here, case)
    recruiter = recruited(here, case)
    task = task_of(here, recruiter)
    assert usecases.read_case(here.ports, case.tenant_id, case.id).card_matches == ()
    found = said(here, task, looked((1.0, 0.0), OTHER_FACE))
    (match,) = usecases.read_case(here.ports, case.tenant_id, case.id).card_matches
    assert (match.recruiter_id, match.finding) == (recruiter.id, found)
    answer = presenting.case_view(usecases.read_case(here.ports, case.tenant_id, case.id), lines=False)
    assert [one["code"] for one in answer["card_matches"]] == ["card_differs"]
