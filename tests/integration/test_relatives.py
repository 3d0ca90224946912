"""Two cases whose pages are relatives, through the real store and reader; what neither site may see."""

from dataclasses import replace
from functools import partial

import cv2
import pytest

from tests.crowds import all_at_once, world_on
from tests.drawn_pages import Page, drawn
from tests.fakes import World
from tests.licences import PRINTED, field
from verifier import policies, usecases
from verifier.domain.case import AccountType, Case, CaseState, Declared
from verifier.domain.evidence import EvidenceKind, ReadingPlan
from verifier.domain.picture import PictureKind
from verifier.domain.reading import DocumentType, FieldName, Frame, LicenceReading, Line, Reading
from verifier.domain.relatives import Relatives, Shared
from verifier.settings import POLICIES
from verifier.usecases import Claim
from verifier.usecases.ports import Ports
from workers.readers.relatives import RelativesReader

POLICY = policies.load(POLICIES / "v1.toml")
SEARCHED = ReadingPlan({EvidenceKind.BUSINESS_LICENCE: ("licence",)}, {"licence": ("relatives",)})


@pytest.fixture
def here(database_url: str) -> World:
    return planned(world_on(database_url, POLICY))


def planned(here: World) -> World:
    """The search for relatives follows the licence, and nothing else is read."""
    return replace(here, ports=replace(here.ports, plan=SEARCHED))


def tenant(here: World, name: str) -> str:
    return usecases.create_tenant(here.ports, name)[0].id


def read(
    ports: Ports, tenant_id: str, page: tuple[Page, tuple[Line, ...]], reference: str | None, firm: int
) -> tuple[Case, Relatives]:
    """A case from opening to decision, with what the search found."""
    pixels, lines = page
    case, claim = submitted(ports, tenant_id, pixels, reference, firm)
    body = licence_of(pixels, lines, firm)
    usecases.record_reading(ports, claim, Reading(claim.evidence.id, "licence", "none", "0", 1, body))
    return case, searched(ports, claim)


def submitted(
    ports: Ports, tenant_id: str, pixels: Page, reference: str | None, firm: int
) -> tuple[Case, Claim]:
    _, data = cv2.imencode(".jpg", pixels)
    case = usecases.open_case(
        ports,
        tenant_id,
        account_type=AccountType.DIRECT_EMPLOYER,
        declared=declared(firm),
        reference=reference,
    )
    evidence = usecases.add_evidence(
        ports, tenant_id, case.id, kind=EvidenceKind.BUSINESS_LICENCE, data=data.tobytes(),
        declared_media_type="image/jpeg",
    )  # fmt: skip
    usecases.submit_case(ports, tenant_id, case.id)
    claim = usecases.claim_task(ports, f"licence-{evidence.id}", worker="w")
    assert claim is not None
    return case, claim


def searched(ports: Ports, of: Claim) -> Relatives:
    claim = usecases.claim_task(ports, f"relatives-{of.evidence.id}", worker="w")
    assert claim is not None
    _, data = usecases.fetch_evidence(ports, claim.task.tenant_id, claim.evidence.id)
    seen = RelativesReader().read(ports, claim, data)
    assert usecases.record_reading(ports, claim, seen.reading, seen.pictures)
    assert isinstance(seen.reading.body, Relatives)
    return seen.reading.body


def declared(firm: int) -> Declared:
    return Declared(
        f"第{firm}样本有限公司", f"9144030070846{firm:05}", f"样本人{firm}", phone=f"1380000{firm:04}"
    )


def licence_of(pixels: Page, lines: tuple[Line, ...], firm: int) -> LicenceReading:
    typed = declared(firm)
    values = {FieldName.NAME: typed.name, FieldName.CODE: typed.code, FieldName.PERSON: typed.person}
    height, width = pixels.shape[:2]
    found = {name: field(value) for name, value in values.items()}
    assert set(found) <= set(PRINTED)
    return LicenceReading(Frame(width, height), DocumentType.BUSINESS_LICENCE, lines, found)


def codes(ports: Ports, case: Case) -> set[str]:
    view = usecases.read_case(ports, case.tenant_id, case.id)
    assert view.decision is not None
    return {finding.code for finding in view.findings if finding.check == "relatives"}


def test_other_print_on_the_same_photo_under_another_account_is_found(here: World) -> None:
    alice = tenant(here, "Alice's site")
    first, nothing = read(here.ports, alice, drawn(1), "one", 1)
    second, found = read(here.ports, alice, drawn(1, text=2), "two", 2)
    assert nothing == Relatives((), 0, 0)
    (relative,) = found.relatives
    assert (relative.case_id, relative.shared) == (first.id, (Shared.BACKGROUND,))
    assert codes(here.ports, first) == {"relatives_none_found"}
    assert codes(here.ports, second) == {"relative_same_background"}
    assert usecases.read_case(here.ports, alice, second.id).case.state is CaseState.ESCALATED


def test_the_same_file_under_the_same_account_is_no_concern(here: World) -> None:
    alice = tenant(here, "Alice's site")
    read(here.ports, alice, drawn(1), "one", 1)
    again, found = read(here.ports, alice, drawn(1), "one", 1)
    (relative,) = found.relatives
    assert relative.same_account
    assert {Shared.BYTES, Shared.IMAGE, Shared.CODE, Shared.PHONE} <= set(relative.shared)
    assert codes(here.ports, again) == {"relatives_none_found"}


def test_two_firms_photos_are_no_relatives(here: World) -> None:
    alice = tenant(here, "Alice's site")
    read(here.ports, alice, drawn(1), "one", 1)
    assert read(here.ports, alice, drawn(2), "two", 2)[1].relatives == ()


def test_one_site_never_meets_anothers_cases(here: World) -> None:
    alice, bob = tenant(here, "Alice's site"), tenant(here, "Bob's site")
    hers, _ = read(here.ports, alice, drawn(1), "one", 1)
    his, found = read(here.ports, bob, drawn(1), "two", 1)
    assert found == Relatives((), 0, 0)
    assert codes(here.ports, his) == {"relatives_none_found"}
    _, later = read(here.ports, alice, drawn(1), "three", 1)
    assert [relative.case_id for relative in later.relatives] == [hers.id]


def test_the_thumbnail_is_kept_sealed_beside_the_evidence(here: World) -> None:
    alice = tenant(here, "Alice's site")
    case, _ = read(here.ports, alice, drawn(1), "one", 1)
    (evidence,) = usecases.read_case(here.ports, alice, case.id).evidence
    picture, data = usecases.fetch_picture(here.ports, alice, evidence.id, PictureKind.THUMBNAIL)
    assert picture.media_type == "image/jpeg"
    assert data.startswith(b"\xff\xd8")


def _one_of_two(alice: str, here: World, number: int) -> int:
    """Read a case of the same photo as the other process does; how many relatives it saw."""
    _, found = read(planned(here).ports, alice, drawn(1), f"account {number}", 1)
    return found.total


def test_of_two_cases_read_at_once_one_sees_the_other(database_url: str, here: World) -> None:
    alice = tenant(here, "Alice's site")
    assert sum(all_at_once(database_url, partial(_one_of_two, alice), crowd=2)) >= 1
