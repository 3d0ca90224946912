"""Proofs of control over HTTP, and what the gate makes of them."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.contract.test_api_cases import assert_fits
from tests.contract.test_api_problems import assert_problem
from tests.sites import Site
from verifier.domain.proof import Proof, ProofState
from verifier.usecases.proofs import settling

WORD = {"reviewer": "reviewer-12", "words": "A complaint of a job seeker."}


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/v1/openapi.json").json


def proven(alice: Site, employer: str, kind: str, recruiter_id: str | None = None) -> Proof:
    """A proof of this kind, shown by now: how each kind is shown is told elsewhere."""
    asked = {"kind": kind} | ({"recruiter_id": recruiter_id} if recruiter_id else {})
    opened = alice.post(f"{employer}/proofs", json=asked)
    assert opened.status_code == 201, opened.text
    ports = alice.ports
    assert ports is not None
    now = ports.clock.now()
    with ports.transaction() as tx:
        proof = settling.held(tx, alice.tenant_id, opened.json["id"])
        until = now + ports.proof_policy.terms(proof.kind).lifetime
        tx.proofs.keep(proof.settled(ProofState.PROVEN, now, "policy", valid_until=until))
    return replace(proof, state=ProofState.PROVEN)


def employer_of(alice: Site, wish: dict[str, Any]) -> str:
    return f"/v1/employers/{wish['employer_id']}"


def test_a_proof_is_opened_and_read_at_the_address_it_says(alice: Site, document: dict[str, Any]) -> None:
    employer = alice.open_employer()
    opened = alice.post(f"{employer}/proofs", json={"kind": "bank_payment"})
    assert opened.headers["Location"] == opened.json["url"]
    assert_fits(document, "ProofAnswer", opened.json)
    assert (opened.json["state"], opened.json["recruiter_id"]) == ("open", None)
    assert alice.get(opened.json["url"]).json == opened.json
    standing = alice.get(f"{employer}/proofs").json
    assert_fits(document, "ProofListAnswer", standing)
    assert [one["id"] for one in standing["items"]] == [opened.json["id"]]


def test_an_applicants_link_is_shown_once_and_not_to_be_guessed(
    alice: Site, document: dict[str, Any]
) -> None:
    employer = alice.open_employer()
    first, second = (alice.post(f"{employer}/applicant-links", json={}).json for _ in range(2))
    assert_fits(document, "ApplicantLinkAnswer", first)
    tokens = {one["url"].rpartition("/")[2] for one in (first, second)}
    assert [len(token) for token in tokens] == [43, 43]
    assert_problem(
        alice.post(f"{employer}/applicant-links", json={"recruiter_id": f"rec_{'0' * 26}"}),
        422,
        "invalid_request",
    )


def test_at_high_risk_the_gate_asks_for_proof_and_ends_what_was_allowed(alice: Site) -> None:
    wish = alice.wish()
    employer = employer_of(alice, wish)
    allowed = alice.post("/v1/posting-permits", json=wish).json
    assert allowed["answer"] == "allow"
    assert alice.post(f"{employer}/risk", json=WORD | {"risk": "high"}).json["risk"] == "high"
    assert alice.get(allowed["url"]).json["revoked_at"] is not None
    asked = alice.post("/v1/posting-permits", json=wish).json
    assert (asked["answer"], asked["needs"]) == ("step_up", ["proof"])
    assert [one["code"] for one in asked["reasons"]] == ["proofs_too_few"]
    proven(alice, employer, "bank_payment")
    assert alice.get(f"{employer}/proofs").json["enough"] is True
    assert alice.post("/v1/posting-permits", json=wish).json["answer"] == "allow"


def test_what_was_proven_runs_out(alice: Site) -> None:
    wish = alice.wish()
    employer = employer_of(alice, wish)
    alice.post(f"{employer}/risk", json=WORD | {"risk": "high"})
    proof = proven(alice, employer, "bank_payment")
    ports = alice.ports
    assert ports is not None
    with ports.transaction() as tx:
        over = proof.settled(ProofState.PROVEN, ports.clock.now(), "policy", valid_until=ports.clock.now())
        tx.proofs.keep(over)
    assert alice.post("/v1/posting-permits", json=wish).json["needs"] == ["proof"]


def test_a_recruiter_without_a_face_posts_by_mailbox_and_payment(alice: Site) -> None:
    with_face = alice.wish()
    employer = employer_of(alice, with_face)
    recruiter = alice.add_recruiter("a-colleague").rpartition("/")[2]
    alice.post(f"{employer}/recruiters", json={"recruiter_id": recruiter})
    wish = with_face | {"recruiter_id": recruiter}
    assert alice.post("/v1/posting-permits", json=wish).json["reasons"][0]["code"] == "face_not_enrolled"
    proven(alice, employer, "bank_payment")
    assert alice.post("/v1/posting-permits", json=wish).json["answer"] == "step_up"
    proven(alice, employer, "corporate_mail", recruiter)
    allowed = alice.post("/v1/posting-permits", json=wish).json
    assert allowed["answer"] == "allow", allowed["reasons"]
    assert "face_replaced" in [one["code"] for one in allowed["findings"]]
