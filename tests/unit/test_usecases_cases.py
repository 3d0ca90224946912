"""Cases and evidence: what is taken in, what is refused, and that a refusal changes nothing."""

from dataclasses import replace

import pytest

from tests.acts import added, opened, photo, submitted
from tests.fakes import MORNING, World, world
from tests.rows import CASE
from verifier import usecases
from verifier.domain.case import CaseState, Declared
from verifier.domain.errors import (
    CaseNotOpen,
    EvidenceDamaged,
    EvidenceMissing,
    Invalid,
    NotFound,
    StorageUnavailable,
    TooMuchEvidence,
    VerifierError,
)
from verifier.domain.evidence import EvidenceKind
from verifier.intake.errors import EvidenceRefused
from verifier.usecases.evidence import EVIDENCE_MAX


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


def test_a_case_opens_with_what_was_declared(here: World, alice: str) -> None:
    case = opened(here.ports, alice)
    assert case == replace(CASE, id=case.id, tenant_id=alice)
    assert usecases.read_case(here.ports, alice, case.id).case == case


@pytest.mark.parametrize(
    ("pointer", "declared", "reference"),
    [
        ("/declared/name", Declared("a\x00b", "c", "p"), None),
        ("/declared/code", Declared("n", "c\ud800", "p"), None),
        ("/declared/person", Declared("n", "c", "p\x1b[2J"), None),
        ("/declared/name", Declared("样" * 501, "c", "p"), None),
        ("/reference", Declared("n", "c", "p"), "a\nb"),
    ],
)
def test_text_that_cannot_be_kept_is_refused_by_its_place(
    here: World, alice: str, pointer: str, declared: Declared, reference: str | None
) -> None:
    with pytest.raises(Invalid) as refused:
        usecases.open_case(
            here.ports, alice, account_type=CASE.account_type, declared=declared, reference=reference
        )
    assert [error.pointer for error in refused.value.errors] == [pointer]
    assert usecases.list_cases(here.ports, alice).cases == ()


def test_evidence_is_kept_as_it_came_and_known_by_its_content(here: World, alice: str) -> None:
    case = opened(here.ports, alice)
    evidence = usecases.add_evidence(
        here.ports,
        alice,
        case.id,
        kind=EvidenceKind.BUSINESS_LICENCE,
        data=photo(),
        declared_media_type="image/jpeg",
    )
    assert (evidence.media_type, evidence.declared_media_type) == ("image/png", "image/jpeg")
    assert usecases.fetch_evidence(here.ports, alice, evidence.id) == (evidence, photo())


def test_a_file_that_the_intake_refuses_is_kept_nowhere(here: World, alice: str) -> None:
    case = opened(here.ports, alice)
    with pytest.raises(EvidenceRefused):
        usecases.add_evidence(
            here.ports,
            alice,
            case.id,
            kind=EvidenceKind.BUSINESS_LICENCE,
            data=b"not an image",
            declared_media_type=None,
        )
    assert here.blobs.count == 0
    assert usecases.read_case(here.ports, alice, case.id).evidence == ()


def test_a_case_takes_so_much_evidence_and_no_more(here: World, alice: str) -> None:
    case = opened(here.ports, alice)
    for shade in range(EVIDENCE_MAX):
        added(here.ports, case, shade)
    with pytest.raises(TooMuchEvidence):
        added(here.ports, case)
    assert len(usecases.read_case(here.ports, alice, case.id).evidence) == EVIDENCE_MAX


def test_a_submitted_case_takes_no_more_evidence(here: World, alice: str) -> None:
    case, _ = submitted(here.ports, alice)
    with pytest.raises(CaseNotOpen):
        added(here.ports, case)
    assert len(usecases.read_case(here.ports, alice, case.id).evidence) == 1


def test_a_case_without_a_licence_cannot_be_submitted(here: World, alice: str) -> None:
    case = opened(here.ports, alice)
    with pytest.raises(EvidenceMissing):
        usecases.submit_case(here.ports, alice, case.id)
    assert usecases.read_case(here.ports, alice, case.id).case.state is CaseState.OPEN
    assert here.queue.asked == []


