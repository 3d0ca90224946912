"""The reference's examples of proofs. Nothing here opens anything."""

from typing import Any

from verifier.api.faces.examples import RECRUITER_ID
from verifier.api.gate.examples import EMPLOYER_ID, WORD_QUESTION

PROOF_ID = "prf_01jtc2a4c6e8g0j2m4p6r8t0vw"
LINK_ID = "apl_01jtc2b4d6f8h0k2n4q6s8t0vx"

PROOF_QUESTION: dict[str, Any] = {"kind": "corporate_mail", "recruiter_id": RECRUITER_ID}
PROOF: dict[str, Any] = {
    "id": PROOF_ID,
    "url": f"/v1/proofs/{PROOF_ID}",
    "employer_id": EMPLOYER_ID,
    "recruiter_id": RECRUITER_ID,
    "kind": "corporate_mail",
    "state": "open",
    "findings": [],
    "policy_version": "proofs-v1",
    "opened_at": "2026-06-02T03:30:00+00:00",
    "expires_at": "2026-06-05T03:30:00+00:00",
    "settled_at": None,
    "valid_until": None,
}
MAIL_QUESTION: dict[str, Any] = {"address": "li.ming@example.cn"}
MAIL: dict[str, Any] = {
    "proof": PROOF,
    "message": {
        "id": "mml_01jtc2c4d6f8h0k2n4q6s8t0vy",
        "address": "l***@example.cn",
        "state": "sent",
        "made_at": "2026-06-02T03:31:00+00:00",
        "expires_at": "2026-06-02T04:01:02+00:00",
    },
    "messages_left": 2,
    "again_at": "2026-06-02T03:32:00+00:00",
}
PROOFS: dict[str, Any] = {
    "items": [PROOF],
    "worth": 0.0,
    "worth_min": 1.0,
    "lacking": [],
    "enough": False,
}
LINK_QUESTION: dict[str, Any] = {"recruiter_id": RECRUITER_ID}
LINK: dict[str, Any] = {
    "id": LINK_ID,
    "employer_id": EMPLOYER_ID,
    "recruiter_id": RECRUITER_ID,
    "url": "https://verify.jobs.example/apply/EXAMPLE",
    "expires_at": "2026-06-09T03:30:00+00:00",
}
RISK_QUESTION: dict[str, Any] = WORD_QUESTION | {"risk": "high"}
