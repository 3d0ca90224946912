"""The Python client with cases: from a file to a decision, over the real app."""

import io
from pathlib import Path

import pytest

from bonafide import (
    AccountType,
    Bonafide,
    CaseOutcome,
    CaseState,
    Conflict,
    Declared,
    EvidenceKind,
    Invalid,
    NotFound,
    PictureKind,
    StillWaiting,
)
from tests.clients import InProcess, Pauses
from tests.licences import DECLARED
from tests.sites import ABSENT_CASE, THUMBNAIL, Site, photo

FIRM = Declared(name=DECLARED.name, code=DECLARED.code, person=DECLARED.person)


def opened(bonafide: Bonafide) -> str:
    case = bonafide.cases.open(account_type=AccountType.DIRECT_EMPLOYER, declared=FIRM, reference="e-1")
    return case.id


def test_a_case_is_taken_from_a_file_to_its_decision(
    bonafide: Bonafide, alice: Site, pauses: Pauses, tmp_path: Path
) -> None:
    case_id = opened(bonafide)
    licence = tmp_path / "licence.jpg"
    licence.write_bytes(photo())
    evidence = bonafide.cases.add_evidence(case_id, file=licence)
    assert (evidence.kind, evidence.size) == (EvidenceKind.BUSINESS_LICENCE, len(photo()))
    assert evidence.added_at.tzinfo is not None
    assert bonafide.cases.submit(case_id).state is CaseState.SUBMITTED
    pauses.then = lambda: alice.read(f"/v1/cases/{case_id}", pictures=[THUMBNAIL])
    case = bonafide.cases.wait(case_id)
    assert case.state is CaseState.VERIFIED
    assert case.decision is not None
    assert case.decision.outcome is CaseOutcome.VERIFIED
    assert case.declared == FIRM
    assert case.readings[0].fields["code"].value
    assert case == bonafide.cases.read(case_id)
    assert bonafide.cases.fetch_content(evidence.id) == photo()
    assert bonafide.cases.fetch_picture(evidence.id, PictureKind.THUMBNAIL) == THUMBNAIL.data


def test_waiting_asks_for_what_has_changed_as_often_as_the_service_says(
    bonafide: Bonafide, alice: Site, pauses: Pauses, transport: InProcess
) -> None:
    case_id = alice.submitted_case().rpartition("/")[2]
    pauses.then = lambda: None if len(pauses.taken) < 3 else alice.read(f"/v1/cases/{case_id}")
    assert bonafide.cases.wait(case_id).state is CaseState.VERIFIED
    assert [response.status_code for _, response in transport.seen] == [200, 304, 304, 200]
    assert pauses.taken == [2.0, 2.0, 2.0]


def test_waiting_ends_with_its_time(bonafide: Bonafide, alice: Site) -> None:
    case_id = alice.submitted_case().rpartition("/")[2]
    with pytest.raises(StillWaiting, match=case_id):
        bonafide.cases.wait(case_id, timeout=1.0)


@pytest.mark.parametrize("file", [photo(), io.BytesIO(photo())], ids=["bytes", "an open file"])
def test_a_file_may_come_as_bytes_or_open(bonafide: Bonafide, file: bytes | io.BytesIO) -> None:
    if isinstance(file, io.BytesIO):
        file.seek(0)
    evidence = bonafide.cases.add_evidence(opened(bonafide), file=file)
    assert (evidence.size, evidence.media_type, evidence.warnings) == (len(photo()), "image/jpeg", ())


def test_a_file_is_sent_again_whole_and_taken_once(bonafide: Bonafide, transport: InProcess) -> None:
    case_id = opened(bonafide)
    file = io.BytesIO(photo())
    first = bonafide.cases.add_evidence(case_id, file=file, idempotency_key="once")
    file.seek(0)
    assert bonafide.cases.add_evidence(case_id, file=file, idempotency_key="once") == first
    assert transport.seen[-1][1].headers["Idempotency-Replayed"] == "true"
    assert len(bonafide.cases.read(case_id).evidence) == 1


def test_lines_of_text_come_where_they_are_asked_for(
    bonafide: Bonafide, alice: Site, transport: InProcess
) -> None:
    address = alice.submitted_case()
    alice.read(address)
    case_id = address.rpartition("/")[2]
    bonafide.cases.read(case_id, include="lines")
    assert transport.seen[-1][0].url.params["include"] == "lines"
    assert bonafide.cases.read(case_id).readings[0].lines == ()


def test_a_list_goes_on_over_its_pages(bonafide: Bonafide, transport: InProcess) -> None:
    made = [opened(bonafide) for _ in range(5)]
    before = len(transport.seen)
    assert sorted(case.id for case in bonafide.cases.list(limit=2)) == sorted(made)
    assert len(transport.seen) - before == 3


def test_problems_are_exceptions_of_their_kind(bonafide: Bonafide) -> None:
    with pytest.raises(NotFound) as absent:
        bonafide.cases.read(ABSENT_CASE)
    assert (absent.value.status, absent.value.code) == (404, "not_found")
    assert absent.value.request_id is not None
    with pytest.raises(Conflict) as early:
        bonafide.cases.submit(opened(bonafide))
    assert early.value.code == "evidence_missing"
    with pytest.raises(Invalid) as wrong:
        bonafide.cases.open(
            account_type=AccountType.PUBLIC_BODY, declared=Declared(name="", code="1", person="x")
        )
    assert {error.pointer for error in wrong.value.errors} == {"/declared/name"}
