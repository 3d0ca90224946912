"""The answers about faces, from domain values alone: each keeps to the documented schema."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.contract.test_api_cases import assert_fits
from tests.fakes import MORNING
from verifier.api.faces import presenting
from verifier.api.faces.answers import FaceSessionAnswer
from verifier.domain.advice import A_PERSON_LOOKS, advice_for
from verifier.domain.decision import POLICY
from verifier.domain.face_decision import NOT_COVERED, AssuranceLevel, FaceDecision, FaceOutcome
from verifier.domain.face_session import Consent, FaceSession, KeptFrame, Purpose, SessionState
from verifier.domain.finding import Finding, Outcome
from verifier.usecases.faces.sessions import SessionView

MISSED = Finding("steps", Outcome.INCONCLUSIVE, "step_missed", "turn_left was not seen.", 2, 3)
SHOWN = Finding("one_face", Outcome.PASS, "one_face", "There is one face.")
SESSION = FaceSession(
    f"fcs_{'1' * 26}",
    f"ten_{'1' * 26}",
    f"rec_{'1' * 26}",
    Purpose.ENROL,
    SessionState.REVIEW,
    MORNING,
    MORNING + timedelta(minutes=15),
    consent=Consent("2026-11", "zh", "0" * 64, MORNING, keeps_frames=True),
)


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/v1/openapi.json").json


def decided(outcome: FaceOutcome, *reasons: Finding, by: str = POLICY, words: str = "") -> FaceDecision:
    return FaceDecision(
        f"fcd_{'1' * 26}",
        SESSION.tenant_id,
        SESSION.id,
        f"fat_{'1' * 26}",
        outcome,
        "faces-v1",
        reasons,
        (("passive", "no weights"),),
        by,
        MORNING,
        words,
    )


def shown(view: SessionView) -> dict[str, Any]:
    members: dict[str, Any] = json.loads(FaceSessionAnswer().dumps(presenting.session_view(view, MORNING)))
    return members


def test_a_session_with_everything_keeps_to_its_schema(document: dict[str, Any]) -> None:
    frame = KeptFrame(f"fat_{'1' * 26}", SESSION.tenant_id, 4200, "turn_left", "0" * 64)
    decisions = (
        (decided(FaceOutcome.RETRY, MISSED), (MISSED, SHOWN)),
        (decided(FaceOutcome.REVIEW, MISSED), (SHOWN, MISSED)),
    )
    answer = shown(SessionView(SESSION, SessionState.REVIEW, 2, 1, decisions, (frame,), None))
    assert_fits(document, "FaceSessionAnswer", answer)
    assert [item["outcome"] for item in answer["earlier"]] == ["retry"]
    assert answer["decision"]["outcome"] == "review"
    (reason,) = answer["decision"]["reasons"]
    assert (reason["code"], reason["measured"], reason["threshold"]) == ("step_missed", 2, 3)
    assert reason["auditor"] == MISSED.detail
    assert reason["applicant"] == answer["earlier"][0]["advice"][0]
    assert [item["code"] for item in answer["decision"]["findings"]] == ["one_face", "step_missed"]
    assert answer["frames"][0]["content"] == f"/v1/face-sessions/{SESSION.id}/frames/{frame.attempt_id}/4200"
    assert answer["consent"]["text_sha256"] == "0" * 64
    assert answer["assurance"] is None


def test_only_who_may_try_again_is_told_how() -> None:
    advice = {
        outcome: presenting.decision((decided(outcome, MISSED), ()))["advice"] for outcome in FaceOutcome
    }
    assert advice[FaceOutcome.RETRY] == (advice_for("step_missed"),)
    assert advice[FaceOutcome.REVIEW] == (A_PERSON_LOOKS,)
    assert advice[FaceOutcome.VERIFIED] == advice[FaceOutcome.REJECTED] == ()


def test_a_session_of_which_nothing_is_known_yet_keeps_to_its_schema(document: dict[str, Any]) -> None:
    fresh = replace(SESSION, state=SessionState.WAITING, consent=None)
    answer = shown(SessionView(fresh, SessionState.WAITING, 0, 3, (), (), None))
    assert_fits(document, "FaceSessionAnswer", answer)
    assert (answer["decision"], answer["earlier"], answer["consent"]) == (None, [], None)


@pytest.mark.parametrize(
    ("level", "looked"),
    [
        (AssuranceLevel.CHALLENGE, False),
        (AssuranceLevel.CHALLENGE_AND_PASSIVE, True),
        (AssuranceLevel.PERSON, None),
    ],
)
def test_assurance_names_what_no_check_can_see_whatever_its_level(
    level: AssuranceLevel, looked: bool | None, document: dict[str, Any]
) -> None:
    verified = replace(SESSION, state=SessionState.VERIFIED)
    answer = shown(SessionView(verified, SessionState.VERIFIED, 1, 2, (), (), level))
    assert_fits(document, "FaceSessionAnswer", answer)
    assurance = answer["assurance"]
    assert (assurance["level"], assurance["passive_detector"]) == (level, looked)
    assert assurance["not_covered"] == list(NOT_COVERED)
    assert assurance["conformance"] is None
    assert "ISO/IEC 30107-3" in assurance["note"]


def test_every_level_of_assurance_says_whether_the_detector_looked() -> None:
    assert set(presenting.LOOKED) == set(AssuranceLevel)


def test_the_policy_leaves_no_words_and_a_person_does() -> None:
    by_person = decided(FaceOutcome.REJECTED, by="reviewer-12", words="Another face.")
    assert presenting.decision((decided(FaceOutcome.REVIEW), ()))["words"] is None
    assert presenting.decision((by_person, ()))["words"] == "Another face."


def test_a_session_that_lapsed_is_listed_as_expired() -> None:
    waiting = replace(SESSION, state=SessionState.WAITING)
    assert presenting.summary(waiting, MORNING)["state"] == "waiting"
    assert presenting.summary(waiting, waiting.expires_at)["state"] == "expired"
