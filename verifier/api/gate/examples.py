"""The reference's examples of the gate. People and firms are fictional, and nothing here opens anything."""

from typing import Any

from verifier.api.examples import CASE_ID, OTHER_CASE_ID
from verifier.api.faces.examples import RECRUITER_ID, SESSION_ID

EMPLOYER_ID = "emp_01jtc0r1s2t3v4w5x6y7z8a9bc"
OTHER_EMPLOYER_ID = "emp_01jtb7r1s2t3v4w5x6y7z8a9bc"
PERMIT_ID = "pmt_01jtc1m2n4p6q8r0s2t4v6w8xy"
BLOCK_ID = "blk_01jtc1p3q5r7s9t1v3w5x7y9za"

WORD_QUESTION: dict[str, Any] = {
    "reviewer": "reviewer-12",
    "words": "Read with the employer on the phone; nothing is wrong with it.",
}
PERMIT_QUESTION: dict[str, Any] = {
    "employer_id": EMPLOYER_ID,
    "recruiter_id": RECRUITER_ID,
    "job": {"title": "样本工程师", "text": "在样本路 1 号上班。", "industry": "软件", "place": "杭州"},
    "device": "fp-7c1e",
    "network": "fn-90ab",
}
REDEMPTION_QUESTION: dict[str, Any] = {
    name: PERMIT_QUESTION[name] for name in ("employer_id", "recruiter_id", "job", "device")
}
_STALE: dict[str, Any] = {
    "check": "face",
    "code": "face_stale",
    "outcome": "concern",
    "measured": 26.5,
    "threshold": 12,
}
_DETAIL = "The recruiter's face was verified 26.5 h ago; at most 12 h."
PERMIT: dict[str, Any] = {
    "id": PERMIT_ID,
    "url": f"/v1/posting-permits/{PERMIT_ID}",
    "answer": "step_up",
    "needs": ["face_session"],
    "employer_id": EMPLOYER_ID,
    "recruiter_id": RECRUITER_ID,
    "job_sha256": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
    "reasons": [
        _STALE
        | {
            "applicant": {
                "zh": "发布前请先完成一次本人刷脸验证，大约一分钟；不方便刷脸的，可在验证页面选择其他方式。",
                "en": "Please show your face once before posting; it takes about a minute. If you would "
                "rather not, the page offers other ways.",
            },
            "auditor": _DETAIL,
        }
    ],
    "findings": [_STALE | {"detail": _DETAIL}],
    "policy_version": "gate-v1",
    "asked_at": "2026-06-02T03:30:00+00:00",
    "expires_at": "2026-06-02T03:45:00+00:00",
    "redeemed_at": None,
    "revoked_at": None,
    "text_cleared_at": None,
}
NEW_PERMIT: dict[str, Any] = PERMIT | {
    "token": None,
    "face_session": {
        "id": SESSION_ID,
        "url": "https://verify.jobs.example/face/EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE0",
        "expires_at": "2026-06-02T03:45:00+00:00",
    },
}
CLEARED_PERMIT: dict[str, Any] = PERMIT | {"text_cleared_at": "2026-06-02T03:40:00+00:00"}
REDEEMED_PERMIT: dict[str, Any] = PERMIT | {
    "answer": "allow",
    "needs": [],
    "reasons": [],
    "findings": [],
    "redeemed_at": "2026-06-02T03:31:00+00:00",
}
KEY_SET: dict[str, Any] = {
    "keys": [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "kid": "sig_01jtc0a1b2c3d4e5f6g7h8j9km",
            "alg": "EdDSA",
            "use": "sig",
        }
    ]
}

