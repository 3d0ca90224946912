"""The reference's examples of faces. The people are fictional, and the link opens nothing."""

from typing import Any

from verifier.api.examples import CASE_ID
from verifier.api.faces.presenting import assurance
from verifier.domain.face_decision import AssuranceLevel

RECRUITER_ID = "rec_01jtc1a4c6e8g0j2m4p6r8t0vw"
SESSION_ID = "fcs_01jtc1c8e0g2j4m6p8r0t2v4wx"
ATTEMPT_ID = "fat_01jtc1d9f1h3k5n7q9s1v3x5yz"

RECRUITER_QUESTION: dict[str, Any] = {"reference": "account-4711-2", "case_id": CASE_ID}
NEW_RECRUITER: dict[str, Any] = {
    "id": RECRUITER_ID,
    **RECRUITER_QUESTION,
    "added_at": "2026-05-04T03:10:01+00:00",
    "portraits": [],
    "enrolled_at": None,
    "locked_until": None,
}
RECRUITER: dict[str, Any] = NEW_RECRUITER | {"enrolled_at": "2026-05-04T03:14:40+00:00"}
RECRUITERS: dict[str, Any] = {"items": [RECRUITER]}

PORTRAIT: dict[str, Any] = {
    "recruiter_id": RECRUITER_ID,
    "kind": "selfie",
    "media_type": "image/jpeg",
    "added_at": "2026-05-04T03:10:03+00:00",
    "warnings": [],
}

SESSION_QUESTION: dict[str, Any] = {"purpose": "reauthenticate", "minutes": 10}
_SUMMARY: dict[str, Any] = {
    "id": SESSION_ID,
    "recruiter_id": RECRUITER_ID,
    "purpose": "reauthenticate",
    "state": "waiting",
    "locked": False,
    "way": None,
    "created_at": "2026-06-01T01:00:00+00:00",
    "expires_at": "2026-06-01T01:10:00+00:00",
    "ended_at": None,
}
NEW_SESSION: dict[str, Any] = _SUMMARY | {
    "url": "https://verify.jobs.example/face/EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE0"
}
SESSIONS: dict[str, Any] = {
    "items": [_SUMMARY],
    "next": f"/v1/face-sessions?cursor={SESSION_ID}&limit=20&state=waiting",
}
_ADVICE: dict[str, str] = {
    "zh": "有的动作没有看清。请等提示出现后再做，动作明显一些，做完回到正面，一次只做一个动作，再试一次。",
    "en": "One of the movements could not be made out. Wait for each prompt, move clearly, look ahead again "
    "afterwards, do one thing at a time, and try once more.",
}
_MISSED: dict[str, Any] = {
    "check": "challenge",
    "code": "step_missed",
    "outcome": "concern",
    "measured": 2,
    "threshold": 3,
}
_DETAIL = "Not seen: turn_left."
_RETRY: dict[str, Any] = {
    "id": "fcd_01jtc1e1g3j5m7p9r1t3w5y7z9",
    "attempt_id": ATTEMPT_ID,
    "outcome": "retry",
    "reasons": [_MISSED | {"applicant": _ADVICE, "auditor": _DETAIL}],
    "advice": [_ADVICE],
    "findings": [_MISSED | {"detail": _DETAIL}],
    "waived": [],
    "policy_version": "faces-v1",
    "decided_by": "policy",
    "decided_at": "2026-06-01T01:02:40+00:00",
    "words": None,
}
_VERIFIED: dict[str, Any] = _RETRY | {
    "id": "fcd_01jtc1f2h4k6n8q0s2v4x6z8ab",
    "attempt_id": "fat_01jtc1f0h2k4n6q8s0v2x4z6yb",
    "outcome": "verified",
    "reasons": [],
    "advice": [],
    "findings": [],
    "decided_at": "2026-06-01T01:04:05+00:00",
}
SESSION: dict[str, Any] = _SUMMARY | {
    "state": "verified",
    "ended_at": "2026-06-01T01:04:05+00:00",
    "attempts": 2,
    "attempts_left": 1,
    "consent": {
        "version": "2026-11",
        "language": "zh",
        "text_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "given_at": "2026-06-01T01:01:10+00:00",
        "keeps_frames": True,
    },
    "decision": _VERIFIED,
    "earlier": [_RETRY],
    "assurance": assurance(AssuranceLevel.CHALLENGE),
    "frames": [],
}

REVIEW_QUESTION: dict[str, Any] = {
    "outcome": "verified",
    "reviewer": "reviewer-12",
    "reason": "Video call; the identity document was held beside the face.",
}
REVIEWED_SESSION: dict[str, Any] = SESSION | {
    "attempts": 0,
    "attempts_left": 0,
    "way": "video_call",
    "consent": None,
    "decision": _VERIFIED
    | {
        "attempt_id": None,
        "decided_by": REVIEW_QUESTION["reviewer"],
        "words": REVIEW_QUESTION["reason"],
    },
    "earlier": [],
    "assurance": assurance(AssuranceLevel.PERSON),
}
