"""Employers and the block list over HTTP: opened, verified, stopped by people only, appealed, restored."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.contract.test_api_cases import assert_fits
from tests.contract.test_api_problems import SENT, assert_problem
from tests.fakes import FakeClock
from tests.sites import DEVICE, Site
from verifier.usecases.ports import Ports

WORD = {"reviewer": "reviewer-12", "words": "Looked at.\nTwice."}
STOP = WORD | {"state": "suspended"}
WHY = {"reason": "forged_licence", "until": "2100-01-01T00:00:00Z", "reviewer": "reviewer-12"}
QUESTION = {"reference": "employer-4711", "account_type": "hr_agency"}


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/v1/openapi.json").json


@pytest.fixture
def clock(ports: Ports) -> FakeClock:
    assert isinstance(ports.clock, FakeClock)
    return ports.clock


def happenings(alice: Site, employer: str) -> list[str]:
    return [line["what"] for line in alice.get(f"{employer}/timeline").json["items"]][::-1]


def test_an_employer_is_opened_at_the_address_it_says(alice: Site, document: dict[str, Any]) -> None:
    known_by = {"phone": "13800000000", "mail_domain": "sample.example", "device": DEVICE}
    response = alice.post("/v1/employers", json=QUESTION | {"known_by": known_by})
    assert response.status_code == 201
    assert_fits(document, "EmployerSummary", response.json)
    assert response.headers["Location"] == response.json["url"]
    assert (response.json["state"], response.json["verified_until"]) == ("pending", None)
    read = alice.get(response.json["url"])
    assert_fits(document, "EmployerAnswer", read.json)
    assert {name: read.json[name] for name in response.json} == response.json
    assert "13800000000" not in read.text


def test_the_papers_are_those_of_the_account_type_and_say_what_is_there(alice: Site) -> None:
    agency = alice.post("/v1/employers", json=QUESTION).json["url"]
    asked = {one["paper"]: one["handed_in"] for one in alice.get(agency).json["papers"]}
    assert set(asked) == {
        "business_licence",
        "hr_service_licence",
        "agent_identity",
        "authorisation_letter",
    }
    assert not any(asked.values())
    employer = alice.verified_employer("another")
    there = {one["paper"]: one["handed_in"] for one in alice.get(employer).json["papers"]}
    assert there == {"business_licence": True, "agent_identity": False, "authorisation_letter": False}


def test_a_verified_case_verifies_its_employer_for_six_months_at_most(alice: Site, clock: FakeClock) -> None:
    employer = alice.get(alice.verified_employer()).json
    (case,) = employer["cases"]
    assert employer["case_id"] == case
    shown = alice.get(f"/v1/cases/{case}").json
    assert shown["employer_id"] == employer["id"]
    assert employer["verified_until"] == shown["decision"]["expires_at"]
    clock.tick(days=184)
    after = alice.get(employer["url"]).json
    assert (after["state"], after["ground"]) == ("review", "expiry")
    assert alice.get("/v1/employers").json["items"][0]["state"] == "review"


def test_an_employer_is_found_by_the_sites_own_key(alice: Site, document: dict[str, Any]) -> None:
    address = alice.open_employer("账号 4711/2?&=")
    alice.open_employer("another")
    found = alice.get("/v1/employers", query_string={"reference": "账号 4711/2?&="})
    assert_fits(document, "EmployerPage", found.json)
    assert [item["url"] for item in found.json["items"]] == [address]
    assert alice.get("/v1/employers?reference=nobody").json == {"items": [], "next": None}
    assert_problem(
        alice.post("/v1/employers", json=QUESTION | {"reference": "another"}), 409, "employer_known"
    )


def test_employers_lines_and_blocks_come_page_by_page_newest_first(
    alice: Site, clock: FakeClock, document: dict[str, Any]
) -> None:
    opened = []
    for number in range(3):
        clock.tick(seconds=1)
        opened.append(alice.open_employer(f"employer-{number}"))
        alice.post("/v1/blocks", json=WHY | {"kind": "phone", "value": f"1390000111{number}"})
        alice.post(f"{opened[0]}/stop", json=STOP)
    for path, count, schema in (
        ("/v1/employers", 3, "EmployerPage"),
        ("/v1/blocks", 3, "BlockPage"),
        (f"{opened[0]}/timeline", 4, "TimelineAnswer"),
    ):
        first = alice.get(f"{path}?limit=2")
        assert_fits(document, schema, first.json)
        assert first.headers["Link"] == f'<{first.json["next"]}>; rel="next"'
        second = alice.get(first.json["next"]).json
        ids = [item["id"] for item in first.json["items"] + second["items"]]
        assert ids == sorted(ids, reverse=True)
        assert (len(set(ids)), second["next"]) == (count, None)


def test_recruiters_join_and_leave_and_their_permits_end(alice: Site, document: dict[str, Any]) -> None:
    wish = alice.wish()
    employer = f"/v1/employers/{wish['employer_id']}"
    body = {"recruiter_id": wish["recruiter_id"]}
    again = alice.post(f"{employer}/recruiters", json=body)
    assert_fits(document, "MembershipAnswer", again.json)
    assert alice.get(employer).json["recruiters"] == [wish["recruiter_id"]]
    held = alice.post("/v1/posting-permits", json=wish).headers["Location"]
    assert alice.send("DELETE", f"{employer}/recruiters/{wish['recruiter_id']}").status_code == 204
    assert alice.get(employer).json["recruiters"] == []
    assert_problem(alice.post(f"{held}/redemption", json={}), 409, "permit_spent")
    assert alice.post("/v1/posting-permits", json=wish).json["answer"] == "deny"
    gone = alice.send("DELETE", f"{employer}/recruiters/{wish['recruiter_id']}")
    assert_problem(gone, 404, "not_found")


def test_a_stop_is_appealed_and_answered_and_all_of_it_is_on_record(
    alice: Site, document: dict[str, Any]
) -> None:
    employer = alice.verified_employer()
    assert_problem(alice.post(f"{employer}/appeal", json={"words": "x"}), 409, "employer_not_stopped")
    assert_problem(alice.post(f"{employer}/restoration", json=WORD), 409, "employer_not_stopped")
    assert alice.post(f"{employer}/stop", json=STOP).json["state"] == "suspended"
    appealed = alice.post(f"{employer}/appeal", json={"words": "It was not us."})
    assert_fits(document, "EmployerSummary", appealed.json)
    assert (appealed.json["state"], appealed.json["appealed_at"] is None) == ("suspended", False)
    restored = alice.post(f"{employer}/restoration", json=WORD).json
    assert (restored["state"], restored["appealed_at"]) == ("verified", None)
    assert happenings(alice, employer) == ["opened", "case_decided", "stopped", "appealed", "restored"]
    newest = alice.get(f"{employer}/timeline").json["items"][0]
    assert (newest["by"], newest["words"]) == (WORD["reviewer"], WORD["words"])


def test_what_was_revoked_is_not_merely_suspended(alice: Site) -> None:
    employer = alice.open_employer()
    assert alice.post(f"{employer}/stop", json=STOP | {"state": "revoked"}).json["state"] == "revoked"
    assert_problem(alice.post(f"{employer}/stop", json=STOP), 409, "employer_stopped")
    assert alice.get(employer).json["state"] == "revoked"


def test_a_complaint_has_an_employer_looked_at_again(alice: Site) -> None:
    wish = alice.wish()
    employer = f"/v1/employers/{wish['employer_id']}"
    reopened = alice.post(f"{employer}/reopening", json={"ground": "complaint"}).json
    assert (reopened["state"], reopened["ground"]) == ("review", "complaint")
    permit = alice.post("/v1/posting-permits", json=wish).json
    assert (permit["answer"], permit["needs"]) == ("step_up", ["review"])
    assert alice.post(f"{employer}/restoration", json=WORD).json["state"] == "verified"
    assert alice.post("/v1/posting-permits", json=wish).json["answer"] == "allow"


def test_sites_are_told_of_states_and_of_nothing_else(alice: Site) -> None:
    employer = alice.open_employer()
    alice.post(f"{employer}/stop", json=STOP)
    alice.post(f"{employer}/appeal", json={"words": "It was not us."})
    told = [one["data"] for one in alice.get("/v1/events?type=employer.changed").json["items"]]
    assert [one["state"] for one in told] == ["pending", "suspended", "suspended"]
    assert [one.get("appeal") for one in told] == [None, None, "open"]
    assert all(one["url"] == employer for one in told)


def test_a_shared_licence_steps_up_the_second_account_until_a_person_clears_it(
    alice: Site, document: dict[str, Any], clock: FakeClock
) -> None:
    first = alice.verified_employer("first")
    clock.tick(minutes=1)
    wish = alice.wish()  # the same firm, with the same photo
    second = f"/v1/employers/{wish['employer_id']}"
    links = alice.get(f"{second}/links")
    assert_fits(document, "LinkListAnswer", links.json)
    assert {one["kind"] for one in links.json["items"]} >= {"code"}
    assert links.json["items"][0]["employers"] == [first.rpartition("/")[2]]
    assert alice.get(f"{first}/links").json["items"] == []
    permit = alice.post("/v1/posting-permits", json=wish).json
    assert (permit["answer"], permit["needs"]) == ("step_up", ["review"])
    assert "links_strong" in [reason["code"] for reason in permit["reasons"]]
    assert alice.post(f"{second}/links-clearance", json=WORD).status_code == 201
    assert alice.get(f"{second}/links").json["items"] == []
    assert alice.post("/v1/posting-permits", json=wish).json["answer"] == "allow"


def test_a_block_hits_whoever_has_the_value_and_is_appealed_and_lifted(
    alice: Site, document: dict[str, Any]
) -> None:
    wish = alice.wish()
    block = alice.post("/v1/blocks", json=WHY | {"kind": "device", "value": DEVICE})
    assert_fits(document, "BlockAnswer", block.json)
    assert DEVICE not in block.text
    place = block.headers["Location"]
    assert alice.get(place).json == block.json
    assert alice.post("/v1/posting-permits", json=wish).json["answer"] == "deny"
    assert alice.post(f"{place}/appeal").json["appealed_at"] is not None
    assert alice.post("/v1/posting-permits", json=wish).json["needs"] == ["review"]
    assert alice.post(f"{place}/upholding", json=WORD).json["appealed_at"] is None
    assert alice.post("/v1/posting-permits", json=wish).json["answer"] == "deny"
    lifted = alice.post(f"{place}/lifting", json=WORD).json
    assert (lifted["ended_by"], lifted["ended_at"] is None) == ("reviewer-12", False)
    assert alice.post("/v1/posting-permits", json=wish).json["answer"] == "allow"
    for path, body in (("appeal", None), ("upholding", WORD), ("lifting", WORD)):
        assert_problem(alice.post(f"{place}/{path}", json=body), 409, "block_over")


def test_an_employers_own_traits_are_listed_and_met_under_another_registration(
    alice: Site, document: dict[str, Any], clock: FakeClock
) -> None:
    forger = alice.verified_employer("forger")
    listed = alice.post(f"{forger}/blocks", json=WHY)
    assert_fits(document, "BlockListAnswer", listed.json)
    assert {"code", "licence_image"} <= {one["kind"] for one in listed.json["items"]}
    assert "person" not in {one["kind"] for one in listed.json["items"]}
    assert {one["employer_id"] for one in listed.json["items"]} == {forger.rpartition("/")[2]}
    clock.tick(minutes=1)
    permit = alice.permit().json  # the same licence, another account
    assert permit["answer"] == "deny"
    assert "blocked" in [reason["code"] for reason in permit["reasons"]]


BAD: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "no employer": ("/v1/employers", {}, {"/reference", "/account_type"}),
    "our own kind": ("/v1/employers", QUESTION | {"known_by": {"face": SENT}}, {"/known_by/face"}),
    "a blank phone": ("/v1/employers", QUESTION | {"known_by": {"phone": " "}}, {"/known_by/phone"}),
    "a bad type": ("/v1/employers", QUESTION | {"account_type": SENT}, {"/account_type"}),
    "no kind": ("/v1/blocks", WHY | {"kind": "face", "value": SENT}, {"/kind"}),
    "words for a reason": ("/v1/blocks", WHY | {"kind": "phone", "value": "1", "reason": SENT}, {"/reason"}),
    "a line end": ("/v1/blocks", WHY | {"kind": "phone", "value": "1", "reason": "x\n"}, {"/reason"}),
    "no time zone": (
        "/v1/blocks",
        WHY | {"kind": "phone", "value": "1", "until": "2100-01-01T00:00:00"},
        {"/until"},
    ),
    "the past": (
        "/v1/blocks",
        WHY | {"kind": "phone", "value": "1", "until": "2001-01-01T00:00:00Z"},
        {"/until"},
    ),
    "free mail": ("/v1/blocks", WHY | {"kind": "mail_domain", "value": "qq.com"}, {"/value"}),
    "a machine": ("{}/stop", STOP | {"reviewer": "policy"}, {"/reviewer"}),
    "no words": ("{}/stop", STOP | {"words": "\n"}, {"/words"}),
    "no stop": ("{}/stop", STOP | {"state": "pending"}, {"/state"}),
    "no ground": ("{}/reopening", {"ground": SENT}, {"/ground"}),
    "no recruiter": ("{}/recruiters", {"recruiter_id": SENT}, {"/recruiter_id"}),
    "no kinds": ("{}/blocks", WHY | {"kinds": []}, {"/kinds"}),
    "long words": ("{}/appeal", {"words": "x" * 501}, {"/words"}),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_question_is_refused_and_changes_nothing(name: str, alice: Site) -> None:
    path, body, pointers = BAD[name]
    employer = alice.open_employer("another")
    before = alice.get(employer).json
    response = alice.post(path.format(employer), data=json.dumps(body), content_type="application/json")
    assert_problem(response, 422, "invalid_request")
    assert {error["pointer"] for error in response.json["errors"]} == pointers
    assert (alice.get(employer).json, alice.get("/v1/blocks").json["items"]) == (before, [])
    assert len(alice.get("/v1/employers").json["items"]) == 1


@pytest.mark.parametrize("until", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "x", ""])
def test_an_end_without_a_date_in_utc_is_refused(until: str, alice: Site) -> None:
    body = WHY | {"kind": "phone", "value": "13900001111", "until": until}
    assert_problem(alice.post("/v1/blocks", json=body), 422, "invalid_request")
    key = {"name": "x", "scopes": ["keys:write"], "expires_at": until}
    assert_problem(alice.post("/v1/keys", json=key), 422, "invalid_request")


def test_a_block_ends_by_itself(alice: Site, clock: FakeClock) -> None:
    until = (clock.now() + timedelta(days=1)).isoformat()
    wish = alice.wish()
    alice.post("/v1/blocks", json=WHY | {"kind": "device", "value": DEVICE, "until": until})
    assert alice.post("/v1/posting-permits", json=wish).json["answer"] == "deny"
    clock.tick(days=1)
    assert (
        alice.post("/v1/posting-permits", json=wish).json["answer"] == "step_up"
    )  # the face is stale by now
