"""Readings, findings and responses survive JSON, and rows of yesterday survive the code of tomorrow."""

import json
from collections.abc import Mapping
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rows import READING
from verifier.domain.finding import Finding, Outcome
from verifier.domain.provenance import Provenance
from verifier.domain.reading import (
    DocumentType,
    Field,
    FieldName,
    Frame,
    LicenceReading,
    Line,
    Reading,
    Unreadable,
)
from verifier.store.serialisation import (
    body_from_json,
    body_to_json,
    findings_from_json,
    findings_to_json,
    response_from_bytes,
    response_to_bytes,
)
from verifier.usecases.ports import StoredResponse

# Hypothesis builds these from their types, whatever fields they come to have.
finite = st.floats(allow_nan=False, allow_infinity=False)
st.register_type_strategy(float, finite)
st.register_type_strategy(
    Mapping, lambda type_: st.dictionaries(*(st.from_type(part) for part in get_args(type_)))
)

bodies = st.from_type(LicenceReading) | st.from_type(Unreadable) | st.from_type(Provenance)
findings = st.lists(st.from_type(Finding)).map(tuple)


def through_json(value: object) -> object:
    return json.loads(json.dumps(value, allow_nan=False))


@settings(deadline=None, max_examples=200)
@given(bodies)
def test_every_reading_comes_back_as_it_was(body: LicenceReading | Unreadable | Provenance) -> None:
    reading = Reading("evd_1", "licence", "engine", "1", 1, body)
    assert body_from_json(through_json(body_to_json(reading))) == body


@settings(deadline=None, max_examples=200)
@given(findings)
def test_every_finding_comes_back_as_it_was(some: tuple[Finding, ...]) -> None:
    back = findings_from_json(through_json(findings_to_json(some)))
    assert back == some
    assert [type(one.measured) for one in back] == [type(one.measured) for one in some]


@settings(deadline=None)
@given(st.builds(StoredResponse, st.integers(200, 599), st.dictionaries(st.text(), st.text()), st.text()))
def test_every_response_comes_back_as_it_was(response: StoredResponse) -> None:
    assert response_from_bytes(response_to_bytes(response)) == response


def test_fields_keep_their_order() -> None:
    fields = {name: Field(name, None, 1.0, (1, 2, 3, 4)) for name in reversed(FieldName)}
    body = LicenceReading(Frame(1, 1), DocumentType.OTHER, (), fields)
    back = body_from_json(through_json(body_to_json(Reading("e", "r", "e", "1", 1, body))))
    assert isinstance(back, LicenceReading)
    assert list(back.fields) == list(fields)


def test_a_row_of_the_first_version_still_opens() -> None:
    stored = {
        "type": "licence",
        "frame": {"width": 10, "height": 20},
        "document_type": "business_licence",
        "lines": [{"polygon": [[1, 2], [3.5, 4]], "text": "名称", "score": 1}],
        "fields": {"name": {"value": "x", "normalised": None, "score": 0.5, "box": [1, 2, 3, 4]}},
    }
    assert body_from_json(stored) == LicenceReading(
        frame=Frame(10, 20),
        document_type=DocumentType.BUSINESS_LICENCE,
        lines=(Line(((1.0, 2.0), (3.5, 4.0)), "名称", 1.0),),
        fields={FieldName.NAME: Field("x", None, 0.5, (1, 2, 3, 4))},
    )


def test_a_row_of_a_later_version_opens_without_what_is_unknown_here() -> None:
    stored = body_to_json(READING) | {"moon_phase": "full"}
    stored["frame"] = stored["frame"] | {"depth": 3}
    assert body_from_json(stored) == READING.body
    finding = {"check": "c", "outcome": "pass", "code": "x", "detail": "d", "mood": 1}
    assert findings_from_json([finding]) == (Finding("c", Outcome.PASS, "x", "d"),)


def test_the_tags_are_ours_and_no_class_names() -> None:
    assert body_to_json(READING)["type"] == "licence"
    unread = Reading("e", "r", "e", "1", 1, Unreadable("truncated", "d"))
    assert body_to_json(unread) == {"type": "unreadable", "code": "truncated", "detail": "d"}
