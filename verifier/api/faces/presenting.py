"""From values of face sessions to the members that the answer schemas name. Decides nothing.

The link's token goes into one answer alone, the one to who asked for the session.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeAlias

from verifier.api.presenting import Members, warnings
from verifier.domain.advice import A_PERSON_LOOKS, Advice, advice_for, advise
from verifier.domain.decision import POLICY
from verifier.domain.face_decision import NOT_COVERED, AssuranceLevel, FaceDecision, FaceOutcome
from verifier.domain.face_session import FaceSession, KeptFrame, Portrait
from verifier.domain.finding import Finding
from verifier.usecases.faces.recruiters import RecruiterView
from verifier.usecases.faces.sessions import SessionView

Decided: TypeAlias = tuple[FaceDecision, tuple[Finding, ...]]

LOOKED: Final[Mapping[AssuranceLevel, bool | None]] = {
    AssuranceLevel.CHALLENGE: False,
    AssuranceLevel.CHALLENGE_AND_PASSIVE: True,
    AssuranceLevel.PERSON: None,
}
NOTE: Final = (
    "A browser cannot attest its camera: frames that are fed in, faces animated live, 3-D masks and "
    "look-alikes are not found. No conformance with ISO/IEC 30107-3 or any other standard is claimed."
)


def recruiter_url(recruiter_id: str) -> str:
    return f"/v1/recruiters/{recruiter_id}"


def session_url(session_id: str) -> str:
    return f"/v1/face-sessions/{session_id}"


def frame_url(session_id: str, frame: KeptFrame) -> str:
    return f"{session_url(session_id)}/frames/{frame.attempt_id}/{frame.at}"


def recruiter(view: RecruiterView) -> Members:
    return {
        "id": view.recruiter.id,
        "reference": view.recruiter.reference,
        "case_id": view.recruiter.case_id,
        "added_at": view.recruiter.added_at,
        "portraits": view.portraits,
        "enrolled_at": view.enrolled_at,
        "locked_until": view.locked_until,
    }


def portrait(item: Portrait, declared_media_type: str | None) -> Members:
    return {
        "recruiter_id": item.recruiter_id,
        "kind": item.kind,
        "media_type": item.media_type,
        "added_at": item.added_at,
        "warnings": warnings(item.media_type, declared_media_type),
    }


def summary(session: FaceSession, now: datetime) -> Members:
    """A session as it is at `now`, with an expiry that nobody has written down yet."""
    return {
        "id": session.id,
        "recruiter_id": session.recruiter_id,
        "purpose": session.purpose,
        "state": session.state_at(now),
        "locked": session.locked,
        "way": session.way,
        "created_at": session.created_at,
        "expires_at": session.expires_at,
        "ended_at": session.ended_at,
    }


def session_view(view: SessionView, now: datetime) -> Members:
    decisions = [decision(item) for item in view.decisions]
    return summary(view.session, now) | {
        "state": view.state,
        "attempts": view.attempts,
        "attempts_left": view.attempts_left,
        "consent": view.session.consent,
        "decision": decisions[-1] if decisions else None,
        "earlier": decisions[:-1],
        "assurance": view.assurance and assurance(view.assurance),
        "frames": [_frame(view.session.id, item) for item in view.frames],
    }


def decision(item: Decided) -> Members:
    decided, findings = item
    return {
        "id": decided.id,
        "attempt_id": decided.attempt_id,
        "outcome": decided.outcome,
        "reasons": [_reason(finding) for finding in decided.reasons],
        "advice": _advice(decided),
        "findings": findings,
        "waived": [{"evidence": what, "reason": why} for what, why in decided.waived],
        "policy_version": decided.policy_version,
        "decided_by": decided.decided_by,
        "decided_at": decided.decided_at,
        "words": None if decided.decided_by == POLICY else decided.words,
    }


def assurance(level: AssuranceLevel) -> Members:
    return {
        "level": level,
        "passive_detector": LOOKED[level],
        "not_covered": NOT_COVERED,
        "conformance": None,
        "note": NOTE,
    }


def _advice(decided: FaceDecision) -> tuple[Advice, ...]:
    """Only who may try again is told how: the same words would mislead whoever waits for a person."""
    if decided.outcome is FaceOutcome.RETRY:
        return advise(decided.reasons)
    return (A_PERSON_LOOKS,) if decided.outcome is FaceOutcome.REVIEW else ()


def _reason(finding: Finding) -> Members:
    return {
        "check": finding.check,
        "code": finding.code,
        "outcome": finding.outcome,
        "applicant": advice_for(finding.code),
        "auditor": finding.detail,
        "measured": finding.measured,
        "threshold": finding.threshold,
    }


def _frame(session_id: str, item: KeptFrame) -> Members:
    return {
        "attempt_id": item.attempt_id,
        "at": item.at,
        "label": item.label,
        "content": frame_url(session_id, item),
    }