EMPLOYER_QUESTION: dict[str, Any] = {
    "reference": "employer-4711",
    "account_type": "direct_employer",
    "known_by": {"phone": "13800000000", "mail_domain": "sample.example", "device": "fp-7c1e"},
}
NEW_EMPLOYER: dict[str, Any] = {
    "id": EMPLOYER_ID,
    "url": f"/v1/employers/{EMPLOYER_ID}",
    "reference": "employer-4711",
    "account_type": "direct_employer",
    "state": "pending",
    "ground": None,
    "since": "2026-05-04T03:00:00+00:00",
    "opened_at": "2026-05-04T03:00:00+00:00",
    "verified_until": None,
    "case_id": None,
    "appealed_at": None,
    "risk": "ordinary",
}
_VERIFIED: dict[str, Any] = NEW_EMPLOYER | {
    "state": "verified",
    "since": "2026-05-04T03:02:09+00:00",
    "verified_until": "2026-11-04T03:02:09+00:00",
    "case_id": CASE_ID,
}
EMPLOYER: dict[str, Any] = _VERIFIED | {
    "papers": [
        {"paper": "business_licence", "handed_in": True},
        {"paper": "agent_identity", "handed_in": False},
        {"paper": "authorisation_letter", "handed_in": False},
    ],
    "recruiters": [RECRUITER_ID],
    "cases": [CASE_ID, OTHER_CASE_ID],
}
EMPLOYERS: dict[str, Any] = {
    "items": [_VERIFIED],
    "next": f"/v1/employers?cursor={EMPLOYER_ID}&limit=20",
}
STOPPED_EMPLOYER: dict[str, Any] = _VERIFIED | {"state": "suspended", "since": "2026-06-03T01:00:00+00:00"}
RISKY_EMPLOYER: dict[str, Any] = _VERIFIED | {"risk": "high"}
APPEALED_EMPLOYER: dict[str, Any] = STOPPED_EMPLOYER | {"appealed_at": "2026-06-04T01:00:00+00:00"}
RESTORED_EMPLOYER: dict[str, Any] = _VERIFIED | {"since": "2026-06-05T01:00:00+00:00"}
REOPENED_EMPLOYER: dict[str, Any] = _VERIFIED | {
    "state": "review",
    "ground": "complaint",
    "since": "2026-06-03T01:00:00+00:00",
}
STOP_QUESTION: dict[str, Any] = {
    "state": "suspended",
    "reviewer": "reviewer-12",
    "words": "Applicants were asked for a deposit.",
}
REOPENING_QUESTION: dict[str, Any] = {"ground": "complaint"}
APPEAL_QUESTION: dict[str, Any] = {"words": "The deposit was asked for by somebody else in our name."}
MEMBER_QUESTION: dict[str, Any] = {"recruiter_id": RECRUITER_ID}
MEMBER: dict[str, Any] = {
    "employer_id": EMPLOYER_ID,
    "recruiter_id": RECRUITER_ID,
    "joined_at": "2026-05-04T03:11:00+00:00",
}
TIMELINE: dict[str, Any] = {
    "items": [
        {
            "id": "eml_01jtc1q2r4s6t8v0w2x4y6z8ab",
            "at": "2026-06-03T01:00:00+00:00",
            "what": "stopped",
            "state": "suspended",
            "ground": None,
            "by": "reviewer-12",
            "about": None,
            "words": STOP_QUESTION["words"],
        }
    ],
    "next": None,
}
LINKS: dict[str, Any] = {"items": [{"kind": "licence_image", "employers": [OTHER_EMPLOYER_ID], "count": 1}]}

_WHY: dict[str, Any] = {
    "reason": "forged_licence",
    "until": "2027-06-03T00:00:00+00:00",
    "reviewer": "reviewer-12",
}
BLOCK_QUESTION: dict[str, Any] = _WHY | {"kind": "phone", "value": "13800000000"}
EMPLOYER_BLOCK_QUESTION: dict[str, Any] = _WHY | {"kinds": ["face", "licence_image"]}
BLOCK: dict[str, Any] = {
    "id": BLOCK_ID,
    "url": f"/v1/blocks/{BLOCK_ID}",
    "kind": "phone",
    "reason": "forged_licence",
    "until": "2027-06-03T00:00:00+00:00",
    "added_at": "2026-06-03T01:00:00+00:00",
    "added_by": "reviewer-12",
    "employer_id": None,
    "appealed_at": None,
    "ended_at": None,
    "ended_by": None,
}
EMPLOYER_BLOCKS: dict[str, Any] = {"items": [BLOCK | {"kind": "face", "employer_id": EMPLOYER_ID}]}
BLOCKS: dict[str, Any] = {"items": [BLOCK], "next": None}
APPEALED_BLOCK: dict[str, Any] = BLOCK | {"appealed_at": "2026-06-04T01:00:00+00:00"}
LIFTED_BLOCK: dict[str, Any] = BLOCK | {"ended_at": "2026-06-05T01:00:00+00:00", "ended_by": "reviewer-12"}
