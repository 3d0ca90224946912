"""The reference's examples of grants and reads. All is fictional, and nothing here opens anything."""

from typing import Any

from verifier.api.faces.examples import RECRUITER_ID, SESSION_ID
from verifier.api.gate.examples import EMPLOYER_ID, PERMIT

GRANT_ID = "grt_01jtc3a4c6e8g0j2m4p6r8t0vw"
SEEKER_ID = "skr_01jtc3b4d6f8h0k2n4q6s8t0vx"
READ_ID = "rrd_01jtc3c4d6f8h0k2n4q6s8t0vx"
LINK_ID = "skl_01jtc3d4d6f8h0k2n4q6s8t0vx"
SHA256 = "3f1c" * 16

TEXT_QUESTION: dict[str, Any] = {"purpose": "this_application", "language": "zh"}
TEXT: dict[str, Any] = {
    "version": "2026-11",
    "language": "zh",
    "sha256": SHA256,
    "sections": [
        {"heading": "目的", "body": "仅用于：处理您对该职位的这一次应聘。用于其他目的需要您另行同意。"}
    ],
}
TERMS: dict[str, Any] = {
    "employer_id": EMPLOYER_ID,
    "recruiter_id": RECRUITER_ID,
    "purpose": "this_application",
    "resume": "resume-8831",
    "expires_at": "2026-07-02T03:30:00+00:00",
}
GRANT_QUESTION: dict[str, Any] = TERMS | {
    "seeker": "seeker-5120",
    "text_version": "2026-11",
    "text_language": "zh",
    "text_sha256": SHA256,
}
GRANT: dict[str, Any] = TERMS | {
    "id": GRANT_ID,
    "url": f"/v1/resume-grants/{GRANT_ID}",
    "seeker_id": SEEKER_ID,
    "text_version": "2026-11",
    "text_language": "zh",
    "text_sha256": SHA256,
    "agreed_at": "2026-06-02T03:30:00+00:00",
    "agreed_way": "site",
    "withdrawn_at": None,
}
WITHDRAWAL: dict[str, Any] = GRANT | {
    "withdrawn_at": "2026-06-09T03:30:00+00:00",
    "reads": [{"id": READ_ID, "recruiter_id": RECRUITER_ID, "asked_at": "2026-06-03T01:12:00+00:00"}],
}
READ_QUESTION: dict[str, Any] = {
    "grant_id": GRANT_ID,
    "employer_id": EMPLOYER_ID,
    "recruiter_id": RECRUITER_ID,
    "purpose": "this_application",
    "resume": "resume-8831",
    "device": "fp-7c1e",
}
READ: dict[str, Any] = {
    "id": READ_ID,
    "url": f"/v1/resume-reads/{READ_ID}",
    "answer": "step_up",
    "needs": ["face_session"],
    "grant_id": GRANT_ID,
    "seeker_id": SEEKER_ID,
    "employer_id": EMPLOYER_ID,
    "recruiter_id": RECRUITER_ID,
    "purpose": "this_application",
    "reasons": PERMIT["reasons"],
    "findings": PERMIT["findings"],
    "policy_version": "reads-v1",
    "face_session_id": SESSION_ID,
    "face_at": "2026-06-01T01:00:00+00:00",
    "asked_at": "2026-06-02T03:30:00+00:00",
    "expires_at": "2026-06-02T03:45:00+00:00",
    "contacted_at": None,
    "marked_at": None,
}
NEW_READ: dict[str, Any] = READ | {
    "token": None,
    "aliases": {"mail": None, "phone": None},
    "face_session": {
        "id": SESSION_ID,
        "url": "https://verify.jobs.example/face/EXAMPLE",
        "expires_at": "2026-06-02T04:00:00+00:00",
    },
}
ALLOWED: dict[str, Any] = READ | {"answer": "allow", "needs": [], "reasons": [], "findings": []}
CONTACTED: dict[str, Any] = ALLOWED | {"contacted_at": "2026-06-02T03:40:00+00:00"}
MARK_QUESTION: dict[str, Any] = {"text": "负责样本系统，2019年3月至今。", "carriers": ["wording", "dates"]}
MARKED: dict[str, Any] = {
    "text": "主管样本系统，2019.03至今。",
    "places": [{"carrier": "dates", "places": 1}, {"carrier": "wording", "places": 2}],
}
LINK_QUESTION: dict[str, Any] = {"seeker": "seeker-5120", "offer": TERMS}
LINK: dict[str, Any] = {
    "id": LINK_ID,
    "seeker_id": SEEKER_ID,
    "url": "https://verify.jobs.example/seeker/EXAMPLE",
    "expires_at": "2026-06-09T03:30:00+00:00",
}
