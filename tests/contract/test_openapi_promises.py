"""What the document says of a request is what the app takes, to the character; fuzzing found all of it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from marshmallow import ValidationError

from tests.access.faces import REVIEW, session_to_review
from tests.access.integration import HOOK, key_address, webhook_address
from tests.fakes import world
from tests.sites import Site
from tests.visitors import office
from verifier.api.questions import READABLE, READABLE_LINES, readable, readable_lines
from verifier.app import equip
from verifier.domain.consent import consent_text
from verifier.domain.event import CHOSEN
from verifier.settings import Settings


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/v1/openapi.json").json


def patterns(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for member in part.values():
            yield from patterns(member)
    elif isinstance(part, list):
        for item in part:
            yield from patterns(item)


def test_every_pattern_speaks_of_the_whole_text_as_json_schema_reads_it(document: dict[str, Any]) -> None:
    found = set(patterns(document))
    assert len(found) > 10
    for pattern in found:
        assert pattern.startswith("^"), pattern
        assert pattern.endswith("$"), pattern
        assert r"\Z" not in pattern


@pytest.mark.parametrize(
    ("check", "pattern"), [(readable, READABLE), (readable_lines, READABLE_LINES)], ids=["line", "lines"]
)
def test_a_documented_text_is_one_that_is_taken(check: Any, pattern: str) -> None:
    """Every character up to the end of the Latin ones, and all that are blank, at each place of a text."""
    blank = [chr(code) for code in range(0x10000) if chr(code).isspace()]
    for character in {*map(chr, range(0x250)), *blank, "\ufeff", "\u200b", "中", "\U0001f600"}:
        for text in (character, f"{character}a", f"a{character}", f"a{character}b", f" {character} "):
            try:
                check(text)
                taken = True
            except ValidationError:
                taken = False
            # `$` of Python lets a line end follow; that of JSON Schema does not.
            assert taken == bool(re.fullmatch(pattern, text)), ascii(text)


def test_an_identifier_with_a_line_end_after_it_is_none(alice: Site) -> None:
    assert alice.get(f"/v1/cases?cursor=case_{'0' * 26}").status_code == 200
    assert alice.get(f"/v1/cases?cursor=case_{'0' * 26}%0A").status_code == 422


def test_the_events_that_are_offered_are_those_that_may_be_chosen(
    document: dict[str, Any], alice: Site
) -> None:
    for name in ("WebhookQuestion", "WebhookChangeQuestion"):
        offered = document["components"]["schemas"][name]["properties"]["types"]["items"]["enum"]
        assert offered == [kind.value for kind in CHOSEN]
    made = alice.post("/v1/webhooks", json={"url": HOOK, "types": offered})
    assert made.json["types"] == offered


@pytest.mark.parametrize(("hours", "status"), [(24.0, 201), (24, 201), (24.5, 422), ("24", 422), (True, 422)])
def test_a_whole_number_is_one_however_it_is_spelled(hours: object, status: int, alice: Site) -> None:
    response = alice.post(f"{key_address(alice)}/rotation", json={"overlap_hours": hours})
    assert response.status_code == status


@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0, "true", "on", [], None])
def test_what_python_takes_for_true_or_false_is_neither(value: object, alice: Site) -> None:
    address = webhook_address(alice)
    assert alice.send("PATCH", address, json={"enabled": value}).status_code == 422
    assert alice.get(address).json["enabled"] is True


@pytest.mark.parametrize("value", [0, 1, 1.0, "yes"])
def test_nobody_has_agreed_to_keep_pictures_by_sending_a_number(
    value: object, registered: Flask, settings: Settings
) -> None:
    here = world()
    equip(registered, settings, here.ports)
    site = office(registered, here)
    visitor = site.visitor()
    told = {"text_sha256": consent_text("zh", site.tenant.name).sha256, "keeps_frames": value}
    assert visitor.post("/consent", json=told).status_code == 422
    assert visitor.screen() == "consent"


def test_a_reviewers_reason_may_have_lines_of_any_system(alice: Site) -> None:
    reason = REVIEW | {"reason": "Nobody came.\r\nCalled twice:\t9 and 10 o'clock."}
    assert alice.post(session_to_review(alice), json=reason).status_code == 201
