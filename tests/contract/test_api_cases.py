"""What a site gets when it does everything right, and that each answer keeps to the documented schema."""

import hashlib
import json
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from tests.licences import licence, line
from tests.sites import QUESTION, Site, photo, read_all, upload
from verifier.api import presenting
from verifier.api.answers import ReadingAnswer
from verifier.domain.provenance import (
    Capture,
    Container,
    Credentials,
    CredentialState,
    Declaration,
    Declarer,
    Editing,
    EmbeddedThumbnail,
    JpegEncoding,
    Origin,
    Provenance,
    ScreenshotHint,
    Trouble,
)
from verifier.domain.reading import Reading, Unreadable
from verifier.usecases.ports import Ports


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/v1/openapi.json").json


def assert_fits(document: dict[str, Any], schema: str, answer: Any) -> None:
    """The answer has every documented member, of the right type, and none that is not documented."""
    strict = _closed(document) | {"$ref": f"#/components/schemas/{schema}"}
    Draft202012Validator(strict).validate(answer)


def _closed(document: dict[str, Any]) -> dict[str, Any]:
    schemas = {
        name: body | {"additionalProperties": False}
        for name, body in document["components"]["schemas"].items()
    }
    return {"components": {"schemas": schemas}}


def test_a_case_is_opened_at_the_address_it_says(alice: Site, document: dict[str, Any]) -> None:
    response = alice.post("/v1/cases", json=QUESTION)
    assert response.status_code == 201
    assert_fits(document, "CaseSummary", response.json)
    assert response.headers["Location"] == response.json["url"]
    assert {name: response.json[name] for name in QUESTION} == QUESTION
    assert response.json["state"] == "open"
    assert alice.get(response.headers["Location"]).json["id"] == response.json["id"]


def test_a_reference_may_be_left_out(alice: Site) -> None:
    question = {name: QUESTION[name] for name in ("account_type", "declared")}
    assert alice.post("/v1/cases", json=question).json["reference"] is None


def test_evidence_is_kept_byte_for_byte(alice: Site, document: dict[str, Any]) -> None:
    response = alice.add_photo(alice.open_case())
    assert response.status_code == 201
    assert_fits(document, "AddedEvidenceAnswer", response.json)
    assert response.json["sha256"] == hashlib.sha256(photo()).hexdigest()
    assert response.json["size"] == len(photo())
    assert response.json["warnings"] == []
    assert alice.get(response.headers["Location"]).data == photo()


def test_the_media_type_is_told_by_the_content_and_a_wrong_one_is_mentioned(alice: Site) -> None:
    response = alice.post(f"{alice.open_case()}/evidence", data=upload(photo("PNG"), "a.jpg", "image/jpeg"))
    assert response.status_code == 201
    assert response.json["media_type"] == "image/png"
    assert response.json["declared_media_type"] == "image/jpeg"
    assert [warning["code"] for warning in response.json["warnings"]] == ["media_type_corrected"]


def test_what_is_no_media_type_counts_as_none(alice: Site) -> None:
    response = alice.post(f"{alice.open_case()}/evidence", data=upload(photo(), "a.jpg", "a picture, honest"))
    assert response.json["declared_media_type"] is None
    assert response.json["warnings"] == []


def test_a_file_comes_back_as_a_download_that_no_browser_runs(alice: Site) -> None:
    response = alice.get(alice.add_photo(alice.open_case()).headers["Location"])
    assert response.mimetype == "image/jpeg"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=evd_")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_submitted_case_says_where_and_when_to_look_again(alice: Site, document: dict[str, Any]) -> None:
    case = alice.open_case()
    alice.add_photo(case)
    response = alice.submit(case)
    assert response.status_code == 202
    assert_fits(document, "CaseSummary", response.json)
    assert response.headers["Location"] == case
    assert int(response.headers["Retry-After"]) > 0
    shown = alice.get(case)
    assert shown.json["state"] == "submitted"
    assert shown.json["progress"] == {"done": 0, "total": 1}
    assert int(shown.headers["Retry-After"]) > 0


def test_a_verified_case_shows_how_it_came_to_that(
    alice: Site, ports: Ports, document: dict[str, Any]
) -> None:
    case = alice.submitted_case()
    read_all(ports, alice.get(case).json)
    answer = alice.get(case).json
    assert_fits(document, "CaseAnswer", answer)
    assert answer["state"] == answer["decision"]["outcome"] == "verified"
    assert answer["decision"]["reasons"] == []
    assert answer["decision"]["decided_by"] == "policy"
    assert ("code", "pass") in {(finding["check"], finding["outcome"]) for finding in answer["findings"]}
    assert answer["progress"] is None
    assert answer["readings"][0]["fields"]["code"]["value"] == QUESTION["declared"]["code"]