def test_a_case_is_submitted_once(here: World, alice: str) -> None:
    case, tasks = submitted(here.ports, alice, pieces=2)
    assert (case.state, case.submitted_at) == (CaseState.SUBMITTED, MORNING)
    assert sorted(here.queue.asked) == sorted(tasks)
    with pytest.raises(CaseNotOpen):
        usecases.submit_case(here.ports, alice, case.id)
    assert len(here.queue.asked) == 2


def test_a_queue_that_is_down_loses_nothing(here: World, alice: str) -> None:
    here.queue.up = False
    case, tasks = submitted(here.ports, alice)
    assert case.state is CaseState.SUBMITTED
    here.queue.up = True
    here.clock.tick(seconds=6)
    assert usecases.sweep_tasks(here.ports) == 1
    assert here.queue.asked == tasks


@pytest.mark.parametrize("case_id", ["", "case_unknown", "'; --", "case_\x00"])
def test_a_case_that_is_not_there_is_not_found(here: World, alice: str, case_id: str) -> None:
    with pytest.raises(NotFound):
        usecases.read_case(here.ports, alice, case_id)
    with pytest.raises(NotFound):
        usecases.submit_case(here.ports, alice, case_id)


def test_a_photo_that_is_damaged_or_lost_is_our_fault_and_never_handed_out(here: World, alice: str) -> None:
    evidence = added(here.ports, opened(here.ports, alice))
    here.blobs.damage(alice, evidence.sha256)
    with pytest.raises(EvidenceDamaged) as error:
        usecases.fetch_evidence(here.ports, alice, evidence.id)
    assert error.value.status == 500
    here.blobs.lose(alice, evidence.sha256)
    with pytest.raises(EvidenceDamaged):
        usecases.fetch_evidence(here.ports, alice, evidence.id)


def test_a_photo_store_that_is_down_refuses_politely(here: World, alice: str) -> None:
    case = opened(here.ports, alice)
    evidence = added(here.ports, case)
    here.blobs.up = False
    with pytest.raises(StorageUnavailable):
        added(here.ports, case, shade=1)
    with pytest.raises(StorageUnavailable):
        usecases.fetch_evidence(here.ports, alice, evidence.id)
    assert usecases.read_case(here.ports, alice, case.id).evidence == (evidence,)


def test_pages_follow_each_other_to_the_end(here: World, alice: str) -> None:
    cases = []
    for _ in range(5):
        cases.append(opened(here.ports, alice))
        here.clock.tick(seconds=1)
    first = usecases.list_cases(here.ports, alice, limit=2)
    second = usecases.list_cases(here.ports, alice, before=first.next, limit=2)
    third = usecases.list_cases(here.ports, alice, before=second.next, limit=2)
    assert [*first.cases, *second.cases, *third.cases] == cases[::-1]
    assert (third.next, len(third.cases)) == (None, 1)


def test_a_page_that_just_fits_is_the_last(here: World, alice: str) -> None:
    opened(here.ports, alice)
    opened(here.ports, alice)
    assert usecases.list_cases(here.ports, alice, limit=2).next is None


@pytest.mark.parametrize("limit", [-1, 0, 10**9])
def test_a_page_has_a_sane_size_whatever_is_asked(here: World, alice: str, limit: int) -> None:
    opened(here.ports, alice)
    assert len(usecases.list_cases(here.ports, alice, limit=limit).cases) == 1


def test_every_error_has_a_code_of_its_own() -> None:
    def family(kind: type[VerifierError]) -> list[type[VerifierError]]:
        return [kind, *(one for child in kind.__subclasses__() for one in family(child))]

    ours = [kind for kind in family(VerifierError) if kind.__module__ == VerifierError.__module__]
    assert len({kind.code for kind in ours}) == len(ours)
