"""Reviews over HTTP: a site's own reviewers decide, and nothing that changed meanwhile is overwritten."""

from dataclasses import replace
from typing import Any

import pytest

from tests.licences import licence
from tests.sites import Site
from verifier.domain.api_key import Scope

WORD: dict[str, Any] = {
    "verdict": "reject",
    "grounds": ["forged"],
    "applicant": "执照系伪造。",
    "auditor": "The seal is printed.",
    "reviewer": "reviewer-12",
}


@pytest.fixture
def case(alice: Site) -> str:
    """The address of a case that the shipped policy escalated."""
    address = alice.submitted_case()
    alice.read(address, licence({"person": "李样本"}))
    assert alice.get(address).json["state"] == "escalated"
    return address


def tag(site: Site, case: str) -> dict[str, str]:
    return {"If-Match": site.get(f"{case}/review").headers["ETag"]}


def test_a_case_that_nobody_escalated_has_no_review(alice: Site) -> None:
    assert alice.get(f"{alice.open_case()}/review").status_code == 404


def test_what_waits_says_how_soon_and_why(alice: Site, case: str) -> None:
    review = alice.get(f"{case}/review").json
    assert review["version"] == 1
    assert review["reasons"] == [reason["code"] for reason in alice.get(case).json["decision"]["reasons"]]
    assert review["due_at"] > review["opened_at"]
    assert review["ended_at"] is None


def test_a_person_rejects_and_the_case_says_so_in_their_words(alice: Site, case: str) -> None:
    answer = alice.post(f"{case}/review", json=WORD, headers=tag(alice, case))
    assert answer.status_code == 201
    assert answer.json["ended_by"] == "reviewer-12"
    decision = alice.get(case).json["decision"]
    assert (decision["outcome"], decision["decided_by"]) == ("rejected", "reviewer-12")
    assert (decision["grounds"], decision["words"]) == (["forged"], "执照系伪造。")
    assert "The seal is printed." not in alice.get(case).text
    again = alice.post(f"{case}/review", json=WORD, headers=tag(alice, case))
    assert (again.status_code, again.json["code"]) == (409, "escalation_over")


def test_a_decision_has_to_name_what_was_looked_at(alice: Site, case: str) -> None:
    answers = {
        "none": alice.post(f"{case}/review", json=WORD),
        "any": alice.post(f"{case}/review", json=WORD, headers={"If-Match": "*"}),
        "old": alice.post(f"{case}/review", json=WORD, headers={"If-Match": '"esc_0.1"'}),
    }
    codes = {name: (answer.status_code, answer.json["code"]) for name, answer in answers.items()}
    assert codes == {
        "none": (428, "precondition_required"),
        "any": (412, "escalation_changed"),
        "old": (412, "escalation_changed"),
    }
    assert alice.get(case).json["state"] == "escalated"


def test_an_applicant_is_asked_for_more_and_may_hand_in_again(alice: Site, case: str) -> None:
    more = WORD | {"verdict": "ask_for_more", "grounds": ["illegible"], "wanted": ["business_licence"]}
    assert alice.post(f"{case}/review", json=more, headers=tag(alice, case)).status_code == 201
    returned = alice.get(case).json
    assert returned["state"] == "returned"
    (asked,) = returned["requests"]
    assert (asked["wanted"], asked["words"]) == (["business_licence"], WORD["applicant"])
    assert alice.post(f"{case}/submission").json["code"] == "evidence_missing"
    alice.add_photo(case)
    assert alice.post(f"{case}/submission").status_code == 202


@pytest.mark.parametrize(
    "change",
    [
        {"reviewer": "policy"},
        {"reviewer": "stf_01jtc0v5s8m3q7x2w9r4k6n1hz"},
        {"grounds": ["papers_in_order"]},
        {"grounds": []},
        {"verdict": "maybe"},
        {"wanted": ["business_licence"]},
        {"applicant": " "},
    ],
)
def test_a_word_that_nobody_may_say_is_refused(alice: Site, case: str, change: dict[str, Any]) -> None:
    answer = alice.post(f"{case}/review", json=WORD | change, headers=tag(alice, case))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_request")
    assert alice.get(case).json["state"] == "escalated"


def test_a_key_without_the_scope_may_look_and_not_decide(alice: Site, case: str) -> None:
    made = alice.post("/v1/keys", json={"name": "reader", "scopes": [Scope.CASES_READ.value]})
    reader = replace(alice, key=made.json["key"])
    headers = tag(reader, case)
    assert reader.post(f"{case}/review", json=WORD, headers=headers).status_code == 403


def test_another_site_finds_no_review(alice: Site, bob: Site, case: str) -> None:
    assert bob.get(f"{case}/review").status_code == 404
    headers = tag(alice, case)
    assert bob.post(f"{case}/review", json=WORD, headers=headers).status_code == 404