def test_an_escalated_case_gives_its_reasons_in_words_for_both(
    alice: Site, ports: Ports, document: dict[str, Any]
) -> None:
    case = alice.submitted_case()
    read_all(ports, alice.get(case).json, licence({"person": "陈小明"}))
    answer = alice.get(case).json
    assert_fits(document, "CaseAnswer", answer)
    assert answer["state"] == "escalated"
    (reason,) = [item for item in answer["decision"]["reasons"] if item["check"] == "declared"]
    assert reason["applicant"]["zh"]
    assert reason["applicant"]["en"]
    assert "陈小明" in reason["auditor"]
    assert "陈小明" not in reason["applicant"]["zh"]
    assert reason["applicant"] in answer["decision"]["advice"]


def test_evidence_that_cannot_be_read_says_why(alice: Site, ports: Ports, document: dict[str, Any]) -> None:
    case = alice.submitted_case()
    read_all(ports, alice.get(case).json, Unreadable("evidence_truncated", "The file ends too early."))
    answer = alice.get(case).json
    assert_fits(document, "CaseAnswer", answer)
    assert answer["readings"][0]["unreadable"]["code"] == "evidence_truncated"
    assert answer["readings"][0]["frame"] is None
    assert answer["state"] == "escalated"


def test_lines_are_shown_only_to_who_asks(alice: Site, ports: Ports, document: dict[str, Any]) -> None:
    case = alice.submitted_case()
    body = licence(lines=[line("经营范围")])
    read_all(ports, alice.get(case).json, body)
    assert "lines" not in alice.get(case).json["readings"][0]
    answer = alice.get(f"{case}?include=lines").json
    assert_fits(document, "CaseAnswer", answer)
    assert [item["text"] for item in answer["readings"][0]["lines"]] == [item.text for item in body.lines]


def test_an_unchanged_case_costs_no_body(alice: Site) -> None:
    case = alice.open_case()
    first = alice.get(case)
    again = alice.get(case, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    alice.add_photo(case)
    changed = alice.get(case, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_pages_hold_every_case_once_newest_first(alice: Site, ports: Ports) -> None:
    opened = []
    for _ in range(5):
        opened.append(alice.open_case())
        ports.clock.tick(seconds=1)  # type: ignore[attr-defined]  # a fake clock
    seen, address = [], "/v1/cases?limit=2"
    while address:
        page = alice.get(address)
        seen += [item["url"] for item in page.json["items"]]
        alice.open_case()  # what is opened meanwhile shifts nothing
        address = page.json["next"]
        assert page.headers.get("Link") == (f'<{address}>; rel="next"' if address else None)
    assert seen == opened[::-1]


FULL = Provenance(
    Container("image/jpeg", 900, 640, JpegEncoding(75, standard_tables=True, subsampling="4:2:0")),
    Capture("Maker Model"),
    Editing(("Program",), 2, 1),
    EmbeddedThumbnail(0.5),
    Credentials(CredentialState.INVALID, "Maker", ("c2pa.created",), ("digitalCapture",), ("a.mismatch",)),
    remote_credentials=True,
    declarations=(Declaration(Declarer.GB_45438, Origin.SUSPECTED),),
    screenshot=(ScreenshotHint.SAYS_SO,),
    troubles=(Trouble.XMP_BROKEN,),
)


@pytest.mark.parametrize("body", [FULL, Provenance(), Provenance(container=Container("image/png"))])
def test_what_a_file_says_of_its_origin_keeps_to_its_schema(
    body: Provenance, document: dict[str, Any]
) -> None:
    reading = Reading("evd_1", "provenance", "metadata", "1", 3, body)
    answer = json.loads(ReadingAnswer().dumps(presenting.reading(reading, lines=False)))
    assert_fits(document, "ReadingAnswer", answer | {"lines": []})
    assert answer["provenance"]["editing"]["software"] == list(body.editing.software)
    assert answer["document_type"] is None


def test_a_page_keeps_to_its_schema(alice: Site, document: dict[str, Any]) -> None:
    alice.open_case()
    assert_fits(document, "CasePage", alice.get("/v1/cases").json)


def test_chinese_stays_readable_in_answers(alice: Site) -> None:
    assert QUESTION["declared"]["name"] in alice.get(alice.open_case()).get_data(as_text=True)
